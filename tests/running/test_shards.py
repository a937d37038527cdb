"""Shards are exactly the whole, alike on every machine, and about as long as each other."""

import random
import re
from itertools import product
from pathlib import Path

import pytest

from support.config import Shard, load_settings
from support.failures import SettingsFailure
from support.running import times
from support.running.selection import Identity
from support.running.shards import divide
from support.running.times import Times
from tests.running.project import Finished, Project


def identity(number: int) -> Identity:
    return Identity("features/x.feature", "", f"scenario {number}", (), 0)


def suite(chance: random.Random) -> tuple[list[Identity], Times]:
    """Some scenarios, of which most were timed, with times of very different kinds."""
    identities = [identity(number) for number in range(chance.randint(1, 60))]
    known = Times()
    for one in identities:
        if chance.random() < 0.8:
            known.record(one.digest, chance.choice([0.0, 0.1, 1.0, chance.random(), chance.expovariate(0.2)]))
    return identities, known


def seconds(identities: list[Identity], shards: dict[Identity, int], of: int, known: Times) -> list[float]:
    return [sum(known.expected(one) for one in identities if shards[one] == number + 1) for number in range(of)]


@pytest.mark.parametrize("seed", range(200))
def test_every_scenario_is_in_one_shard_whatever_the_order(seed: int) -> None:
    chance = random.Random(seed)
    identities, known = suite(chance)
    of = chance.randint(1, 8)
    shards = divide(identities, of, known)
    assert set(shards) == set(identities)
    assert set(shards.values()) <= set(range(1, of + 1))
    again = identities[:]
    chance.shuffle(again)
    assert divide(again, of, known) == shards


def shortest(loads: list[float], of: int) -> float:
    """The shortest time in which so many machines can be done, found by trying everything."""
    return min(
        max(sum(load for load, one in zip(loads, way, strict=True) if one == number) for number in range(of))
        for way in product(range(of), repeat=len(loads))
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_longest_shard_is_near_the_shortest_time_possible(seed: int) -> None:
    chance = random.Random(seed)
    of = chance.choice([2, 3])
    identities, known = [identity(number) for number in range(8)], Times()
    for one in identities:
        known.record(one.digest, chance.choice([float(chance.randint(1, 9)), chance.expovariate(0.3)]))
    longest = max(seconds(identities, divide(identities, of, known), of, known))
    possible = shortest([known.expected(one) for one in identities], of)
    assert longest <= possible * (4 / 3 - 1 / (3 * of)) + 1e-9


def test_a_long_scenario_gets_a_shard_of_its_own() -> None:
    identities, known = [identity(number) for number in range(9)], Times()
    for one in identities:
        known.record(one.digest, 8 if one.name == "scenario 0" else 1)
    shards = divide(identities, 2, known)
    assert [one for one in identities if shards[one] == shards[identities[0]]] == identities[:1]


@pytest.mark.parametrize("known", [Times(), Times({identity(n).digest: times.Taken(0.0) for n in range(10)})])
def test_scenarios_that_are_alike_are_divided_by_count(known: Times) -> None:
    shards = divide([identity(number) for number in range(10)], 4, known)
    assert sorted(list(shards.values()).count(number) for number in range(1, 5)) == [2, 2, 3, 3]


# What a run makes of it


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "x", "1", "1/", "-1/3", "1/2/3", "1.0/2", "¹/²", "1 / 2"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(SettingsFailure, match=r"shard is '.*' \(-D shard\); it has to be i/n.* such as 2/3 for the"):
        load_settings({"shard": text}, {})


def test_the_setting() -> None:
    assert load_settings({}, {}).shard is None
    settings = load_settings({}, {"ACCEPTANCE_SHARD": "2/3"})
    assert settings.shard == Shard(2, 3)
    assert re.search(r"^shard +2/3 ", settings.describe(), re.M)


NAMES = ("one", "two", "three", "four", "five", "six", "seven")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    for feature in ("first", "second"):
        lines = [f"Feature: {feature}", "  Rule: alone", "    @disrupts.veza", f"    Example: {feature} disrupts"]
        lines += ["      Then all is well", "  Rule: together"]
        for name in NAMES:
            lines += [f"    Example: {feature} {name}", "      Then all is well"]
        lines += [f"    Scenario Outline: {feature} row <n>", "      Then <n> is right", "      Examples:"]
        lines += ["        | n |", "        | 1 |", "        | 2 |"]
        project.file(f"features/{feature}.feature", "\n".join(lines))
    return project


def shown(run: Finished) -> list[str]:
    return [line.strip(" ✓").rsplit("  ", 1)[0] for line in run.out.splitlines() if line.startswith("    ✓")]


def test_the_shards_of_a_run_are_the_run_in_its_order(project: Project) -> None:
    (project.folder / "reports").mkdir()
    (project.folder / "reports" / times.FILE).write_text("damaged", "utf-8")
    for order in ("defined", "random"):
        whole = shown(project.run("-D", f"order={order}"))
        parts = []
        for number in (1, 2, 3):
            run = project.run("-D", f"shard={number}/3", "-D", f"order={order}")
            assert run.status == 0
            parts.append(shown(run))
            assert [one["name"] for one in run.record["scenarios"]] == parts[-1]
            assert set(run.allure) == set(parts[-1])
        assert sorted(name for part in parts for name in part) == sorted(whole)
        assert parts == [[name for name in whole if name in part] for part in parts], "a shard has its own order"
    assert "seed 7, random order, shard 3/3 of 20 scenarios\n" in run.out
    assert run.record["shard"].items() >= {"number": 3, "of": 3, "whole": 20}.items()
    properties = project.folder / "reports/allure-results/environment.properties"
    assert "shard = 3/3\n" in properties.read_text("utf-8")


def test_a_shard_of_a_selection_and_its_replay(project: Project) -> None:
    project.file("features/bad.feature", "Feature: Bad\n  Example: bad\n    Then the product is wrong\n")
    run = project.run("-D", "shard=1/1", "features/bad.feature")
    assert "1 scenario, embedded environment, seed 7, defined order, shard 1/1 of 1 scenario\n" in run.out
    assert "Replay:   behave -D seed=7 features/bad.feature:2\n" in run.out


def test_a_shard_with_nothing_to_do_passes_and_says_so(project: Project) -> None:
    run = project.run("-D", "shard=3/3", "-n", "first row")
    assert (run.status, run.err) == (0, "")
    assert "0 scenarios, " in run.out and "shard 3/3 of 2 scenarios, all of which are in other shards\n" in run.out
    assert (run.record["verdict"], run.record["scenarios"], run.results) == ("passed", [], {})
    assert project.run("-D", "shard=3/3", "-n", "nobody").status == 2


# Recorded times


def test_times_of_a_run_divide_the_next(project: Project) -> None:
    project.file("features/slow.feature", "Feature: Slow\n  Example: tea\n    When 0.4 seconds pass\n")
    project.run()
    before = (project.folder / "reports" / times.FILE).read_text("utf-8")
    run = project.run("-D", "shard=1/2")
    assert shown(run)[-1] == "tea"
    assert len(shown(run)) < len(shown(project.run("-D", "shard=2/2")))
    assert (project.folder / "reports" / times.FILE).read_text("utf-8") == before, "the next shard has other times"


def test_only_scenarios_that_came_to_an_end_are_timed(project: Project) -> None:
    project.file(
        "features/ends.feature",
        "Feature: Ends\n" + "".join(
            f"  Example: {name}\n    Then {name}\n"
            for name in ("the product is wrong", "the test is wrong", "the rest is skipped", "it is not written yet")
        ),
    )  # fmt: skip
    run = project.run("features/ends.feature")
    known = times.load(project.folder / "reports" / times.FILE)
    timed = [one["name"] for one in run.record["scenarios"] if one["id"] in known._known]
    assert timed == ["the product is wrong"]


def test_a_new_time_is_averaged_with_the_known() -> None:
    known = Times()
    for taken in (4.0, 2.0, 2.0):
        known.record(identity(1).digest, taken)
    assert known.of(identity(1)) == 2.5


def test_a_scenario_never_timed_is_expected_to_take_the_median() -> None:
    known = Times()
    assert (known.of(identity(9)), known.expected(identity(9))) == (None, 1.0)
    for number, taken in enumerate((1.0, 2.0, 9.0)):
        known.record(identity(number).digest, taken)
    assert (known.of(identity(9)), known.expected(identity(9))) == (None, 2.0)
    assert known.expected(identity(2)) == 9.0


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"a": 1}', '{"a": {"seconds": 1}}', '{"a": {"seconds": NaN, "missed": 0}}',
     '{"a": {"seconds": -1, "missed": 0}}', '{"a": {"seconds": 1, "missed": 1e999}}', "[" * 100_000, "\0\xff"],
)  # fmt: skip
def test_a_damaged_file_has_no_times(text: str, tmp_path: Path) -> None:
    (tmp_path / times.FILE).write_bytes(text.encode("latin-1"))
    assert times.load(tmp_path / times.FILE).of(identity(1)) is None
    assert times.load(tmp_path / times.FILE).expected(identity(1)) == 1.0


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    known = Times({identity(1).digest: times.Taken(1.5, 3)})
    known.save(tmp_path / "reports" / times.FILE)
    assert times.load(tmp_path / "reports" / times.FILE)._known == known._known
    assert [file.name for file in (tmp_path / "reports").iterdir()] == [times.FILE]


def test_what_is_in_no_whole_run_for_long_is_forgotten() -> None:
    known = Times()
    for number in (1, 2):
        known.record(identity(number).digest, 5)
    for _ in range(times.KEPT):
        known.whole_run([identity(1).digest])
    assert known.of(identity(2)) == 5
    known.whole_run([identity(2).digest])
    for _ in range(times.KEPT):
        known.whole_run([identity(1).digest])
    assert known.of(identity(2)) == 5
    known.whole_run([identity(1).digest])
    assert (known.of(identity(1)), known.of(identity(2))) == (5, None)


def test_only_whole_runs_let_anything_be_forgotten(project: Project) -> None:
    known = Times({"gone": times.Taken(1.0, times.KEPT)})
    file = project.folder / "reports" / times.FILE
    known.save(file)
    for narrowed in (["features/first.feature"], ["-t", "@disrupts.veza"], ["-n", "one"], ["-D", "shard=1/2"]):
        assert project.run(*narrowed).status == 0
        assert "gone" in file.read_text("utf-8"), narrowed
    assert project.run().status == 0
    assert "gone" not in file.read_text("utf-8")
