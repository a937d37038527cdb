"""The settings of a run: what they are, where each came from, and what is wrong with them.

A setting is taken from the last of these that gives it: its default, `acceptance.toml` in the
project root, the environment variable `ACCEPTANCE_<NAME>`, `-D name=value` on behave's command line
(or `[behave.userdata]` in `behave.ini`). `ACCEPTANCE_FILE` or `-D settings=…` names another file.
`python -m support.config` prints the settings in force.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, TypeVar, get_origin, get_type_hints

from support.evidence import masking
from support.failures import SettingsFailure, SuiteFailure

ROOT = Path(__file__).resolve().parent.parent
"""The project root: where `environment.py`, `features/` and `acceptance.toml` are."""

PREFIX = "ACCEPTANCE_"
_FILE_VARIABLE = f"{PREFIX}FILE"
_FILE_DEFINE = "settings"

S = TypeVar("S", bound="Settings")


class _Given(NamedTuple):
    """A value as somebody gave it."""

    text: str
    origin: str
    folder: Path  # what a relative path is relative to


# Each parser turns a given value into the setting's, or raises ValueError with what it has to be.
_Parser = Callable[[_Given], Any]


def _text(given: _Given) -> str:
    return given.text


def _one_of(*choices: str) -> _Parser:
    def parse(given: _Given) -> str:
        if given.text not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return given.text

    return parse


def _flag(given: _Given) -> bool:
    words = {
        "true": True,
        "yes": True,
        "on": True,
        "1": True,
        "false": False,
        "no": False,
        "off": False,
        "0": False,
    }
    if given.text.lower() not in words:
        raise ValueError("true or false")
    return words[given.text.lower()]


def _whole_number(given: _Given) -> int:
    if not (given.text.isascii() and given.text.isdigit()):
        raise ValueError("a whole number that is not negative")
    return int(given.text)


def _at_least(minimum: float) -> _Parser:
    def parse(given: _Given) -> float:
        try:
            number = float(given.text)
        except ValueError:
            number = float("nan")
        if not minimum <= number < float("inf"):
            raise ValueError(f"a number of at least {minimum:g}")
        return number

    return parse


def _path(given: _Given) -> Path:
    if not given.text:
        raise ValueError("a path")
    return given.folder / Path(given.text).expanduser()


def _existing_folder(given: _Given) -> Path:
    path = _path(given)
    if not path.is_dir():
        raise ValueError("a folder that exists")
    return path


def _existing_file(given: _Given) -> Path | None:
    if not given.text:
        return None
    path = _path(given)
    if not path.is_file():
        raise ValueError("a file that exists")
    return path


def _executable(given: _Given) -> Path | None:
    path = _existing_file(given)
    if path is not None and not os.access(path, os.X_OK):
        raise ValueError("a file that may be executed")
    return path


class Shard(NamedTuple):
    """One part of a run that is divided among machines: number 1 to `of`."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def _shard(given: _Given) -> Shard | None:
    if not given.text:
        return None
    if not re.fullmatch(r"[0-9]{1,4}/[0-9]{1,4}", given.text):
        raise ValueError("i/n, such as 2/3 for the second of three parts")
    shard = Shard(*map(int, given.text.split("/")))
    if not 1 <= shard.number <= shard.of:
        raise ValueError("i/n with i from 1 to n, such as 2/3 for the second of three parts")
    return shard


def _defect(given: _Given) -> str:
    if given.text and not re.fullmatch(r"[a-z0-9]+/[a-z0-9-]+", given.text):
        raise ValueError("PLATFORM/NAME, such as shop/lost-messages")
    return given.text


class Setting(NamedTuple):
    """What is said of a field of `Settings`; the value of a secret one is masked wherever it turns up."""

    parse: _Parser
    help: str
    secret: bool = False


@dataclass(frozen=True)
class Settings:
    """The settings of a run.

    Relative paths from a file are relative to its folder, all others to the working folder.
    """

    environment: Annotated[
        str,
        Setting(
            _one_of("embedded", "containers", "external"),
            "where the platforms run: embedded, containers, external",
        ),
    ] = "embedded"
    platform: Annotated[str, Setting(_text, "the one platform to test; empty for all")] = ""
    seed: Annotated[int, Setting(_whole_number, "decides the data made for scenarios, and a random order")] = field(
        default_factory=lambda: int.from_bytes(os.urandom(8), "big") % 100_000
    )
    order: Annotated[str, Setting(_one_of("defined", "random"), "order of the scenarios: defined, random")] = "defined"
    placement: Annotated[
        Path | None, Setting(_existing_file, "placement.json of a run whose order and workers to repeat")
    ] = None
    shard: Annotated[Shard | None, Setting(_shard, "the part of the run to do, such as 2/3; empty for all of it")] = (
        None
    )
    apart: Annotated[
        bool, Setting(_flag, "whether scenarios that disrupt may have platforms of their own, while the others go on")
    ] = True
    retries: Annotated[
        int, Setting(_whole_number, "how often a scenario that goes wrong is tried again, unless a tag says so")
    ] = 0
    flaky_limit: Annotated[
        int, Setting(_whole_number, "how many scenarios may pass at a later attempt only before the run fails")
    ] = 3
    patience: Annotated[float, Setting(_at_least(0.1), "multiplies every deadline that is waited for")] = 1.0
    scenario_limit: Annotated[
        float, Setting(_at_least(1), "seconds that a scenario may take, unless a tag such as @limit.600 says otherwise")
    ] = 180.0
    load_times: Annotated[
        float, Setting(_at_least(0.1), "multiplies how long a load goes on; with 30, for as long as on any night")
    ] = 1.0
    headless: Annotated[bool, Setting(_flag, "whether the browser stays out of sight")] = True
    browser: Annotated[Path | None, Setting(_executable, "the browser to drive; empty to find one")] = None
    deployment: Annotated[
        Path | None, Setting(_existing_file, "file with the addresses of an external environment")
    ] = None
    attach: Annotated[
        Path | None, Setting(_existing_folder, "folder of an embedded environment that runs, to use that one")
    ] = None
    defect: Annotated[
        str, Setting(_defect, "known defect to build into a reference platform, such as shop/lost-messages")
    ] = ""
    defects: Annotated[Path, Setting(_existing_folder, "folder of known defects")] = ROOT / "defects"
    evidence: Annotated[
        bool, Setting(_flag, "whether to record what each scenario does, for the timeline of a failure")
    ] = True
    keep: Annotated[bool, Setting(_flag, "leave containers up, and on failure all as it is")] = False
    leftovers: Annotated[
        str, Setting(_one_of("check", "off"), "whether to look for what scenarios have left behind: check, off")
    ] = "check"
    exercised: Annotated[bool, Setting(_flag, "whether to tell what of the platforms was exercised")] = True
    reports: Annotated[Path, Setting(_path, "folder for reports")] = ROOT / "reports"
    temporary: Annotated[
        Path | None, Setting(_existing_folder, "folder for temporary files; unless given, the system's")
    ] = None
    log_level: Annotated[
        str,
        Setting(
            _one_of("debug", "info", "warning", "error"),
            "what the suite says of its own work: debug, info, warning, error",
        ),
    ] = "warning"
    origins: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def origin(self, name: str) -> str:
        """Tell where a setting came from, e.g. "default", "ACCEPTANCE_SEED", "-D seed"."""
        return self.origins.get(name, "default")

    def describe(self) -> str:
        """Return a line per setting: name, value, where it came from, what it is for. Secrets are masked."""
        rows = []
        for name, declared in _declared(type(self)).items():
            value = getattr(self, name)
            shown = "(none)" if value in (None, "") else str(value).lower() if isinstance(value, bool) else str(value)
            if declared.secret and value:
                shown = masking.MASK
            rows.append((name, masking.mask(shown), self.origin(name), declared.help))
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        return "\n".join(
            "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
        )


def _declared(kind: type[Settings]) -> dict[str, Setting]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if get_origin(hint) is Annotated}


def load_settings(userdata: Mapping[str, str], environ: Mapping[str, str], file: Path | None = None) -> Settings:
    """Gather the settings.

    `userdata` is behave's: names with a dot in them belong to formatters and reporters and pass. An empty
    environment variable counts as not set. `file` replaces `acceptance.toml`, and has to exist when named.

    Raises `SettingsFailure` for an unknown name or a bad value: names it, where it came from and what would
    be right.
    """
    settings = gather(Settings, userdata, environ, file)
    if settings.environment == "external" and settings.deployment is None:
        raise SettingsFailure(
            f"environment is external ({settings.origin('environment')}), but no deployment is given",
            "name the file with its addresses, e.g. -D deployment=deployment.toml",
        )
    if settings.defect and settings.environment == "external":
        raise SettingsFailure(
            f"defect is {settings.defect} ({settings.origin('defect')}), but the environment is {settings.environment}",
            "nobody builds defects into somebody's deployment; set environment to embedded or containers",
        )
    return settings


def gather(kind: type[S], userdata: Mapping[str, str], environ: Mapping[str, str], file: Path | None = None) -> S:
    """Gather the settings that a class declares; otherwise as `load_settings`."""
    given: dict[str, _Given] = {}
    declared = _declared(kind)
    for name, value in [
        *_from_file(userdata, environ, file),
        *_from_environment(environ),
        *_from_defines(userdata),
    ]:
        if name not in declared:
            raise SettingsFailure(f"there is no setting '{name}' ({value.origin})", _advice(name, list(declared)))
        given[name] = value

    values: dict[str, Any] = {}
    for name, value in given.items():
        parse, _, secret = declared[name]
        try:
            values[name] = parse(value)
        except ValueError as wrong:
            shown = masking.MASK if secret else f"'{value.text}'"
            raise SettingsFailure(f"{name} is {shown} ({value.origin})", f"it has to be {wrong}") from None
        if secret:
            masking.add_secret(value.text)
    origins = {name: value.origin for name, value in given.items()} | ({} if "seed" in given else {"seed": "drawn"})
    return kind(**values, origins=MappingProxyType(origins))


def _advice(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower().replace("-", "_"), known, 1, 0.5)
    return f"the nearest is '{near[0]}'" if near else f"there are {', '.join(known)}"


def _from_defines(userdata: Mapping[str, str]) -> Iterator[tuple[str, _Given]]:
    for name, value in userdata.items():
        if "." not in name and name != _FILE_DEFINE:
            yield name, _Given(str(value).strip(), f"-D {name}", Path.cwd())


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, _Given]]:
    for variable, value in environ.items():
        if variable.startswith(PREFIX) and variable != _FILE_VARIABLE and value.strip():
            yield variable.removeprefix(PREFIX).lower(), _Given(value.strip(), variable, Path.cwd())


def _from_file(
    userdata: Mapping[str, str], environ: Mapping[str, str], file: Path | None
) -> Iterator[tuple[str, _Given]]:
    named, origin = userdata.get(_FILE_DEFINE), f"-D {_FILE_DEFINE}"
    if not named:
        named, origin = environ.get(_FILE_VARIABLE), _FILE_VARIABLE
    if named:
        file = Path(named).expanduser().absolute()
    elif file is None:
        file = ROOT / "acceptance.toml"
        if not file.exists():
            return
    else:
        origin = "as asked for"
    import tomllib

    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsFailure(
            f"the settings file {file} cannot be read ({origin}): {error.strerror}", "name one that can"
        ) from None
    except ValueError as error:  # TOMLDecodeError, UnicodeDecodeError
        raise SettingsFailure(f"the settings file {file} is not TOML: {error}", "mend it") from None
    for name, value in content.items():
        if not isinstance(value, str | int | float):
            raise SettingsFailure(f"{name} is no single value ({file})", "write it as name = value, outside any table")
        text = str(value).lower() if isinstance(value, bool) else str(value).strip()
        yield name, _Given(text, str(file), file.parent)


def main(arguments: list[str]) -> int:
    """Print the settings in force; `arguments` are `-D name=value` pairs as behave takes them."""
    from argparse import ArgumentParser

    parser = ArgumentParser(prog="python -m support.config", description="Print the settings in force.")
    parser.add_argument("-D", metavar="name=value", action="append", default=[], dest="defines")
    defines = (each.partition("=") for each in parser.parse_args(arguments).defines)
    try:
        print(load_settings({name: value if sign else "true" for name, sign, value in defines}, os.environ).describe())
    except SuiteFailure as failure:
        print(failure, file=sys.stderr)
        return failure.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
