"""Compares what the features say with what the steps understand, without running anything.

Behave's own dry run tells undefined sentences only; a sentence that two steps understand goes to whichever
was loaded first. So this asks every step of the vocabulary that a feature has about every sentence.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from behave.matchers import MatchWithError
from behave.model import Feature, Step
from behave.parser import ParserError, parse_file
from behave.runner_util import exec_file
from behave.step_registry import AmbiguousStep, registry

from support.running import vocabulary
from support.running.vocabulary import Vocabularies
from tools.stages import ROOT


def sentences(features: Iterable[Feature]) -> Iterator[Step]:
    """Every step of every scenario and background, the rows of outlines filled in."""
    for feature in features:
        for scenario in feature.walk_scenarios():
            yield from scenario.all_steps


def load(root: Path) -> Vocabularies:
    """The steps of the project at `root`, with the parameter types that its environment registers."""
    registry.clear()
    if (environment := root / "environment.py").is_file():
        exec_file(str(environment), {})
    return vocabulary.load(root / "steps")


def faults(known: Vocabularies, features: Iterable[Feature]) -> list[str]:
    """One line for every undefined, ambiguous or unused step, and for each that is badly written."""
    found = [
        f"{bad.location}: bad step definition: {bad.pattern}" for bad in registry.error_handler.bad_step_definitions
    ]
    used: set[int] = set()
    for step in sentences(features):
        words = known.of(step.filename)
        matchers = words.understanding(step)
        used |= {id(matcher) for matcher in matchers}
        sentence = f"{step.location}: {step.keyword} {step.name}"
        if not matchers:
            found.append(f"{sentence}: undefined")
        elif len(matchers) > 1:
            others = " and ".join(f'"{matcher.pattern}" ({matcher.location})' for matcher in matchers)
            found.append(f"{sentence}: ambiguous between {others}")
        elif isinstance(match := words.find_match(step), MatchWithError):
            found.append(f"{sentence}: {match.stored_error}")
    for matchers in known.steps.values():
        for one in matchers:
            if names := ignored(one.func):
                found.append(f"{one.location}: ignored: {', '.join(names)} of {one.step_type} {one.pattern}")
        unused = (matcher for matcher in matchers if id(matcher) not in used)
        found += [f"{matcher.location}: unused: {matcher.step_type} {matcher.pattern}" for matcher in unused]
    return list(dict.fromkeys(found))


def ignored(step: Callable[..., object]) -> list[str]:
    """Words of a sentence that its step is given and does not use: it would pass with others as well."""
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(step))).body
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    used = {node.id for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)}
    given = [argument.arg for argument in [*function.args.args[1:], *function.args.kwonlyargs]]
    return [word for word in given if word not in used]


def check(root: Path) -> list[str]:
    """All that is wrong between the features and the steps of the project at `root`."""
    try:
        known = load(root)
        files = sorted((root / "features").rglob("*.feature"))
        features = [feature for file in files if (feature := parse_file(str(file)))]
    except (AmbiguousStep, ParserError) as error:
        return [str(error)]
    return faults(known, features)


def main() -> int:
    """Print what is wrong; 1 when something is."""
    found = check(ROOT)
    print("\n".join(found) if found else "Every sentence has one step and every step is used.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
