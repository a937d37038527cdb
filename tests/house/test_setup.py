"""Setting up on machines that are not like ours: what cannot be had, where it cannot be put, what is then said."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.clients import installed
from support.config import Settings
from tests.house.test_tools import copy, make
from tests.running.project import Project
from tools import acceptance, browser, missing, report, setup, stages, verify
from tools.stages import ToolFailure

__all__ = ["copy"]

NPM = """npm warn old lockfile
npm error code E403
npm error 403 403 Forbidden - GET https://registry.example/allure
npm error 403 In most cases, you or one of your dependencies are requesting
npm error A complete log of this run can be found in: /home/x/.npm/_logs/1.log
"""
PIP = """Collecting behave==1.3.3
ERROR: Cannot install behave==1.3.3 and behave==1.3.2 because these package versions have conflicting dependencies.

The conflict is caused by: …
ERROR: ResolutionImpossible: for help visit https://pip.example
"""
OFFLINE = """WARNING: Retrying after connection broken by '[Errno 111] Connection refused': /simple/behave/
ERROR: Could not find a version that satisfies the requirement behave==1.3.3 (from versions: none)
ERROR: No matching distribution found for behave==1.3.3
"""


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        (NPM, "403 403 Forbidden - GET https://registry.example/allure"),
        (NPM.replace("error", "ERR!"), "403 403 Forbidden - GET https://registry.example/allure"),
        (PIP, "Cannot install behave==1.3.3 and behave==1.3.2 because these package versions have"),
        (OFFLINE, "[Errno 111] Connection refused"),
        (OFFLINE.replace("(from versions: none)", "(from versions: 1.2.6)"), "Could not find a version that satisfies"),
        ("npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error connect ECONNREFUSED 127.0.0.1:9\n",
         "connect ECONNREFUSED 127.0.0.1:9"),
        ("E: Unable to locate package chromium\nE: Broken\n", "Unable to locate package chromium"),
        ("one\ntwo\n\n", "two"),
        ("", "it said nothing"),
    ],
)  # fmt: skip
def test_the_first_complaint_is_the_cause(output: str, cause: str) -> None:
    assert stages.cause(output).startswith(cause)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `.tools` of its own."""
    monkeypatch.setattr(missing, "TOOLS", tmp_path)
    monkeypatch.delenv("ACCEPTANCE_BROWSER", raising=False)
    return tmp_path


def no_tool(*_: object) -> None:
    raise ToolFailure("the shop is closed")


def test_a_report_tool_that_cannot_be_had_stops_nothing(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "HOME", tools / "allure")
    monkeypatch.setattr(report, "READY", tools / "allure/.ready")
    monkeypatch.setattr(report, "install", no_tool)
    assert not report.known()
    report.set_up()
    said = "No HTML report: the shop is closed. It is not made; everything else runs."
    assert said in capsys.readouterr().out
    assert missing.found() == {"report": said}
    assert report.known()
    missing.forget()
    assert not report.known(), "it is looked for again"


@pytest.mark.parametrize("status", [0, 1, 2])
def test_a_run_without_a_report_tool_ends_as_behave_did(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    (tools / "report.html").write_text("of an earlier run", encoding="utf-8")
    record: dict[str, object] = {"process": 7, "exit_status": status, "shard": None, "scenarios": []}
    (tools / "run.json").write_text(json.dumps(record), encoding="utf-8")
    missing.write("report", reason="the shop is closed")
    missing.write("browser", executable="/usr/bin/chromium")
    capsys.readouterr()
    monkeypatch.setattr(report, "reports", lambda: tools)
    monkeypatch.setattr(report, "build", no_tool)

    def behave(_: object) -> tuple[int, int]:
        print("here behave runs")
        return status, 7

    monkeypatch.setattr(acceptance, "behave", behave)
    assert acceptance.run({}) == status
    before, after = capsys.readouterr().out.split("here behave runs")
    assert "No HTML report: the shop is closed" in before and "No HTML report: the shop is closed" in after
    assert "browser" not in before
    assert not (tools / "report.html").exists(), "an old page is no report of this run"


def test_a_browser_that_cannot_be_had_stops_nothing(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "NAMES", ())
    monkeypatch.setattr(browser, "from_playwright", no_tool)
    monkeypatch.setattr(browser, "from_debian", no_tool)
    monkeypatch.setattr(installed, "RECORD", tools / "browser.json")
    assert installed.no_browser(Settings()) == "", "nobody has looked yet"
    assert browser.main() == 0
    out = capsys.readouterr().out
    assert "No browser works here: the shop is closed; the shop is closed. Install Chromium" in out
    assert "Scenarios that need one are skipped" in out
    assert browser.known() and browser.recorded() is None
    assert "the shop is closed" in installed.no_browser(Settings())
    assert installed.no_browser(Settings(browser=Path("/opt/chromium"))) == "", "one was named"
    assert browser.main() == 0
    assert capsys.readouterr().out == "", "it was told"
    monkeypatch.setenv("ACCEPTANCE_BROWSER", "/opt/other")
    assert not browser.known(), "another one was asked for"


@pytest.mark.parametrize("name", ["plain", "my suite", "R & D <x>", "café"])
def test_fonts_are_found_wherever_the_project_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    unpacked = tmp_path / name
    unpacked.mkdir()
    (unpacked / "chromium").touch()
    monkeypatch.setattr(browser, "UNPACKED", unpacked)
    browser.from_debian()
    folders = [one.text for one in ElementTree.parse(unpacked / "fonts.conf").iter("dir")]
    assert str(unpacked / "usr/share/fonts") in folders


def test_make_test_demands_what_the_features_do_without(tools: Path) -> None:
    missing.write("browser", reason="none")
    missing.write("report", reason="none")
    missing.write("prometheus", reason="none")
    assert str(verify.demanded()) == "0 passed, 2 failed"


@pytest.mark.parametrize(
    ("tally", "status"),
    [
        (verify.Tally(3), 0),
        (verify.Tally(3, 1), 2),
        (verify.Tally(3, 1, product=True), 1),
        (verify.Tally(3, 0, product=True), 0),
    ],
)
def test_what_failed_is_told_by_the_status(tally: verify.Tally, status: int) -> None:
    assert tally.status == status


PRETENDS = """#!/bin/sh
echo "$2" >> said
case "$2" in {module}) exit {status};; esac
"""


@pytest.mark.parametrize("status", [0, 1, 2, 130])
@pytest.mark.parametrize(("goal", "module"), [("acceptance", "tools.acceptance"), ("test", "tools.verify")])
def test_make_ends_as_what_it_ran(copy: Path, goal: str, module: str, status: int) -> None:
    (copy / "tools/setup").write_text("#!/bin/sh\n")
    python = copy / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    (copy / ".tools").mkdir()
    python.write_text(PRETENDS.format(module=module, status=status))
    python.chmod(0o755)
    told = make(copy, goal)
    assert told.returncode == min(status, 2), told.stderr
    assert (copy / "said").read_text().split() == [module], "it ran once"
    assert list((copy / ".tools").iterdir()) == []
    assert ("make: ***" in told.stderr) == (status > 1)
    assert module in make(copy, "-n", goal).stdout
    assert (copy / "said").read_text().split() == [module], "-n runs nothing"


@pytest.mark.parametrize("python", ["/bin/true", "/bin/echo", "/bin/cat"])
def test_a_program_that_is_no_python(copy: Path, python: str) -> None:
    told = make(copy, "setup", f"PYTHON={python}")
    assert told.returncode == 2
    assert told.stderr.startswith(f"No Python 3.11, 3.12 or 3.13 with its venv module was found ({python}: ")
    assert told.stderr.count("\n") == 2, "one sentence, and make's own"
    assert not (copy / ".venv").exists()


@pytest.mark.parametrize("place", [".tools", ".venv"])
def test_a_folder_that_cannot_be_written(copy: Path, place: str) -> None:
    """A file of that name stands for a read-only folder, which stops everybody but root."""
    (copy / place).touch()
    told = make(copy, "acceptance", f"PYTHON={sys.executable}")
    assert told.returncode == 2
    assert place in told.stderr
    lines = [line for line in told.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, told.stderr


@pytest.mark.parametrize("name", ["plain", "my suite", "café", "it's", 'a$b `c` "d"', "x" * 150])
def test_behave_starts_wherever_the_project_is(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    (root / "tools").mkdir(parents=True)
    (root / "tools/anywhere.py").write_text("import sys\ndef main():\n    print(sys.argv[1:])\n    return 3\n", "utf-8")
    python = root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    behave = python.with_name("behave")
    behave.write_text(setup.launcher(python, root), encoding="utf-8")
    behave.chmod(0o755)
    told = subprocess.run([behave, "a b", "c"], capture_output=True, text=True, check=False, env={**os.environ})
    assert (told.returncode, told.stdout) == (3, "['a b', 'c']\n"), told.stderr


def test_scenarios_that_need_a_browser_skip_where_none_works(tmp_path: Path) -> None:
    project = Project(tmp_path)
    record = project.folder / "browser.json"
    record.write_text('{"reason": "the shop is closed", "asked": ""}', encoding="utf-8")
    project.add_hooks(
        f"from pathlib import Path\nfrom support.clients import installed\ninstalled.RECORD = Path({str(record)!r})\n"
    )
    project.file(
        "features/x.feature",
        "Feature: x\n  @ui\n  Example: seen\n    Given all is well\n  Example: not\n    Given all is well\n",
    )
    run = project.run()
    assert run.status == 0
    assert run.statuses == {"seen": "skipped", "not": "passed"}
    assert "no browser works here: the shop is closed" in run.results["seen"]["statusDetails"]["message"]
    assert project.run("-D", f"browser={sys.executable}").statuses == {"seen": "passed", "not": "passed"}
