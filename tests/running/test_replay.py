"""The commands that a report gives to run something again: pasted into a shell, they run what they say."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.running.project import COMMAND, ROOT, Finished, Project

BAD = "Feature: Bad\n  Example: {}\n    Then the product is wrong\n"


def pasted(run: Finished, lead: str) -> subprocess.CompletedProcess[str]:
    """Give a command that a run printed to a shell, in the folder where the run was."""
    command = next(line.split(lead, 1)[1].strip() for line in run.out.splitlines() if lead in line)
    return shell(command, run.folder)


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    behave = f'behave() {{ {shlex.join(COMMAND)} "$@"; }}\n'
    return subprocess.run(
        ["bash", "-c", behave + command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("file", ["two words.feature", "it's $HOME & more.feature", "Straße;.feature"])
def test_a_replay_is_quoted_for_the_shell(tmp_path: Path, file: str) -> None:
    project = Project(tmp_path)
    project.file(f"features/{file}", BAD.format("one"))
    again = pasted(project.run(), "Replay:   ")
    assert "1 scenario," in again.stdout and "✗ one" in again.stdout, again.stdout + again.stderr


def test_a_repetition_is_quoted_for_the_shell(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("features/a.feature", BAD.format("one") + "  Example: two\n    Given all is well\n")
    run = project.run("-j", "2", "-n", "one|two", "-D", "reports=my reports; ls")
    # The arguments of the run itself, formatters among them, are those that `behave` adds here.
    again = pasted(run, "as it was: ")
    assert "2 scenarios," in again.stdout and "2 workers" in again.stdout, again.stdout + again.stderr


def test_a_replay_works_where_the_steps_are_below_the_features(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for place in ("steps", "environment.py"):
        (tmp_path / "features").mkdir(exist_ok=True)
        (tmp_path / place).rename(tmp_path / "features" / place)
    project.file("features/shop/a.feature", BAD.format("one"))
    run = project.run("features")
    assert "behave -D seed=7 features/shop/a.feature:2" in run.out
    again = pasted(run, "Replay:   ")
    assert "1 scenario," in again.stdout and "✗ one" in again.stdout, again.stdout + again.stderr


def test_a_replay_works_from_the_folder_of_the_run(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("features/a.feature", BAD.format("one"))
    first = shell("behave ../features/a.feature", tmp_path / "steps")
    command = next(line.split("Replay:   ")[1] for line in first.stdout.splitlines() if "Replay:   " in line)
    again = shell(command, tmp_path / "steps")
    assert "1 scenario," in again.stdout and "✗ one" in again.stdout, again.stdout + again.stderr


def test_a_replay_names_the_defects_where_they_were_given(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    project.file("features/a.feature", BAD.format("one"))
    project.file("own defects/veza/service/slow.py", "")
    run = project.run("-D", "defects=own defects", "-D", "defect=veza/slow")
    assert "behave -D seed=7 -D 'defects=own defects' -D defect=veza/slow features/a.feature:2" in run.out
    assert "1 scenario," in pasted(run, "Replay:   ").stdout
