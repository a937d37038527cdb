"""What was measured while something went on, drawn."""

from support.reporting.curves import Curve, page


def test_each_curve_has_its_lowest_its_highest_and_what_is_promised() -> None:
    told = page("A rush", 10, [Curve("recorded", [(0.5, 900), (1.5, 1200)], 1000), Curve("memory", [(0, 70)])], ["So."])
    assert "<td>recorded</td><td>900</td><td>1,200</td><td>1,000</td>" in told
    assert "<td>memory</td><td>70</td><td>70</td><td></td>" in told
    assert "<caption>A rush, 10.0 s</caption>" in told and "<p>So.</p>" in told


def test_figures_are_drawn_at_their_time_and_height() -> None:
    told = page("A rush", 10, [Curve("one", [(0, 0), (5, 50), (10, 100)], 50)])
    assert 'points="0.0,60.0 240.0,30.0 480.0,0.0"' in told
    assert 'd="M0 30.0H480"' in told


def test_what_was_never_measured_is_drawn_as_nothing() -> None:
    assert "<td>one</td><td></td><td></td><td></td>" in page("A rush", 10, [Curve("one", [])])
