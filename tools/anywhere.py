"""`behave` from any folder, with `--order` and `--shard`.

Behave reads its settings only from the folder it is called in. `.venv/bin/behave` therefore calls this:
it goes to the project's folder first, and takes paths on the command line relative to where it was called,
as everybody expects. It also understands two options more than behave does, for settings that are given often:

    --order defined|random|random:SEED    as -D order=random -D seed=SEED
    --shard I/N                           as -D shard=I/N

Called on features that are no part of this project, it is plain behave.
"""

import os
import re
import sys
from pathlib import Path

from behave.__main__ import run_behave
from behave.configuration import Configuration, setup_parser
from behave.exception import ConfigError, TagExpressionError
from behave.runner_plugin import RunnerPlugin

from tools.stages import ROOT, ToolFailure

MARKS = ("behave.ini", "features", "steps", "environment.py")


OPTIONS = {
    "--order": (r"defined|random(:[0-9]+)?", "defined, random or random:SEED, such as random:7"),
    "--shard": (r"[0-9]+/[0-9]+", "I/N, such as 2/3 for the second of three parts"),
}


def settings(given: list[str]) -> list[str]:
    """The command line with `--order` and `--shard` as the settings they stand for.

    `ToolFailure` says what their value has to be. Whether a shard I/N makes sense, the settings judge.
    """
    rest = list(given)
    translated: list[str] = []
    while rest:
        argument = rest.pop(0)
        option, sign, value = argument.partition("=")
        if argument == "--":
            return [*translated, argument, *rest]
        if option not in OPTIONS:
            translated.append(argument)
            continue
        pattern, meaning = OPTIONS[option]
        if not sign:
            if not rest:
                raise ToolFailure(f"{option} has no value; it has to be {meaning}")
            value = rest.pop(0)
        if not re.fullmatch(pattern, value):
            raise ToolFailure(f"{option} is '{value}'; it has to be {meaning}")
        setting, _, seed = value.partition(":")
        translated += ["-D", f"{option.removeprefix('--')}={setting}"] + (["-D", f"seed={seed}"] if seed else [])
    return translated


def located(argument: str, here: Path) -> Path | None:
    """What FILE, FOLDER, FILE:LINE or @LIST names, seen from `here`; None where there is nothing."""
    path = here / re.sub(r":\d+$", "", argument.removeprefix("@"))
    return path.resolve() if path.exists() else None


def arguments(given: list[str], here: Path) -> list[str] | None:
    """The command line as seen from the project's folder; None when it concerns some other project."""
    parser = setup_parser()
    parser.set_defaults(junit_directory=None)
    parsed = parser.parse_args(given)
    found = {path: place for path in parsed.paths if (place := located(path, here))}
    if any(not place.is_relative_to(ROOT) for place in found.values()):
        return None
    if not parsed.paths and not here.is_relative_to(ROOT) and any((here / mark).exists() for mark in MARKS):
        return None
    moved = {
        path: path.replace(path.removeprefix("@").split(":")[0], os.path.relpath(place, ROOT))
        for path, place in found.items()
    }
    written = [*(parsed.outfiles or ()), *filter(None, [parsed.junit_directory])]
    moved |= {name: str(here / name) for name in written if name != "-"}
    return [moved.get(argument, argument) for argument in given]


def behave(given: list[str]) -> int:
    """behave's own main, except that a command line or settings that make no sense are status 2 and one sentence."""
    try:
        config = Configuration(given)
        _look_ahead(config)
    except (ConfigError, TagExpressionError, ImportError, TypeError) as error:
        why = " ".join(str(error).replace("^ (HERE)", "").replace("____", "").split()).strip(" _")
        print(f"behave cannot run this: {why}; mend the command line or behave.ini", file=sys.stderr)
        forget(given)
        return 2
    except SystemExit as ended:
        if ended.code:
            forget(given)
        raise
    return int(run_behave(config))


def _look_ahead(config: Configuration) -> None:
    """Raise what behave would find only once it begins, and answer with 1."""
    formats = len(config.format or ()) or 1
    if len(config.outputs) > (most := formats + (formats == len(config.defaults.get("format", ())))):
        raise ConfigError(f"{len(config.outputs)} outfiles are more than {most} formatters")
    runner = str(getattr(config, "runner"))  # noqa: B009 (its type information does not know it)
    if runner != "help":
        name = str(config.runner_aliases.get(runner, runner))
        if ":" not in name:
            raise ConfigError(f"runner={name} (RUNNER-ALIAS NOT FOUND)")
        RunnerPlugin.load_class(name, verbose=False)


def forget(given: list[str]) -> None:
    """Leave no report of an earlier run that could be taken for this one's, which cannot start."""
    from support.config import load_settings
    from support.failures import SuiteFailure
    from support.reporting import run_record
    from support.running.claim import claim

    defines = dict(re.findall(r"(?:^|\n)-D\n?(reports)=([^\n]*)", "\n".join(given)))
    try:
        reports = load_settings(defines, os.environ).reports
        claim(reports)
    except SuiteFailure:  # another run's reports, or none that could be found
        return
    run_record.forget(reports)


def main() -> int:
    """Run behave on the command line given; its exit status, 2 when it makes no sense."""
    here = Path.cwd()
    given = sys.argv[1:]
    try:
        understood = settings(given)
    except ToolFailure as failure:
        print(failure, file=sys.stderr)
        return 2
    if here == ROOT:
        given = understood
    elif (translated := arguments(understood, here)) is not None:
        os.chdir(ROOT)
        given = translated
    try:
        return behave(given)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
