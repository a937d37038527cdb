"""A whole proof on the real platform: what was caught, and what only looks like it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hamcrest import empty, not_

import defects
from support.config import ROOT
from support.observing.waiting import eventually

FORM = """
import os
from typing import Any
from defects import Defect, Kind
defect = Defect(service="stream-server", breaks=("VZ-22",), kind=Kind.MISSING_CHECK, story="{story}")
"""
NOTHING = FORM.format(story="Nothing is wrong.")
CRASHES = f"""{FORM.format(story="It cannot start.")}
@defect.applies_to("platforms.common.security")
def crash(security: Any) -> None:
    raise RuntimeError("the fuse is blown")
"""
DIES = f"""{FORM.format(story="It dies when somebody wants something.")}
@defect.applies_to("platforms.common.security")
def die(security: Any) -> None:
    security.read_user_token = lambda *given, **named: os._exit(7)
"""
REAL = "unsigned_token_opens_the_stream_server"


@dataclass
class Proven:
    status: int
    out: str
    err: str
    record: dict[str, Any]

    def of(self, name: str) -> dict[str, Any]:
        return next(one for one in self.record["defects"] if one["defect"] == f"veza/{name}")


def prove(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DEFECT", "DEFECTS", "PROMISE"}}
    return subprocess.run(
        [sys.executable, "-m", "proof", "--defects", str(folder), *arguments],
        cwd=ROOT,
        env=environment | {"ACCEPTANCE_REPORTS": str(folder / "reports"), "ACCEPTANCE_TEMPORARY": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=560,
        check=False,
    )


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with defects that everybody may enter: as root, the database runs as somebody else."""
    with tempfile.TemporaryDirectory(prefix="defects-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _fill(folder)
        yield folder


def _fill(folder: Path) -> None:
    service = folder / "veza" / "stream_server"
    service.mkdir(parents=True)
    for name, text in {"nothing": NOTHING, "crashes": CRASHES, "dies": DIES, "no_defect": "1 / 0"}.items():
        (service / f"{name}.py").write_text(text, encoding="utf-8")
    shutil.copy(defects.HERE / "veza" / "stream_server" / f"{REAL}.py", service)


@pytest.fixture(scope="module")
def proven(folder: Path) -> Proven:
    ended = prove(folder)
    record = json.loads((folder / "reports" / "proofs" / folder.name / "proof.json").read_text(encoding="utf-8"))
    return Proven(ended.returncode, ended.stdout, ended.stderr, record)


def test_what_the_suite_notices_is_caught(proven: Proven) -> None:
    found = proven.of(REAL.replace("_", "-"))
    assert found["verdict"] == "caught", found
    assert all("VZ-22" in one["promises"] and one["status"] == "failed" for one in found["by"])
    assert f"✓ veza/{REAL.replace('_', '-')}  caught, by “Secure between services · " in proven.out


def test_a_defect_that_does_nothing_is_not_caught(proven: Proven) -> None:
    found = proven.of("nothing")
    assert (found["caught"], found["verdict"]) == (False, "green")
    assert f"all {found['scenarios']} scenarios passed" == found["reason"]
    assert "Not caught: veza/nothing (green)\n  Nothing is wrong." in proven.out


def test_a_look_at_what_is_not_caught_names_where_it_comes_from(proven: Proven, folder: Path) -> None:
    assert f"  See for yourself: make up DEFECT=veza/nothing DEFECTS={folder}\n" in proven.out


def test_other_peoples_defects_take_no_place_in_the_projects_own_proof(proven: Proven, folder: Path) -> None:
    assert proven.record["defects"] and not (folder / "reports" / "proof.json").exists()


def test_what_was_green_a_moment_ago_is_not_shown_again(proven: Proven, folder: Path) -> None:
    ended = prove(folder, "--report", str(folder / "own"), f"veza/{REAL.replace('_', '-')}")
    told = json.loads((folder / "own" / "proof.json").read_text(encoding="utf-8"))
    before = told["control"]["veza"]["before"]
    assert (before["known"], before["green"]) == (True, True)
    assert before["scenarios"] == proven.record["control"]["veza"]["before"]["scenarios"]
    assert (ended.returncode, told["holds"]) == (0, True), ended.stdout


def test_a_service_that_does_not_start_is_not_caught(proven: Proven) -> None:
    found = proven.of("crashes")
    assert (found["caught"], found["verdict"]) == (False, "did not start")
    assert "stream-server of veza died while starting" in found["reason"] and "the fuse is blown" in found["reason"]


def test_a_service_that_dies_is_not_caught(proven: Proven) -> None:
    found = proven.of("dies")
    assert (found["caught"], found["verdict"]) == (False, "red for another reason")
    assert "died" in found["reason"]


def test_a_module_that_cannot_be_loaded_is_not_caught(proven: Proven) -> None:
    found = proven.of("no-defect")
    assert (found["caught"], found["verdict"]) == (False, "did not start")
    assert "ZeroDivisionError" in found["reason"]


def test_the_proof_does_not_hold_though_the_healthy_platform_is_green(proven: Proven) -> None:
    control = proven.record["control"]["veza"]
    assert control["before"]["green"] and control["after"]["green"]
    assert control["before"]["scenarios"] > 10 and not control["before"]["known"]
    assert control["after"]["scenarios"] == len(proven.of(REAL.replace("_", "-"))["by"])
    assert (proven.status, proven.record["holds"], proven.err) == (1, False, "")
    assert "1 of 5 known defects of veza caught" in proven.out


def test_nothing_is_left(proven: Proven, folder: Path) -> None:
    assert not [path for path in folder.rglob("*") if path.name.startswith(("proof-", "environment-", "running-"))]


def test_a_defect_that_is_not_there(folder: Path) -> None:
    ended = prove(folder, "veza/nobody-knows")
    assert ended.returncode == 2
    assert ended.stderr == f"there is no known defect veza/nobody-knows in {folder}\n"


def test_a_proof_that_is_ended_leaves_nothing(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "proof", "--defects", str(folder), "veza/nothing"],
        cwd=ROOT,
        env=os.environ | {"ACCEPTANCE_REPORTS": str(folder / "reports"), "ACCEPTANCE_TEMPORARY": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    eventually(lambda: [*folder.glob("proof-*/lane-1/run.json")], not_(empty()), within=60, what="a control run")
    process.terminate()
    assert process.wait(20) == 143
    assert not [path for path in folder.rglob("*") if path.name.startswith(("proof-", "environment-"))]
