"""When an experiment on Phoenix shows just as much as is wanted, and what the configuration of a pipeline says."""

import pytest

from support.systems.phoenix.certainty import CHANCES, Few, Shade
from support.systems.phoenix.configurations import configuration_of, in_full, rest_for
from support.systems.phoenix.judgement import welch

QUICKER = {"baseline": [0.002, 0.003] * 20, "candidate": [0.001, 0.0011] * 20}
DEARER = {"baseline": [0.0] * 2 + [65.0] * 38, "candidate": [0.0] * 2 + [70.0] * 38}
TEXT = """
receivers: {process: {nodes: [a, b], node: a}}
processors: {filter/1: {include_priorities: [critical]}, topk/2: {k: 3}}
exporters: {prometheus: {labels: {experiment_id: "7", variant: baseline}}}
service: {pipelines: {metrics: {receivers: [process], processors: [topk/2, filter/1], exporters: [prometheus]}}}
"""


def test_a_little_dearer_is_shown_where_chance_and_change_are_within_their_limits() -> None:
    p = welch(DEARER)
    assert Shade("dearer", (p / 2, p * 2)).is_shown({"cost": DEARER, "latency": QUICKER})
    assert not Shade("dearer", (p * 1.1, p * 2)).is_shown({"cost": DEARER, "latency": QUICKER})
    assert not Shade("cheaper", (p / 2, p * 2)).is_shown({"cost": DEARER, "latency": QUICKER})


def test_a_candidate_that_is_slower_shows_no_shade() -> None:
    slower = {"baseline": QUICKER["candidate"], "candidate": QUICKER["baseline"]}
    assert not Shade("dearer", (0.0, 1.0)).is_shown({"cost": DEARER, "latency": slower})


def test_the_side_with_fewest_samples_counts() -> None:
    found = {"cost": DEARER, "latency": {**QUICKER, "candidate": QUICKER["candidate"][:29]}}
    assert Few(29).is_shown(found)
    assert not Few(30).is_shown(found)


@pytest.mark.parametrize("limits", CHANCES.values())
def test_chances_are_within_the_limits_of_confidence(limits: tuple[float, float]) -> None:
    assert any(low < limits[0] < limits[1] < high for low, high in ((0.001, 0.01), (0.01, 0.05)))


def test_a_configuration_says_its_processors_in_the_order_of_its_service() -> None:
    found = configuration_of(TEXT)
    kept = {"type": "filter", "config": {"include_priorities": ["critical"], "include_patterns": ["*"]}}
    assert found.processors == [{"type": "topk", "config": {"k": 3, "always": []}}, kept]
    assert found.rest == rest_for("7", "baseline", ["a", "b"])
    assert in_full([{"type": "filter", "config": {"include_priorities": ("critical",)}}]) == [kept]


@pytest.mark.parametrize("text", ["", "[]", "service: {}", "a: [b", TEXT.replace("topk/2:", "topk/3:")])
def test_what_is_no_configuration_is_told(text: str) -> None:
    with pytest.raises(AssertionError, match="no configuration"):
        configuration_of(text)
