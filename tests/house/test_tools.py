"""The commands behind the Makefile: what they count, what they hand on, when they think they are done."""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import acceptance, anywhere, browser, missing, pins, prometheus, report, setup, verify
from tools.stages import ROOT, ToolFailure

PYTEST = '<testsuites><testsuite tests="9" failures="{}" errors="{}" skipped="2"/></testsuites>'


@pytest.mark.parametrize(
    ("failures", "errors", "status", "counted"),
    [
        (0, 0, 0, "7 passed, 0 failed, 2 skipped"),
        (1, 2, 1, "4 passed, 3 failed, 2 skipped"),
        (0, 0, 3, "7 passed, 1 failed, 2 skipped"),
    ],
)
def test_pytest_is_counted(failures: int, errors: int, status: int, counted: str, tmp_path: Path) -> None:
    record = tmp_path / "pytest.xml"
    record.write_text(PYTEST.format(failures, errors), encoding="utf-8")
    assert str(verify.counted(record, status)) == counted


def test_a_pytest_that_left_no_record_failed(tmp_path: Path) -> None:
    assert str(verify.counted(tmp_path / "pytest.xml", 3)) == "0 passed, 1 failed"


def test_both_halves_of_the_own_tests_are_run_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for folder, result in (("house", False), ("running", False), ("support", True)):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        test = f"def test_{folder}():\n    assert {result}\n"
        (tmp_path / "tests" / folder / f"test_{folder}.py").write_text(test, encoding="utf-8")
    monkeypatch.setattr(verify, "ROOT", tmp_path)
    monkeypatch.setattr(verify, "TOOLS", tmp_path)
    tally = verify.own_tests()
    assert str(tally) == "1 passed, 2 failed"
    assert tally.culprits == ["tests.running.test_running::test_running", "tests.house.test_house::test_house"]
    assert capfd.readouterr().out.count("assert False") >= 2  # the output of both is shown


@pytest.mark.parametrize(
    ("standings", "status", "verdict", "counted"),
    [
        ("passed passed skipped", 0, "passed", "2 passed, 0 failed, 1 skipped"),
        ("passed failed error cleanup_error untested", 1, "failed", "1 passed, 4 failed"),
        ("passed quarantined", 0, "passed", "1 passed, 0 failed, 1 quarantined"),
        ("passed", 2, "passed", "1 passed, 1 failed"),
        ("passed untested", 0, "passed", "1 passed, 1 failed"),
        ("passed", 0, "unfinished", "1 passed, 1 failed"),
    ],
)
def test_scenarios_are_counted(standings: str, status: int, verdict: str, counted: str, tmp_path: Path) -> None:
    record = tmp_path / "run.json"
    told = {"location": "features/a.feature:3", "name": "a song", "reason": "told", "earlier": ["late"]}
    scenarios = [{**told, "standing": one} for one in standings.split()]
    record.write_text(json.dumps({"verdict": verdict, "scenarios": scenarios}), encoding="utf-8")
    tally = verify.scenarios(record, status)
    assert str(tally) == counted
    owing = [one for one in standings.split() if one not in ("passed", "skipped", "quarantined")]
    assert tally.culprits == [f"features/a.feature:3, a song: {one}: late / told" for one in owing]


def test_what_passed_late_is_told(tmp_path: Path) -> None:
    record = tmp_path / "run.json"
    told = {"location": "features/a.feature:3", "name": "a song", "standing": "passed"}
    attempts = {"no sound\n  since " + "x " * 1000: True, "": False}
    scenarios = [{**told, "reason": "", "earlier": [first], "flaky": late} for first, late in attempts.items()]
    record.write_text(json.dumps({"verdict": "passed", "scenarios": scenarios}), encoding="utf-8")
    tally = verify.scenarios(record, 0) + verify.Tally(1)
    assert str(tally) == "3 passed, 0 failed, 1 flaky"
    [late] = verify.in_short(tally.late)
    assert late.startswith("features/a.feature:3, a song: passed: no sound since x x")
    assert late.endswith(" ...")
    assert len(late) <= verify.REASON


@pytest.mark.parametrize(("number", "longest"), [(1, 500), (20, 400), (200, 120)])
def test_the_end_of_a_log_has_all_that_failed(number: int, longest: int) -> None:
    told = verify.in_short([f"a song {number}: {'🎷' * 3000}" for number in range(number)])
    assert [len(one) for one in told] == [longest] * number
    assert verify.in_short(["short"] * number) == ["short"] * number


def test_what_failed_on_containers_is_told_so() -> None:
    tally = verify.Tally(1, 1, culprits=["a song: failed"], late=["a talk: passed"]).on("on containers")
    assert (tally.culprits, tally.late) == (["on containers: a song: failed"], ["on containers: a talk: passed"])
    assert str(tally) == "1 passed, 1 failed"


@pytest.mark.parametrize("status", [0, 2])
def test_a_run_that_left_no_record_failed(status: int, tmp_path: Path) -> None:
    assert str(verify.scenarios(tmp_path / "run.json", status)) == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, ["-j", "6"]),
        ({"PLATFORM": "", "TAGS": "", "JOBS": "", "FEATURES": ""}, ["-j", "6"]),
        ({"PLATFORM": "veza", "SEED": "7"}, ["-D", "platform=veza", "-D", "seed=7", "-j", "6"]),
        (
            {"ENVIRONMENT": "external", "ORDER": "random"},
            ["-D", "environment=external", "-D", "order=random", "-j", "6"],
        ),
        ({"SHARD": "2/3"}, ["-D", "shard=2/3", "-j", "6"]),
        ({"TAGS": "@VZ-08 and not @ui"}, ["-t", "@VZ-08 and not @ui", "-j", "6"]),
        ({"JOBS": "1"}, ["-j", "1"]),
        ({"RETRIES": "1"}, ["-D", "retries=1", "-j", "6"]),
        (
            {"JOBS": "4", "FEATURES": "features/a features/b.feature:3"},
            ["-j", "4", "features/a", "features/b.feature:3"],
        ),
    ],
)
def test_parameters_become_a_behave_command_line(
    given: dict[str, str], line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    assert acceptance.arguments(given) == line


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another behave project, outside this one."""
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "x.feature").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "given", "seen"),
    [
        ("docs", [], []),
        ("docs", ["-t", "@VZ-08"], ["-t", "@VZ-08"]),
        ("docs", ["../features:12", "-f", "plain"], ["features:12", "-f", "plain"]),
        ("docs", ["../features/README.md"], ["features/README.md"]),
        ("docs", ["features/README.md:3"], ["features/README.md:3"]),
        ("docs", ["-f", "json", "-o", "x.json"], ["-f", "json", "-o", str(ROOT / "docs" / "x.json")]),
        ("docs", ["--junit", "--junit-directory", "x"], ["--junit", "--junit-directory", str(ROOT / "docs" / "x")]),
        ("docs", ["--junit", "-n", "reports"], ["--junit", "-n", "reports"]),
    ],
)
def test_behave_from_a_folder_of_the_project(folder: str, given: list[str], seen: list[str]) -> None:
    assert anywhere.arguments(given, ROOT / folder) == seen


def test_behave_from_some_other_folder(tmp_path: Path) -> None:
    assert anywhere.arguments(["-t", "@VZ-08"], tmp_path) == ["-t", "@VZ-08"]
    assert anywhere.arguments(["features/README.md"], tmp_path) == ["features/README.md"]
    assert anywhere.arguments([str(ROOT / "features")], tmp_path) == ["features"]


def test_behave_in_another_project_is_plain_behave(elsewhere: Path) -> None:
    assert anywhere.arguments([], elsewhere) is None
    assert anywhere.arguments(["features/x.feature:3"], elsewhere) is None


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        (["--order", "random"], ["-D", "order=random"]),
        (["--order=random:7"], ["-D", "order=random", "-D", "seed=7"]),
        (["--order", "random:7", "--shard", "1/3", "-t", "@x", "features"],
         ["-D", "order=random", "-D", "seed=7", "-D", "shard=1/3", "-t", "@x", "features"]),
        (["a.feature:3", "--shard=12/12", "--order=defined"],
         ["a.feature:3", "-D", "shard=12/12", "-D", "order=defined"]),
        (["-n", "order", "--", "--order"], ["-n", "order", "--", "--order"]),
        (["-D", "order=random"], ["-D", "order=random"]),
    ],
)  # fmt: skip
def test_order_and_shard_are_settings(given: list[str], understood: list[str]) -> None:
    assert anywhere.settings(given) == understood


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--order"], "--order has no value; it has to be defined, random or random:SEED, such as random:7"),
        (["--order", "sideways"], "--order is 'sideways'; it has to be defined, random or random:SEED"),
        (["--order=random:"], "--order is 'random:'; it has to be"),
        (["--order=random:-7"], "--order is 'random:-7'; it has to be"),
        (["--order", "-t", "@x"], "--order is '-t'; it has to be"),
        (["--shard="], "--shard is ''; it has to be I/N, such as 2/3 for the second of three parts"),
        (["--shard", "2"], "--shard is '2'; it has to be I/N"),
    ],
)
def test_nonsense_of_order_and_shard_is_refused(given: list[str], said: str) -> None:
    with pytest.raises(ToolFailure) as failure:
        anywhere.settings(given)
    assert str(failure.value).startswith(said)


def called(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The project's behave, called there, which runs nothing."""
    command = [str(ROOT / ".venv/bin/behave"), "--dry-run", "--no-color", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("folder", [".", "docs"])
def test_order_and_shard_from_anywhere(folder: str) -> None:
    features = os.path.relpath(ROOT / "features/veza/playlists.feature", ROOT / folder)

    def names(*arguments: str) -> list[str]:
        told = called(ROOT / folder, *arguments, features)
        assert told.returncode == 0, told.stderr
        return [line for line in told.stdout.splitlines() if line.startswith("    · ")]

    defined, shuffled = names(), names("--order", "random:7")
    assert defined != shuffled and sorted(defined) == sorted(shuffled)
    assert names("--order=random:7") == shuffled
    parts = [names("--order", "random:7", "--shard", f"{number}/2") for number in (1, 2)]
    assert all(parts) and sorted(parts[0] + parts[1]) == sorted(defined)


@pytest.mark.parametrize(("option", "value"), [("--order", "sideways"), ("--shard", "x"), ("--shard", "4/3")])
def test_nonsense_on_the_command_line_is_status_2(option: str, value: str) -> None:
    told = called(ROOT / "docs", option, value)
    assert told.returncode == 2
    assert f"{option.removeprefix('--')} is '{value}'" in told.stderr and told.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["--runner", "nosuch:Runner"], "No module named 'nosuch'"),
        (["--runner", "support.runner:Nobody"], "support.runner:Nobody"),
        (["--runner", "nosuch"], "RUNNER-ALIAS NOT FOUND"),
        (["-o", "-"] * 4, "5 outfiles are more than 2 formatters"),
    ],
)
def test_a_command_line_that_behave_notices_late_is_status_2(given: list[str], why: str) -> None:
    told = called(ROOT / "docs", *given)
    assert told.returncode == 2, "1 is for scenarios that failed"
    assert why in told.stderr and told.stderr.startswith("behave cannot run this: ") and told.stderr.count("\n") == 1


def test_behave_in_another_project_has_no_such_options(elsewhere: Path) -> None:
    told = called(elsewhere, "--order", "random")
    assert told.returncode == 2
    assert "unrecognized arguments: --order" in told.stderr


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of a browser found earlier, and nothing asked for."""
    executable = tmp_path / "chromium"
    executable.touch()
    file = tmp_path / "browser.json"
    file.write_text(json.dumps({"executable": str(executable), "asked": ""}), encoding="utf-8")
    monkeypatch.setattr(missing, "TOOLS", tmp_path)
    monkeypatch.delenv("ACCEPTANCE_BROWSER", raising=False)
    return file


def test_a_recorded_browser_is_believed(record: Path) -> None:
    assert browser.recorded() == record.parent / "chromium"


def test_a_browser_that_is_gone_is_not(record: Path) -> None:
    (record.parent / "chromium").unlink()
    assert browser.recorded() is None


def test_another_browser_asked_for_is_looked_at(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCEPTANCE_BROWSER", "/opt/other")
    assert browser.recorded() is None


def test_a_spoilt_record_is_no_record(record: Path) -> None:
    record.write_text("{", encoding="utf-8")
    assert browser.recorded() is None


def test_a_browser_asked_for_that_does_not_work_is_named(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCEPTANCE_BROWSER", str(tmp_path / "missing"))
    with pytest.raises(ToolFailure, match=r"missing did not start.*ACCEPTANCE_BROWSER=/path/to/it"):
        browser.main()


def test_a_site_that_never_answers_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "PROBE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        site = f"http://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(ToolFailure, match=f"{site} cannot be reached"):
            browser.reach(site)
        assert time.monotonic() - began < 1
    with pytest.raises(ToolFailure, match="refused"):
        browser.reach(site)


def test_a_site_that_answers_is_reached() -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:  # which answers everything with 501
        threading.Thread(target=server.handle_request, daemon=True).start()
        browser.reach(f"http://127.0.0.1:{server.server_port}")


RESULT = {"uuid": "1", "historyId": "1", "name": "one", "status": "passed", "start": 1, "stop": 2}


def test_a_report_is_made_and_calls_nobody(tmp_path: Path) -> None:
    results = tmp_path / "allure-results"
    results.mkdir()
    (results / "1-result.json").write_text(json.dumps(RESULT), encoding="utf-8")
    report.build(tmp_path)
    single = report.build(tmp_path)
    pages = [single, tmp_path / "html" / "index.html"]
    assert single == tmp_path / "report.html"
    assert not (tmp_path / "html" / "folder").exists()
    assert all("allureReport" in page.read_text(encoding="utf-8") for page in pages)
    assert not any("googletagmanager" in page.read_text(encoding="utf-8") for page in pages)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["allure-results", "history.jsonl", "html", "report.html"]


def test_a_report_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolFailure, match="no results"):
        report.build(tmp_path)


@pytest.mark.parametrize(("shard", "status"), [({"number": 3, "of": 3}, 0), (None, 2)])
def test_a_shard_without_scenarios_has_no_report_and_passes(
    shard: object, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.html").write_text("of an earlier run", encoding="utf-8")
    record = {"process": 7, "exit_status": 0, "shard": shard, "scenarios": []}
    (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setattr(acceptance, "behave", lambda line: (0, 7))
    monkeypatch.setattr(report, "reports", lambda: tmp_path)
    assert acceptance.run({}) == status
    assert (tmp_path / "report.html").exists() == bool(status)


@pytest.mark.parametrize("record", [None, {"process": 6, "exit_status": 0}, {"process": 7, "exit_status": None}])
def test_no_report_is_made_of_old_results(
    record: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What another run of behave has left, or one that was killed, says nothing of this one."""
    if record:
        (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    built: list[Path] = []
    monkeypatch.setattr(acceptance, "behave", lambda line: (0, 7))
    monkeypatch.setattr(report, "reports", lambda: tmp_path)

    def build(folder: Path) -> Path:
        built.append(folder)
        return folder

    monkeypatch.setattr(report, "build", build)
    assert acceptance.run({}) == 2
    assert "left no record of its end" in capsys.readouterr().err
    assert bool(built) == (record == {"process": 7, "exit_status": None}), "its own, unfinished, is worth a look"


def test_pins_are_read() -> None:
    text = "# x\n-c c.txt\npsycopg[binary]==3.3.9   # db\nPyJWT==2.15.1\nast_serialize==1.0\n"
    assert pins.pinned(text) == {"psycopg": "3.3.9", "pyjwt": "2.15.1", "ast-serialize": "1.0"}


def test_what_the_pinned_packages_need_is_pinned_too() -> None:
    lists = [(ROOT / name).read_text(encoding="utf-8") for name in (*setup.REQUIREMENTS, "tools/constraints.txt")]
    pinned = {name: version for text in lists for name, version in pins.pinned(text).items()}
    installed = {pins.canonical(one.name): one.version for one in metadata.distributions()}
    needed = {
        pins.canonical(requirement.name)
        for name in pinned
        if name in installed
        for requirement in map(Requirement, metadata.requires(name) or ())
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    }
    assert needed - set(pinned) == set()
    assert {name: version for name, version in pinned.items() if installed.get(name, version) != version} == {}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The parts of the project that setting up consists of, elsewhere."""
    for name in ("tools", "support"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", *setup.REQUIREMENTS):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make there, with nothing of this process's own make about it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_a_python_that_will_not_do_is_named_with_the_remedy(copy: Path) -> None:
    told = make(copy, "test", "PYTHON=/nowhere/python3")
    assert told.returncode == 2
    assert "/nowhere/python3" in told.stderr
    assert "python3-venv" in told.stderr
    assert told.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_an_environment_is_ready_in_its_place_and_for_its_pins_only(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "READY", copy / "ready")
    assert not setup.installed()
    monkeypatch.setattr(setup, "ROOT", copy)
    setup.READY.write_text(setup.wanted(), encoding="utf-8")
    assert setup.installed()
    monkeypatch.setattr(setup, "ROOT", ROOT)
    assert not setup.installed()
    monkeypatch.setattr(setup, "ROOT", copy)
    (copy / "requirements.txt").write_text("behave==1.3.4\n", encoding="utf-8")
    assert not setup.installed()


def test_help_names_every_goal_and_parameter() -> None:
    told = make(ROOT, "help").stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    goals = next(line for line in makefile.splitlines() if line.startswith("GOALS := ")).split()[2:]
    assert [line.split()[0] for line in told.splitlines() if line[:2] == "  " and line[2].islower()] == goals
    parameters = next(line for line in makefile.splitlines() if line.startswith("PARAMETERS := ")).split()[2:]
    assert [name for name in parameters if f"{name}=" not in told] == []


def test_a_machine_without_prometheus_says_so_once_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(missing, "TOOLS", tmp_path)
    monkeypatch.setattr(prometheus, "UNPACKED", tmp_path / "prometheus")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not prometheus.known()
    assert prometheus.main() == 0
    assert "No Prometheus: Debian's packages need apt-get and dpkg-deb" in capsys.readouterr().out
    assert prometheus.known()
    assert prometheus.main() == 0
    assert capsys.readouterr().out == ""


def test_a_prometheus_on_path_is_tried_and_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "TOOLS", tmp_path)
    monkeypatch.setattr(prometheus, "TOOLS", tmp_path)
    program = tmp_path / "prometheus"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    prometheus.main()
    assert json.loads((tmp_path / "prometheus.json").read_text())["executable"] == str(program)
    program.unlink()
    assert not prometheus.known(), "what is gone is looked for again"
