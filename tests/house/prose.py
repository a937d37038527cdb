"""Rules about the features, each a function from the project's folder to one line per offence."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from behave.model import Feature, Scenario
from behave.parser import parse_file

STEPS = 7
PROMISE = re.compile(r"[A-Z]{2}-\d{2}")
SECRETS_OF_THE_TRADE = {
    "an address": r"\w+://|\blocalhost\b|\b\d{1,3}(\.\d{1,3}){3}\b|(^|\s)/\w[\w/{}-]*",
    "JSON": r"[{\[]\s*[\"{]|\"\s*:\s*[\"{\[\d]",
    "SQL": r"\bSELECT\b.*\bFROM\b|\bINSERT INTO\b|\bUPDATE\b.*\bSET\b|\bDELETE FROM\b",
    "a selector": r"(^|\s)[#.][a-z][\w-]+|\[data-|\bdata-\w+|\bdiv\b|//\w+\[",
    "a status code": r"\b(?i:status|code|http)\W+[1-5]\d\d\b|\b[1-5]\d\d (OK|Forbidden|Not Found)\b",
}


def features(root: Path) -> Iterator[tuple[str, Feature]]:
    """Path from the root, and content, of every feature that has any."""
    for file in sorted((root / "features").rglob("*.feature")):
        if feature := parse_file(str(file)):
            yield str(file.relative_to(root)), feature


def scenarios(root: Path) -> Iterator[tuple[str, Scenario]]:
    """Place and content of every scenario, the rows of outlines filled in."""
    for path, feature in features(root):
        for scenario in feature.walk_scenarios():
            yield f"{path}:{scenario.line}", scenario


def promises(root: Path) -> set[str]:
    """The ids of the table rows in `docs/promises.md`."""
    text = (root / "docs" / "promises.md").read_text(encoding="utf-8")
    return set(re.findall(rf"^\|\s*({PROMISE.pattern})\s*\|", text, re.M))


def long_scenarios(root: Path) -> list[str]:
    """A scenario says one thing."""
    return [
        f"{place} has {len(scenario.steps)} steps, at most {STEPS} are good"
        for place, scenario in scenarios(root)
        if len(scenario.steps) > STEPS
    ]


def without_promise(root: Path) -> list[str]:
    """A scenario is there for a promise, named by its tag or its feature's."""
    return [
        f"{place} is there for no promise"
        for place, scenario in scenarios(root)
        if not any(PROMISE.fullmatch(tag) for tag in scenario.effective_tags)
    ]


def unknown_promises(root: Path) -> list[str]:
    """A tag that looks like a promise is one."""
    known = promises(root)
    return [
        f"{place}: nobody promised @{tag}"
        for place, scenario in scenarios(root)
        for tag in sorted(scenario.effective_tags)
        if PROMISE.fullmatch(tag) and tag not in known
    ]


def sayings(scenario: Scenario) -> Iterator[str]:
    """Everything that a scenario says: its name, its sentences, and the texts and tables under them."""
    yield scenario.name
    for step in scenario.all_steps:
        yield step.name
        yield step.text or ""
        if step.table:
            yield from (cell for row in [step.table.headings, *step.table.rows] for cell in row)


def shop_talk(root: Path) -> list[str]:
    """Product owners read no addresses, JSON, SQL, selectors or status codes."""
    found = [
        f"{place}: {kind} in: {said.strip()}"
        for place, scenario in scenarios(root)
        for said in sayings(scenario)
        for kind, pattern in SECRETS_OF_THE_TRADE.items()
        if re.search(pattern, said)
    ]
    return list(dict.fromkeys(found))


def kept_without_ground(root: Path) -> list[str]:
    """A promise that is said to be kept has scenarios, and known defects that break it; a defect breaks promises."""
    kept = tomllib.loads((root / "docs" / "kept.toml").read_text(encoding="utf-8"))["kept"]
    known = promises(root)
    illustrated = {tag for _, scenario in scenarios(root) for tag in scenario.effective_tags}
    broken = {promise for _, promise in _broken(root)}
    found = [f"{promise} is said to be kept, but nobody promised it" for promise in kept if promise not in known]
    found += [f"{promise} is said to be kept, but has no scenario" for promise in kept if promise not in illustrated]
    found += [
        f"{promise} is said to be kept, but no known defect breaks it" for promise in kept if promise not in broken
    ]
    return found + [
        f"{place} breaks {promise}, which nobody promised" for place, promise in _broken(root) if promise not in known
    ]


def _broken(root: Path) -> Iterator[tuple[str, str]]:
    """Each promise that a known defect says it breaks, with the file."""
    for file in sorted((root / "defects").glob("*/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "breaks":
                yield from ((str(file.relative_to(root)), promise) for promise in ast.literal_eval(node.value))


def misplaced_defects(root: Path) -> list[str]:
    """A known defect lies in `defects/<platform>/<service>/`, of the service that it afflicts."""
    found = []
    for file in sorted((root / "defects").glob("*/**/*.py")):
        place = file.relative_to(root / "defects").parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "service":
                service = str(ast.literal_eval(node.value))
                if len(place) != 3 or place[1] != service.replace("-", "_"):
                    found.append(f"{file.relative_to(root)} afflicts {service}")
    return found
