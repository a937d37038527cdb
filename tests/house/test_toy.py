"""A platform is added by adding files: one that is copied into a checkout runs there, and edits nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOY = Path(__file__).with_name("toy")
SCENARIOS = (
    *("once", "twice", "all is well", "nothing but the front door is open", "in what services say of themselves"),
    "a part that dies",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, with the toy in its place."""
    folder = tmp_path_factory.mktemp("toy") / "checkout"
    listed = subprocess.check_output(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], text=True
    )
    for name in filter(None, listed.split("\0")):
        source, place = ROOT / name, folder / name
        if source.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, place)
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    shutil.copytree(TOY, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    assert all(file.read_bytes() == content for file, content in before.items()), "the toy takes another's place"
    return folder


def run(checkout: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    settings = {name: value for name, value in os.environ.items() if not name.startswith("ACCEPTANCE_")}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=checkout,
        env=settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_its_scenarios_pass_on_the_embedded_environment(checkout: Path) -> None:
    ran = run(checkout, "behave", "-j", "2", "-D", "platform=toy")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    record = json.loads((checkout / "reports/run.json").read_text("utf-8"))
    assert record["platforms"] == ["toy"]
    assert {one["name"]: one["status"] for one in record["scenarios"]} == dict.fromkeys(SCENARIOS, "passed")


def test_its_sentences_are_its_own(checkout: Path) -> None:
    told = run(checkout, "tools.glue")
    assert told.returncode == 0, told.stdout + told.stderr
    other = "      When Lina joins the conversation\n      Then Lina is in the club once\n"
    feature = checkout / "features/veza/astray.feature"
    feature.write_text(f"@VZ-08\nFeature: Astray\n  Rule: One\n    Example: one\n{other}", "utf-8")
    told = run(checkout, "tools.glue")
    feature.unlink()
    assert told.returncode == 1
    assert "Then Lina is in the club once: undefined" in told.stdout
    assert told.stdout.count("\n") == 1, told.stdout
