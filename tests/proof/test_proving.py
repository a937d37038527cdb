"""A control run on a busy machine: what is red once and green by itself is told, and takes nothing from the proof."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from proof.judging import Ran
from proof.lanes import Lane
from proof.proving import Proof, Prover
from proof.report import write

GREEN = Ran("a", "features/veza/administration.feature:1", "F", "R", "one", "", ("VZ-01",), (), "passed", "", "", "")
RED = Ran("b", "features/veza/administration.feature:2", "F", "R", "two", "", ("VZ-01",), (), "failed", "late", "", "")


class Seen:
    """A lane whose runs are known beforehand."""

    only = ""

    def __init__(self, folder: Path, *runs: list[Ran]) -> None:
        self.folder, self.asked = folder, list[tuple[Sequence[str], int]]()
        self._runs = list(runs)

    def open(self) -> None: ...

    def mend(self) -> None: ...

    def learn_times(self, times: Path) -> None: ...

    def run(self, selected: Sequence[str], jobs: int, **settings: Any) -> tuple[list[Ran], str]:
        self.asked.append((selected, jobs))
        return self._runs.pop(0), ""


def prove(folder: Path, *runs: list[Ran]) -> tuple[Seen, Proof, list[str]]:
    lane, said = Seen(folder, *runs), list[str]()
    prover = Prover(
        "veza", folder, [cast("Lane", lane)], controls=folder / "controls", jobs=2, every=False, elsewhere=False,
        caught_by={}, tell=lambda finding: None, say=said.append,
    )  # fmt: skip
    return lane, prover.prove([]), said


@pytest.fixture(autouse=True)
def _nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proof.control.fingerprint", lambda: "mark")


def test_what_is_red_once_and_green_by_itself_is_flaky_and_the_control_green(tmp_path: Path) -> None:
    lane, proof, said = prove(tmp_path, [GREEN, RED], [replace(RED, status="passed", reason="")], [])
    assert lane.asked[1] == (["features/veza/administration.feature:2"], 1)
    assert (proof.before.green, proof.before.flaky) == (True, [RED])
    assert "1 of them only when run once more" in said[0]
    assert '"reason": "late"' in write(proof, tmp_path / "reports", []).read_text(encoding="utf-8")


def test_what_is_red_twice_ends_the_proof(tmp_path: Path) -> None:
    _, proof, said = prove(tmp_path, [GREEN, RED], [RED])
    assert (proof.before.green, proof.before.red, proof.before.flaky, proof.after) == (False, [RED], [], None)
    assert "not green" in said[0]


def test_nothing_runs_twice_where_all_is_green(tmp_path: Path) -> None:
    lane, proof, _ = prove(tmp_path, [GREEN], [])
    assert (len(lane.asked), proof.before.flaky) == (1, [])


def test_on_containers_only_scenarios_that_need_them_are_asked(tmp_path: Path) -> None:
    lane = Seen(tmp_path, [GREEN], [])
    lane.only = "@needs.containers"
    prover = Prover(
        "veza", tmp_path, [cast("Lane", lane)], controls=tmp_path / "controls", jobs=2, every=False, elsewhere=False,
        caught_by={}, tell=lambda finding: None, say=lambda said: None, environment="containers",
    )  # fmt: skip
    proof = prover._control(cast("Lane", lane), ["OP-01", "OP-02"])
    assert lane.asked[0][0] == ["-D", "platform=veza", "-t", "(@OP-01 or @OP-02) and @needs.containers"]
    assert proof.green and (tmp_path / "controls" / "veza-on-containers" / "control.json").is_file()
