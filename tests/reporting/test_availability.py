"""The table of who was there how much of the time."""

from support.reporting.availability import Presence, page


def test_each_service_has_its_share_and_the_longest_time_away() -> None:
    told = page("Restarts", 10, [Presence("web", 200, 190, ((1.0, 2.0),), ((1.0, 1.5), (4.0, 5.25)))])
    assert "<td>web</td><td>200</td><td>95.00%</td><td>1.25 s</td>" in told


def test_restarts_and_times_away_are_drawn_where_they_were() -> None:
    told = page("Restarts", 10, [Presence("web", 200, 190, ((1.0, 2.0),), ((5.0, 6.0),))])
    assert '<rect x="64.0" width="64.0" y="0" height="16" fill="#c3c8d2"/>' in told
    assert '<rect x="320.0" width="64.0" y="5" height="6" fill="#a1121f"/>' in told
    assert 'aria-label="away from 5.00 s to 6.00 s"' in told


def test_who_was_never_away_is_told_so() -> None:
    assert 'aria-label="never away"' in page("Restarts", 10, [Presence("web", 200, 200, (), ())])
