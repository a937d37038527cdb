"""A control run counts as long as nothing has changed, and only for what it has shown."""

from pathlib import Path

import pytest

from proof import control
from proof.judging import Ran

TOLD = [
    Ran("a", "a.feature:1", "F", "R", "one", "", ("VZ-01",), ("alone",), "passed", "", "", ""),
    Ran("b", "a.feature:2", "F", "", "two", "x: 1", ("VZ-01", "VZ-02"), (), "skipped", "no store", "", ""),
    Ran("c", "a.feature:3", "F", "", "three", "", ("VZ-03",), (), "passed", "", "", ""),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("features/a.feature", "steps/a.py", "platforms/veza/web/page.css", "environment.py", "docs/a.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("changed", ["features/a.feature", "platforms/veza/web/page.css", "environment.py"])
def test_whatever_a_control_run_depends_on_changes_the_fingerprint(project: Path, changed: str) -> None:
    before = control.fingerprint(project)
    assert control.fingerprint(project) == before
    (project / changed).write_text("other", encoding="utf-8")
    assert control.fingerprint(project) != before


def test_a_file_more_or_by_another_name_changes_it_too(project: Path) -> None:
    before = control.fingerprint(project)
    (project / "steps" / "a.py").rename(project / "steps" / "b.py")
    renamed = control.fingerprint(project)
    (project / "steps" / "c.py").touch()
    assert len({before, renamed, control.fingerprint(project)}) == 3


def test_what_it_does_not_depend_on_changes_nothing(project: Path) -> None:
    before = control.fingerprint(project)
    (project / "docs" / "a.md").write_text("other", encoding="utf-8")
    (project / "steps" / "__pycache__").mkdir()
    (project / "steps" / "__pycache__" / "a.pyc").touch()
    assert control.fingerprint(project) == before


def test_it_is_known_for_the_promises_it_was_made_for(tmp_path: Path) -> None:
    control.keep(tmp_path / "controls", "mark", ["VZ-01", "VZ-02", "VZ-03"], TOLD, tmp_path / "times.json")
    assert control.known(tmp_path / "controls", "mark", ["VZ-01", "VZ-02"]) == TOLD[:2]
    assert control.known(tmp_path / "controls", "mark", ["VZ-01", "VZ-04"]) == []
    assert control.known(tmp_path / "controls", "other", ["VZ-01"]) == []
    assert control.known(tmp_path / "nowhere", "mark", ["VZ-01"]) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"fingerprint": "mark", "promises": ["VZ-01"], "scenarios": [{}]}'])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "control.json").write_text(text, encoding="utf-8")
    assert control.known(tmp_path, "mark", ["VZ-01"]) == []
