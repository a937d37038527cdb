"""Settings: which source wins, where each value came from, and what is said of a wrong one."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import pytest

from support.config import ROOT, Setting, Settings, gather, load_settings
from support.evidence.masking import MASK, mask
from support.failures import SettingsFailure


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "acceptance.toml"
    path.write_text('seed = 1\npatience = 2.5\nheadless = false\nreports = "out"\n')
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.toml"
    path.touch()
    return path


def test_defaults(empty: Path) -> None:
    settings = load_settings({}, {}, empty)
    assert (settings.environment, settings.platform, settings.order) == ("embedded", "", "defined")
    assert (settings.headless, settings.keep, settings.patience) == (True, False, 1.0)
    assert settings.reports == ROOT / "reports"
    assert settings.browser is None
    assert settings.temporary is None
    assert settings.origin("patience") == "default"
    assert settings.origin("seed") == "drawn"


def test_the_seed_is_drawn_anew(empty: Path) -> None:
    assert len({load_settings({}, {}, empty).seed for _ in range(5)}) > 1


def test_a_later_source_wins_and_is_told(file: Path) -> None:
    settings = load_settings({"seed": "3"}, {"ACCEPTANCE_SEED": "2", "ACCEPTANCE_PATIENCE": "4"}, file)
    assert (settings.seed, settings.patience, settings.headless) == (3, 4.0, False)
    assert settings.origin("seed") == "-D seed"
    assert settings.origin("patience") == "ACCEPTANCE_PATIENCE"
    assert settings.origin("headless") == str(file)
    assert settings.origin("order") == "default"


def test_the_file_is_named_by_variable_or_define(file: Path, empty: Path) -> None:
    assert load_settings({}, {"ACCEPTANCE_FILE": str(file)}).seed == 1
    named = load_settings({"settings": str(file)}, {"ACCEPTANCE_FILE": str(empty)})
    assert named.seed == 1


def test_paths_are_relative_to_where_they_are_given(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings({}, {}, file).reports == file.parent / "out"
    monkeypatch.chdir(file.parent)
    assert load_settings({"reports": "here"}, {}, file).reports == file.parent / "here"


def test_an_empty_variable_counts_as_not_set_and_an_empty_define_does_not(tmp_path: Path) -> None:
    file = tmp_path / "acceptance.toml"
    file.write_text('platform = "veza"')
    assert load_settings({}, {"ACCEPTANCE_PLATFORM": ""}, file).platform == "veza"
    assert load_settings({"platform": ""}, {}, file).platform == ""


def test_defines_of_other_tools_pass(empty: Path) -> None:
    load_settings({"AllureFormatter.issue_pattern": "x", "behave.reporter.junit.show_hostname": "y"}, {}, empty)


@pytest.mark.parametrize(
    ("defines", "environ", "sentence"),
    [
        ({"sead": "1"}, {}, "there is no setting 'sead' (-D sead); the nearest is 'seed'"),
        (
            {"log-level": "info"},
            {},
            "there is no setting 'log-level' (-D log-level); the nearest is 'log_level'",
        ),
        ({}, {"ACCEPTANCE_PLATFROM": "veza"}, "'platfrom' (ACCEPTANCE_PLATFROM); the nearest is 'platform'"),
        ({"zzz": "1"}, {}, "there is no setting 'zzz' (-D zzz); there are environment, platform, seed"),
        ({"seed": "-3"}, {}, "seed is '-3' (-D seed); it has to be a whole number that is not negative"),
        ({"seed": "²"}, {}, "seed is '²' (-D seed); it has to be a whole number"),
        ({"patience": "0.01"}, {}, "patience is '0.01' (-D patience); it has to be a number of at least 0.1"),
        ({"patience": "nan"}, {}, "it has to be a number of at least 0.1"),
        ({"patience": "inf"}, {}, "it has to be a number of at least 0.1"),
        (
            {},
            {"ACCEPTANCE_HEADLESS": "perhaps"},
            "headless is 'perhaps' (ACCEPTANCE_HEADLESS); it has to be true or",
        ),
        ({"order": "backwards"}, {}, "order is 'backwards' (-D order); it has to be one of defined, random"),
        (
            {"browser": "/no/such/thing"},
            {},
            "browser is '/no/such/thing' (-D browser); it has to be a file that exists",
        ),
        ({"browser": __file__}, {}, "it has to be a file that may be executed"),
        ({"temporary": "/no/such/folder"}, {}, "it has to be a folder that exists"),
        (
            {"environment": "external"},
            {},
            "environment is external (-D environment), but no deployment is given; name",
        ),
        ({"defect": "lost-messages"}, {}, "defect is 'lost-messages' (-D defect); it has to be PLATFORM/NAME, such as"),
        (
            {"defect": "veza/x", "environment": "external", "deployment": __file__},
            {},
            "defect is veza/x (-D defect), but the environment is external; nobody builds defects into",
        ),
        ({"settings": "/no/file.toml"}, {}, "the settings file /no/file.toml cannot be read (-D settings)"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    defines: dict[str, str], environ: dict[str, str], sentence: str, empty: Path
) -> None:
    with pytest.raises(SettingsFailure) as failure:
        load_settings(defines, environ, None if "settings" in defines else empty)
    assert sentence in str(failure.value)
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("seed = ", "is not TOML"),
        ("sede = 1", "the nearest is 'seed'"),
        ("[seed]\na = 1", "seed is no single value"),
    ],
)
def test_a_broken_file_is_told(content: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "acceptance.toml"
    file.write_text(content)
    with pytest.raises(SettingsFailure, match=told):
        load_settings({}, {}, file)


def _parse_text(given: object) -> str:
    return given.text  # type: ignore[attr-defined,no-any-return]


@dataclass(frozen=True)
class WithSecret(Settings):
    key: Annotated[str, Setting(_parse_text, "opens the door", secret=True)] = ""


def test_a_secret_is_shown_nowhere(empty: Path) -> None:
    secret = uuid4().hex
    settings = gather(WithSecret, {"key": secret, "platform": f"a-{secret}"}, {}, empty)
    assert settings.key == secret
    line = next(line for line in settings.describe().splitlines() if line.startswith("key"))
    assert MASK in line
    assert "opens the door" in line
    assert secret not in settings.describe()
    assert secret not in mask(f"somewhere {secret}")


def test_a_short_secret_is_not_shown_either(empty: Path) -> None:
    assert "qj" not in gather(WithSecret, {"key": "qj"}, {}, empty).describe()


def run(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ACCEPTANCE_")}
    command = [sys.executable, "-m", "support.config", *arguments]
    return subprocess.run(command, cwd=ROOT, env=plain | environ, capture_output=True, text=True, check=False)


def test_the_program_prints_the_settings(empty: Path) -> None:
    printed = run("-D", "keep", ACCEPTANCE_SEED="84113", ACCEPTANCE_FILE=str(empty))
    assert printed.returncode == 0
    lines = {line.split()[0]: line.split() for line in printed.stdout.splitlines()}
    assert lines["seed"][1:3] == ["84113", "ACCEPTANCE_SEED"]
    assert lines["keep"][1:4] == ["true", "-D", "keep"]
    assert lines["order"][1:3] == ["defined", "default"]


def test_the_program_ends_with_its_own_status_and_one_sentence(empty: Path) -> None:
    failed = run("-D", "sead=1", ACCEPTANCE_FILE=str(empty))
    assert failed.returncode == 2
    assert failed.stdout == ""
    assert failed.stderr == "there is no setting 'sead' (-D sead); the nearest is 'seed'\n"
