"""The table of figures that a scenario measured."""

from support.observing.measuring import Sample
from support.reporting.figures import Figure, page


def _sample(*milliseconds: float) -> Sample:
    return Sample([one / 1000 for one in milliseconds])


def test_each_call_has_its_figures_beside_what_is_promised() -> None:
    told = page("Under load", [Figure("web", "signing in", _sample(100, 140, 180), 0.2)])
    for expected in (
        "<td>web</td><td>signing in</td><td>3</td>",
        "<td>140 ms</td>",
        "<td>200 ms</td>",
        "<td>180 ms</td>",
    ):
        assert expected in told
    assert "class=over" not in told


def test_an_average_above_what_is_promised_stands_out() -> None:
    told = page("Under load", [Figure("web", "signing in", _sample(300, 320), 0.2)])
    assert "<td class=over>310 ms</td>" in told


def test_what_is_promised_is_drawn_where_it_is_promised() -> None:
    told = page("Under load", [Figure("web", "signing in", _sample(100, 100), 0.2)])
    assert 'd="M320.0 1V15"' in told and 'd="M160.0 8H161.0"' in told


def test_a_call_of_which_nothing_is_promised_has_no_mark() -> None:
    told = page("Under load", [Figure("backend-api", "what only they may see", _sample(10, 12))])
    assert "#a1121f" not in told.partition("<table>")[2]


def test_names_are_shown_as_they_are() -> None:
    assert "&lt;b&gt;" in page("<b>", [Figure("<b>", "<b>", _sample(1, 2))])
