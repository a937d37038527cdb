"""Known defects are found, loaded, applied; what is wrong with one is said."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import defects
from defects import Defect, DefectFailure, Kind

SOUND = """
from defects import Defect, Kind
defect = Defect(service="web", breaks=("VZ-01",), kind=Kind.SLOW, story="It takes long.")
"""


def put(folder: Path, text: str, name: str = "slow_sign_in") -> Path:
    (folder / "veza").mkdir(exist_ok=True)
    (folder / "veza" / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def test_a_defect_is_called_after_its_module(tmp_path: Path) -> None:
    put(tmp_path, SOUND)
    put(tmp_path, "", "__init__")
    assert defects.names(tmp_path) == ["veza/slow-sign-in"]
    assert defects.load("veza/slow-sign-in", tmp_path).story == "It takes long."


def test_it_lies_with_the_service_that_it_afflicts(tmp_path: Path) -> None:
    (tmp_path / "veza/web").mkdir(parents=True)
    (tmp_path / "veza/web/slow_sign_in.py").write_text(SOUND, encoding="utf-8")
    assert defects.names(tmp_path) == ["veza/slow-sign-in"]
    assert defects.load("veza/slow-sign-in", tmp_path).service == "web"
    put(tmp_path, SOUND)
    with pytest.raises(DefectFailure, match="two defects have the name veza/slow-sign-in: "):
        defects.load("veza/slow-sign-in", tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("veza/other", SOUND, "there is no defect veza/other in "),
        ("../etc", SOUND, "there is no defect"),
        ("veza/slow-sign-in", "1 / 0", "slow_sign_in.py cannot be loaded: ZeroDivisionError: division by zero"),
        ("veza/slow-sign-in", "defect = 1", "has no Defect by the name of defect"),
        ("veza/slow-sign-in", "", "has no Defect by the name of defect"),
    ],
)
def test_one_that_cannot_be_used(name: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DefectFailure, match=".*".join([said])):
        defects.load(name, put(tmp_path, text))


def test_a_change_is_given_its_module(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(answer=42)
    monkeypatch.setattr("importlib.import_module", {"some.module": module}.__getitem__)
    defect = Defect(service="web", breaks=("VZ-01",), kind=Kind.UNIT, story="Half is told.")

    @defect.applies_to("some.module")
    def halve(it: Any) -> None:
        it.answer /= 2

    defect.apply()
    assert module.answer == 21


@pytest.mark.parametrize(
    ("unit", "afflicted"),
    [("chat", True), ("chat-1", True), ("chat-12", True), ("chat-server", False), ("a-chat", False)],
)
def test_what_is_wrong_in_one_of_several_that_are_alike_is_wrong_in_each(unit: str, afflicted: bool) -> None:
    defect = Defect(service="chat", breaks=("VZ-01",), kind=Kind.UNIT, story="Half is told.")
    assert defect.afflicts(unit) == afflicted


def test_a_text_is_replaced_once_or_not_at_all() -> None:
    assert defects.replaced("a b c", "b", "x") == "a x c"
    for text in ("a c", "b b"):
        with pytest.raises(DefectFailure, match=r"'b' is there [02] times, not once"):
            defects.replaced(text, "b", "x")


WAITS_FOR_NOBODY = """
from defects import Defect, Kind
defect = Defect(service="deployment", breaks=("OP-01",), kind=Kind.RACE, story="Web waits for nobody.")

@defect.changes_deployment
def wait_for_nobody(compose):
    del compose["services"]["veza-web"]["depends_on"]
"""


def deployed(folder: Path, compose: object) -> subprocess.CompletedProcess[str]:
    """What is deployed in the place of this, with that defect."""
    put(folder, WAITS_FOR_NOBODY, "nobody_waits")
    command = [sys.executable, "-m", "defects.deploy", "veza/nobody-waits", str(folder)]
    return subprocess.run(
        command, cwd=defects.HERE.parent, input=json.dumps(compose), capture_output=True, text=True, check=False
    )


def test_a_deployment_is_changed_before_anything_is_started(tmp_path: Path) -> None:
    service = {"image": "x", "command": ["sh", "-c", "echo $$HOME"]}
    ended = deployed(tmp_path, {"services": {"veza-web": service | {"depends_on": {"veza-nats": {}}}}})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout) == {"services": {"veza-web": service}}
    assert defects.load("veza/nobody-waits", tmp_path).of_deployment


@pytest.mark.parametrize(
    ("compose", "said"),
    [
        ({"services": {}}, "veza/nobody-waits does not fit the deployment: KeyError: 'veza-web'\n"),
        ({"services": {"veza-web": {}}}, "veza/nobody-waits does not fit the deployment: KeyError: 'depends_on'\n"),
    ],
)
def test_a_deployment_that_a_defect_does_not_fit(compose: object, said: str, tmp_path: Path) -> None:
    ended = deployed(tmp_path, compose)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", said)


def test_a_defect_that_changes_nothing_of_the_deployment(tmp_path: Path) -> None:
    put(tmp_path, WAITS_FOR_NOBODY.replace("del compose", "compose"), "nobody_waits")
    command = [sys.executable, "-m", "defects.deploy", "veza/nobody-waits", str(tmp_path)]
    told = json.dumps({"services": {"veza-web": {"depends_on": {}}}})
    ended = subprocess.run(command, cwd=defects.HERE.parent, input=told, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, "veza/nobody-waits changes nothing of the deployment\n")


def test_those_of_a_deployment_lie_apart(tmp_path: Path) -> None:
    for place in ("web", "deployment"):
        (tmp_path / "veza" / place).mkdir(parents=True)
        (tmp_path / "veza" / place / f"slow_{place}.py").write_text("", encoding="utf-8")
    assert defects.of_deployments(tmp_path) == {"veza/slow-deployment"}
