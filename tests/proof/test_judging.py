"""What counts as caught, and what does not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from defects import Defect, Kind
from proof import report
from proof.judging import Case, Finding, Ran, Verdict, doubted, elsewhere
from proof.proving import Control, Proof
from proof.resemblance import Resemblance

DEFECT = Defect(service="chat-server", breaks=("VZ-08", "VZ-07"), kind=Kind.LOST, story="Somebody misses something.")


def ran(status: str, name: str = "one", promises: tuple[str, ...] = ("VZ-08",), stage: str = "then") -> Ran:
    place, reason = f"{name}.feature:1", f"{name} saw it"
    return Ran(name, place, "Live messages", "Once", name, "", promises, (), status, reason, "Then it is", stage)


def finding(*told: Ran, failure: str = "", started: bool = True, noticed: tuple[str, ...] = ()) -> Finding:
    case = Case("veza/x", replace(DEFECT, noticed=noticed), [ran("passed", one.name, one.promises) for one in told])
    case.take(told)
    case.failure, case.started = failure, started
    return case.finding()


def test_an_assertion_of_a_scenario_of_the_promise_catches_it() -> None:
    found = finding(ran("passed"), ran("failed", "two"), ran("error", "three"))
    assert found.caught and found.reason == "two saw it"
    assert [one.name for one in found.by] == ["two"] and found.ran == 3


def test_either_of_its_promises_will_do() -> None:
    assert finding(ran("failed", promises=("VZ-07",))).caught


@pytest.mark.parametrize("noticed", ["ONE SAW", "it is", "once", "one"])
def test_what_must_be_noticed_is_said_by_reason_sentence_rule_or_name(noticed: str) -> None:
    assert finding(ran("failed"), noticed=("nothing of the kind", noticed)).caught


def test_another_reason_than_the_one_that_is_named_is_a_side_effect() -> None:
    found = finding(ran("failed"), ran("passed", "two"), noticed=("three times", "four times"))
    assert found.verdict is Verdict.SIDE_EFFECT and not found.caught
    assert found.reason == "“one” never says 'three times' or 'four times': one saw it"
    assert [one.name for one in found.by] == ["one"]


def test_a_side_effect_does_not_end_the_trial() -> None:
    case = Case("veza/x", replace(DEFECT, noticed=("two saw",)), [ran("passed", "one"), ran("passed", "two")])
    case.take([ran("failed", "one"), ran("untested", "two")])
    assert (case.caught, [one.name for one in case.waiting]) == (False, ["two"])
    case.take([ran("failed", "two")])
    assert case.caught and [one.name for one in case.finding().by] == ["two"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_service_that_breaks_down_is_noticed_by_anybody(status: int) -> None:
    broke = replace(ran("failed"), reason=f"expected an answer with status 200, got {status}: (no body)")
    assert finding(broke).verdict is Verdict.SIDE_EFFECT
    assert finding(broke, noticed=(f"got {status}",)).caught, "where that is what must be noticed"
    assert finding(replace(broke, reason="got 403")).caught
    hidden = f"expected a refusal with status {status}, got 200: (no body)"
    assert finding(replace(broke, reason=hidden)).caught, "a service that hides that it cannot answer"


def test_a_finding_that_rests_on_what_is_red_anyway_is_doubtful() -> None:
    found = finding(ran("failed", "one"), ran("failed", "two"))
    assert doubted(found, {"one": ran("failed", "one")}) == found, "the other one is green without the defect"
    doubtful = doubted(found, {name: ran("failed", name) for name in ("one", "two")})
    assert doubtful.verdict is Verdict.DOUBTFUL and not doubtful.caught
    assert doubtful.reason == "“one” is red on the healthy platform, too: one saw it"
    green = finding(ran("passed"))
    assert doubted(green, {"one": ran("failed")}) == green


@pytest.mark.parametrize("status", ["error", "undefined", "pending", "hook_error", "cleanup_error"])
def test_red_for_another_reason_is_not_caught(status: str) -> None:
    found = finding(ran("passed"), ran(status, "two"))
    assert found.verdict is Verdict.OTHERWISE and found.reason == "“two”: two saw it"


def test_an_assertion_about_what_is_arranged_does_not_catch_it() -> None:
    found = finding(ran("failed", stage="given"))
    assert found.verdict is Verdict.OTHERWISE


def test_a_run_that_broke_off_is_not_caught() -> None:
    found = finding(ran("passed"), failure="chat-server of veza died")
    assert found.verdict is Verdict.OTHERWISE and found.reason == "chat-server of veza died"


def test_a_service_that_does_not_start_is_not_caught() -> None:
    found = finding(failure="chat-server died while starting", started=False)
    assert (found.verdict, found.reason) == (Verdict.NOT_STARTED, "chat-server died while starting")


def test_green_is_not_caught() -> None:
    found = finding(ran("passed"), ran("skipped", "two"))
    assert found.verdict is Verdict.GREEN and not found.caught


def test_a_promise_without_scenarios_is_not_caught() -> None:
    assert finding().verdict is Verdict.NO_SCENARIO


def test_a_scenario_of_another_promise_does_not_catch_it() -> None:
    found = finding(ran("failed", promises=("VZ-01",)))
    assert found.verdict is Verdict.OTHERWISE


def test_who_else_noticed_what_is_green_is_told() -> None:
    green = finding(ran("passed"))
    found = elsewhere(green, [ran("failed", "two", ("VZ-01",)), ran("failed", "three", ("VZ-02",))])
    assert found.verdict is Verdict.ELSEWHERE and not found.caught
    assert found.reason == "only scenarios of VZ-01 and VZ-02 noticed it, first “two”"
    assert elsewhere(green, [ran("passed"), ran("error")]) == green


def test_what_a_run_did_not_come_to_goes_on_waiting() -> None:
    case = Case("veza/x", DEFECT, [ran("passed", "one"), ran("passed", "two"), ran("passed", "three")])
    case.take([ran("error", "one"), ran("untested", "two"), ran("untested", "three")])
    assert [one.name for one in case.waiting] == ["two", "three"]
    assert case.finding().verdict is Verdict.OTHERWISE
    case.take([ran("failed", "two"), ran("untested", "three")])
    assert case.caught and [one.name for one in case.waiting] == ["three"]


def alone(name: str) -> Ran:
    return replace(ran("passed", name), tags=("alone",))


def test_the_likely_ones_go_first() -> None:
    case = Case("veza/x", DEFECT, [ran("passed", name) for name in ("one", "two", "three")], frozenset({"two"}))
    assert [one.name for one in case.next(quiet=False, every=False)] == ["two"]
    case.take([ran("passed", "two")])
    assert [one.name for one in case.next(quiet=False, every=False)] == ["one", "three"]


def test_all_go_together_where_each_is_wanted() -> None:
    case = Case("veza/x", DEFECT, [ran("passed", name) for name in ("one", "two", "three")], frozenset({"two"}))
    assert [one.name for one in case.next(quiet=False, every=True)] == ["one", "two", "three"]


def test_what_needs_the_machine_waits_for_it() -> None:
    case = Case("veza/x", DEFECT, [ran("passed", "one"), alone("two")])
    assert [one.name for one in case.next(quiet=False, every=False)] == ["one"]
    assert [one.name for one in case.next(quiet=True, every=False)] == ["one", "two"]


def test_while_a_likely_one_waits_for_the_machine_so_do_all_unlikely_ones() -> None:
    case = Case("veza/x", DEFECT, [ran("passed", "one"), alone("two")], frozenset({"two"}))
    assert case.next(quiet=False, every=False) == []
    assert [one.name for one in case.next(quiet=True, every=False)] == ["two"]
    case.take([alone("two")])
    assert [one.name for one in case.next(quiet=True, every=False)] == ["one"]


FEATURE = """
Feature: Sounds
  Background:
    Given there is silence

  Rule: It ends
    @a_violin
    Example: a song
      When Lina listens to music

    Scenario Outline: leaving
      When Lina signs out of <what>
      Examples:
        | what    |
        | music   |
        | history |
  Rule: It stays
    Example: a book
      When Lina reads
"""


def test_what_speaks_of_the_same_things_is_likely(tmp_path: Path) -> None:
    (tmp_path / "x.feature").write_text(FEATURE, encoding="utf-8")
    places = {"song": (9, ""), "music": (15, "what: music"), "history": (16, "what: history"), "book": (19, "")}
    scenarios = [
        replace(ran("passed", name), location=f"x.feature:{line}", row=row) for name, (line, row) in places.items()
    ]
    about = Resemblance(scenarios, tmp_path)
    assert about.likeliest("Somebody listened in", scenarios, 1) == {"song"}
    assert about.likeliest("The history is there after signing out", scenarios, 1) == {"history"}
    assert about.likeliest("Who signed out still hears it", scenarios, 2) == {"music", "history"}
    assert about.likeliest("It has stayed", scenarios, 1) == {"book"}
    assert about.likeliest("It has stayed", scenarios[:2], 2) == {"song", "music"}, "only of those asked about"


def test_a_record_names_all_that_is_known() -> None:
    record = finding(ran("failed")).record()
    assert record["defect"] == "veza/x" and record["promises"] == ["VZ-08", "VZ-07"]
    assert (record["kind"], record["subtle"], record["service"]) == ("lost message", "", "chat-server")
    assert record["by"][0]["reason"] == "one saw it" and record["verdict"] == "caught"


KNOWN = ("veza/x", "veza/y")


def test_a_proof_of_some_leaves_what_is_known_of_others(tmp_path: Path) -> None:
    def proof(name: str, status: str) -> Proof:
        found = replace(finding(ran(status)), name=name)
        return Proof("veza", Control([ran("passed")], "", 1.0), [found], Control([ran("passed")], "", 1.0))

    report.write(proof("veza/x", "passed"), tmp_path, KNOWN)
    report.write(proof("veza/y", "failed"), tmp_path, KNOWN)
    told = json.loads((tmp_path / "proof.json").read_text("utf-8"))
    assert [(one["defect"], one["caught"]) for one in told["defects"]] == [("veza/x", False), ("veza/y", True)]
    assert told["holds"] is False and told["control"]["veza"]["before"]["green"] is True
    assert report.caught_by(tmp_path) == {"veza/y": ["one"]}
    report.write(proof("veza/x", "failed"), tmp_path, KNOWN)
    assert json.loads((tmp_path / "proof.json").read_text("utf-8"))["holds"] is True
    old = (tmp_path / "proof.json").read_text("utf-8").replace('"id": ', '"was": ')
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "proof.json").write_text(old, "utf-8")
    assert report.caught_by(tmp_path / "old") == {"veza/x": [], "veza/y": []}, "one of a time without ids"
    report.write(proof("veza/x", "failed"), tmp_path, ["veza/x"])
    told = json.loads((tmp_path / "proof.json").read_text("utf-8"))
    assert [one["defect"] for one in told["defects"]] == ["veza/x"], "one that is gone is told of no longer"
