"""From promise to proof: what the page and its JSON say of a run and of a proof."""

import json
from pathlib import Path
from typing import Any

from support.reporting import traceability

PROOF = {
    "started": "2026-11-01T10:00:00+00:00",
    "holds": False,
    "seconds": 61.0,
    "defects": [
        {
            "defect": "veza/lost-messages", "promises": ["VZ-08", "VZ-09"], "kind": "lost message", "subtle": "seldom",
            "story": "One in twenty is lost.", "caught": True, "verdict": "caught", "reason": "<b>19</b>\nof 20",
            "by": [{"location": "features/veza/live_messages.feature:9", "promises": ["VZ-08"]}],
        },
        {
            "defect": "veza/late-messages", "promises": ["VZ-08"], "kind": "slow answer", "subtle": "",
            "story": "One in ten is late.", "caught": False, "verdict": "green", "reason": "all 3 scenarios passed",
            "by": [],
        },
    ],
}  # fmt: skip


def scenario(promise: str, status: str = "passed", name: str = "one") -> dict[str, Any]:
    place = f"features/veza/{name}.feature:3"
    return {
        "location": place, "name": name, "row": {"n": "2"}, "status": status, "seconds": 0.5, "promises": [promise],
    }  # fmt: skip


def record(*scenarios: dict[str, Any], whole: bool = True) -> dict[str, Any]:
    return {
        "run": "abc123", "started": "2026-11-01T09:00:00+00:00", "whole": whole, "environment": "embedded",
        "scenarios": list(scenarios),
    }  # fmt: skip


def used(kind: str, name: str, **told: Any) -> dict[str, Any]:
    entry = {"platform": "veza", "kind": kind, "place": "web", "name": name, "scenarios": 0, "refused": 0}
    return {**entry, "used": bool(told.get("scenarios")), "because": "", **told}


def states(told: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["state"] for one in told["promises"]}


def test_the_state_of_each_promise() -> None:
    ran = [
        scenario("VZ-01"), scenario("VZ-01", "skipped"), scenario("VZ-02", "failed"), scenario("VZ-03", "skipped"),
        scenario("VZ-05"),
    ]  # fmt: skip
    found = states(traceability.trace(record(*ran), [], {}))
    assert [found[f"VZ-0{n}"] for n in (1, 2, 3, 4, 5)] == ["seen in part", "broken", "not seen", "no scenario", "seen"]
    assert states(traceability.trace(record(*ran, whole=False), [], {}))["VZ-04"] == "not seen"


def test_kept_is_what_was_seen_wholly_and_has_noticed_all_its_defects() -> None:
    caught = {**PROOF, "defects": PROOF["defects"][:1]}  # type: ignore[index]
    for ran, proof, said in (
        ([scenario("VZ-08")], caught, "1 of"),
        ([scenario("VZ-08")], PROOF, "0 of"),
        ([scenario("VZ-08")], {}, "0 of"),
        ([scenario("VZ-08"), scenario("VZ-08", "skipped")], caught, "0 of"),
    ):
        assert f"Veza <small>{said} 24 promises kept" in traceability.page(traceability.trace(record(*ran), [], proof))


def test_what_platforms_promise_together_stands_under_a_heading_of_its_own() -> None:
    page = traceability.page(traceability.trace(record(scenario("VZ-08"), scenario("OP-02")), [], {}))
    assert page.count("<h2>Veza ") == 1 and "<h2>Operations <small>0 of 13 promises kept, 1 seen" in page


def test_a_promise_has_its_scenarios_and_defects() -> None:
    told = traceability.trace(record(scenario("VZ-08")), [], PROOF)
    promise = next(one for one in told["promises"] if one["id"] == "VZ-08")
    assert (promise["name"], promise["seconds"]) == ("Live messages", 0.5)
    assert [one["location"] for one in promise["scenarios"]] == ["features/veza/one.feature:3"]
    assert [(one["defect"], one["caught"]) for one in promise["defects"]] == [
        ("veza/lost-messages", True),
        ("veza/late-messages", False),
    ]
    assert promise["defects"][0]["by"] == ["features/veza/live_messages.feature:9"]
    other = next(one for one in told["promises"] if one["id"] == "VZ-09")
    assert [(one["caught"], one["verdict"]) for one in other["defects"]] == [(False, "caught for another promise only")]


def test_the_page_tells_it_and_takes_nothing_for_markup(tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text(json.dumps(PROOF), encoding="utf-8")
    surface = [
        used("operation", "GET /a", scenarios=2),
        used("operation", "GET /b", because="VZ-99 has no scenarios"),
        used("operation", "GET /c", refused=1),
        used("event", "x.y", used=True),
    ]
    traceability.write(tmp_path, record(scenario("VZ-08", name="<i>")), surface)
    page = (tmp_path / "traceability.html").read_text(encoding="utf-8")
    for words in (
        "1 of 2 defects caught", "1 of 1 scenarios passed, 0.5 s", "&lt;i&gt; (n: 2)", "&lt;b&gt;19&lt;/b&gt;",
        "1 of 3 exercised", "never: VZ-99 has no scenarios", "only refused", "only by services and in clearing up",
        "and not all were caught", "Veza <small>0 of 24 promises kept, 1 seen",
    ):  # fmt: skip
        assert words in page, words
    assert "<b>19" not in page and "<i>" not in page and "://" not in page


def test_it_is_among_the_attachments_of_the_run_once(tmp_path: Path) -> None:
    results = tmp_path / "allure-results"
    results.mkdir()
    for _ in range(2):
        traceability.write(tmp_path, record(scenario("VZ-08")), [])
    (globals_file,) = results.glob("*-globals.json")
    (attachment,) = json.loads(globals_file.read_text(encoding="utf-8"))["attachments"]
    assert attachment["name"] == "Promises and proof" and (results / attachment["source"]).is_file()
    assert len(list(results.iterdir())) == 2


def test_shards_have_exercised_what_either_has() -> None:
    one = [used("event", "x", scenarios=2), used("event", "y"), used("operation", "GET /a", refused=1)]
    other = [used("event", "x", scenarios=1), used("event", "y", used=True), used("key", "z")]
    assert traceability.together([one, other]) == [
        used("event", "x", scenarios=3),
        used("event", "y", used=True),
        used("operation", "GET /a", refused=1),
        used("key", "z"),
    ]


def test_a_proof_is_told_with_the_last_run(tmp_path: Path) -> None:
    assert not traceability.refresh(tmp_path)
    surface = [used("event", "x.y", used=True)]
    (tmp_path / "run.json").write_text(json.dumps(record(scenario("VZ-08"))), encoding="utf-8")
    traceability.write(tmp_path, record(scenario("VZ-08")), surface)
    (tmp_path / "proof.json").write_text(json.dumps(PROOF), encoding="utf-8")
    assert traceability.refresh(tmp_path)
    told = json.loads((tmp_path / "traceability.json").read_text(encoding="utf-8"))
    assert told["surface"] == surface and told["proof"]["holds"] is False
