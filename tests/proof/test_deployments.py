"""Defects of the deployment are proven on containers, and are said not to be where there are none."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import defects
from defects import DefectFailure
from proof import __main__ as command
from proof import report
from proof.judging import Finding, Verdict
from proof.proving import Control, Proof

BROKER = "veza/broker-has-a-name-of-its-own"
SERVICE = "veza/unsigned-token-opens-the-stream-server"
NO_ENGINE = "the containers environment needs Docker with Compose, and there is no program docker"


class Asked:
    """Stands for the proofs that would be made."""

    def __init__(self) -> None:
        self.proofs = list[tuple[str, str, Sequence[str]]]()

    def prove(self, platform: str, environment: str, names: Sequence[str], *given: Any) -> Proof:
        self.proofs.append((platform, environment, names))
        found = [Finding(name, defects.load(name), Verdict.CAUGHT, "", by=(RAN,)) for name in names]
        healthy = Control([], "", 0.0)
        return Proof(platform, healthy, found, healthy)


RAN: Any = SimpleNamespace(feature="F", name="N")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    found = Asked()
    for name in ("DEFECT", "DEFECTS", "PROMISE", "PLATFORM", "ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(command, "prove", found.prove)
    monkeypatch.setattr(report, "write", lambda *given: tmp_path / "proof.json")
    monkeypatch.setattr("support.reporting.traceability.refresh", lambda folder: False)
    return found


def run(monkeypatch: pytest.MonkeyPatch, why_not: str, *arguments: str) -> int:
    monkeypatch.setattr(command, "why_no_containers", lambda: why_not)
    monkeypatch.setattr("sys.argv", ["proof", *arguments])
    return command.main()


def test_each_is_proven_where_it_can_be_built_in(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "", BROKER, SERVICE) == 0
    assert asked.proofs == [("veza", "embedded", [SERVICE]), ("veza", "containers", [BROKER])]


@pytest.mark.parametrize(("environment", "proven"), [("embedded", [SERVICE]), ("containers", [BROKER])])
def test_only_those_of_one_environment(
    environment: str, proven: list[str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "", "--environment", environment, BROKER, SERVICE) == 0
    assert asked.proofs == [("veza", environment, proven)]


def test_without_containers_they_are_told_as_not_proven(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, NO_ENGINE, BROKER, SERVICE) == 0
    assert asked.proofs == [("veza", "embedded", [SERVICE])]
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"1 known defect of the deployment of veza not proven for want of containers ({NO_ENGINE}): {BROKER}."
    )


def test_where_nothing_is_proven_it_is_no_proof(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, NO_ENGINE, BROKER) == 2
    assert asked.proofs == []


def test_a_defect_that_is_asked_for_where_it_cannot_be(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DefectFailure, match=f"{BROKER} cannot be built in on embedded"):
        run(monkeypatch, "", "--environment", "embedded", BROKER)


def test_a_look_at_one_that_is_not_caught_needs_containers() -> None:
    finding = Finding(BROKER, defects.load(BROKER), Verdict.GREEN, "all passed")
    told = report.table(Proof("veza on containers", Control([], "", 0.0), [finding]))
    assert f"  See for yourself: make up DEFECT={BROKER} ENVIRONMENT=containers\n" in told
    assert told.endswith("0 of 1 known defects of veza on containers caught in 0 min 0 s.")
    assert json.loads(json.dumps(finding.record()))["service"] == "deployment"
