"""Every command that the README names works, in its shortest form, in this checkout."""

import json
import os
import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hamcrest import contains_string

from support.config import ROOT
from support.observing.waiting import eventually

ONE = "features/veza/health.feature:9"
ANOTHER = "features/veza/health.feature:33"
REAL = ("unsigned_token_opens_the_stream_server", "inner_door_opens_without_a_token")
NOTHING = """
from defects import Defect, Kind
defect = Defect(service="stream-server", breaks=("VZ-22",), kind=Kind.MISSING_CHECK, story="Nothing is wrong.")
"""
TESTED_HERE = {"help", "settings", "acceptance", "merge", "report", "report-open", "up", "status", "down", "prove"}
TESTED_HERE |= {"bench", "check", "setup", "format", "profile"}
ELSEWHERE = {
    "test": "it is what runs this",
    "pins": "it asks the package registry for newer versions",
    "clean": "it would take away what this runs on",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """For reports and environments of these commands alone; as root, the database runs as somebody else."""
    with tempfile.TemporaryDirectory(prefix="commands-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def command(
    folder: Path, line: str, *, reports: str = "reports", status: int = 0, within: float = 560, **given: str
) -> str:
    """Run a line as somebody at a prompt would, and return what it wrote."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ACCEPTANCE_", "MAKE"))}
    environment |= {"ACCEPTANCE_REPORTS": str(folder / reports), "ACCEPTANCE_TEMPORARY": str(folder), **given}
    environment["PATH"] = f"{ROOT / '.venv/bin'}:{environment['PATH']}"
    ran = subprocess.run(
        shlex.split(line), cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=within, check=False,
    )  # fmt: skip
    assert ran.returncode == status, f"{line} ended with {ran.returncode}:\n{ran.stdout[-4000:]}"
    return ran.stdout


def record(folder: Path, reports: str = "reports") -> dict[str, object]:
    told: dict[str, object] = json.loads((folder / reports / "run.json").read_text(encoding="utf-8"))
    return told


def test_every_goal_is_tried_or_there_is_a_reason() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    goals = set(next(line for line in makefile.splitlines() if line.startswith("GOALS := ")).split()[2:])
    assert goals == TESTED_HERE | ELSEWHERE.keys()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", readme, re.S))
    named = set(re.findall(r"^make ([a-z-]+)", blocks, re.M)) | set(re.findall(r"`make\s+([a-z-]+)", readme))
    assert named, "the README names no command"
    assert named <= goals, f"README names {sorted(named - goals)}"


def test_help_tells_of_every_goal(folder: Path) -> None:
    told = command(folder, "make help")
    assert all(re.search(rf"^  {goal} ", told, re.M) for goal in TESTED_HERE | ELSEWHERE.keys()), told


def test_settings(folder: Path) -> None:
    assert "environment" in command(folder, "make settings")


def test_shards_and_their_merger(folder: Path) -> None:
    for part in ("1/2", "2/2"):
        command(folder, f"make acceptance SEED=7 SHARD={part} FEATURES='{ONE} {ANOTHER}'", reports=f"part-{part[0]}")
    parts = f"{folder / 'part-1'} {folder / 'part-2'}"
    command(folder, f"make merge SHARDS='{parts}'", reports="merged")
    merged = record(folder, "merged")
    assert merged["verdict"] == "passed" and len(merged["scenarios"]) == 2  # type: ignore[arg-type]
    assert (folder / "merged" / "report.html").is_file()


def test_report_and_its_page(folder: Path) -> None:
    command(folder, f"make acceptance TAGS=@VZ-23 FEATURES={ONE}")
    page = folder / "reports" / "report.html"
    page.unlink()
    command(folder, "make report")
    assert page.is_file()
    environment = os.environ | {"ACCEPTANCE_REPORTS": str(folder / "reports"), "BROWSER": "true"}
    with (folder / "open.log").open("wb") as log:
        serving = subprocess.Popen(
            ["make", "report-open"], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        eventually(
            lambda: (folder / "open.log").read_text(encoding="utf-8"),
            contains_string("http"),
            within=30,
            what="where the report is served",
        )
    finally:
        os.killpg(serving.pid, signal.SIGINT)
        serving.wait(20)


def test_what_a_run_needed(folder: Path) -> None:
    told = command(folder, f"make profile FEATURES='{ONE} {ANOTHER}' JOBS=2", reports="profile")
    for kind in ("suite", "environment", "veza/chat-server", "veza/postgres", "together"):
        assert re.search(rf"^  {kind} +[0-9]+\.[0-9] s", told, re.M), told
    assert re.search(r"^  All of it had 0\.[0-9]+ GiB of memory at most\.$", told, re.M), told


def test_an_environment_that_stays_and_behave_attached_to_it(folder: Path) -> None:
    try:
        told = command(folder, "make up PLATFORM=veza")
        assert "stays up" in told and re.search(r"Look around at https://\S+\n +listener +lina\S+ +\S+", told)
        assert "chat-server" in command(folder, "make status")
        for line in (
            f"behave {ONE}",
            f"behave -j 4 {ONE} {ANOTHER}",
            f"behave -t '@VZ-23' --order random:7 --shard 1/3 {ONE}",
            f"behave --junit --junit-directory {folder / 'junit'} {ONE}",
        ):
            assert "passed" in command(folder, line) or "--shard" in line, line
        assert [*(folder / "junit").glob("*.xml")]
        command(folder, "python -m tools.summary")
    finally:
        command(folder, "make down")
    assert "chat-server" not in command(folder, "make status")


def test_every_platform_has_something_to_look_at(folder: Path) -> None:
    try:
        told = command(folder, "make up PLATFORM='audit events globe phoenix'")
    finally:
        command(folder, "make down")
    assert len(re.findall(r"^  Look around at https://\S+", told, re.M)) == 4, told
    assert len(re.findall(r"^    admin +ada@(?:audit|events|globe|phoenix)\.test +\S+$", told, re.M)) == 4, told


def test_a_platform_may_be_empty(folder: Path) -> None:
    try:
        assert "Look around" not in command(folder, "make up PLATFORM=globe", EMPTY="1")
    finally:
        command(folder, "make down")


def test_the_steps_that_exist_are_listed(folder: Path) -> None:
    assert "signs in" in command(folder, "behave -f steps.catalog --dry-run features/veza/signing_in.feature")


def test_a_proof_of_three_defects_one_of_which_does_nothing(folder: Path) -> None:
    defects = folder / "defects"
    (defects / "veza" / "stream_server").mkdir(parents=True)
    (defects / "veza" / "stream_server" / "nothing.py").write_text(NOTHING, encoding="utf-8")
    for name in REAL:
        (found,) = (ROOT / "defects").rglob(f"{name}.py")
        place = defects / "veza" / found.parent.name
        place.mkdir(exist_ok=True)
        (place / found.name).write_text(found.read_text("utf-8"), encoding="utf-8")
    told = command(folder, f"make prove DEFECTS={defects} REPORT={folder / 'proof'}", status=2)
    assert "2 of 3 known defects of veza caught" in told
    assert "Not caught: veza/nothing" in told


def test_the_static_checks_and_the_layout_have_nothing_to_do(folder: Path) -> None:
    before = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    command(folder, "make setup")
    command(folder, "make format")
    after = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert after.stdout == before.stdout
    assert "5 passed, 0 failed" in command(folder, "make check")


def test_the_smallest_bench(folder: Path) -> None:
    command(folder, "python -m bench --quick", within=560)
