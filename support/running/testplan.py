"""A test plan as Allure's tools hand it to a run: a file, named by an environment variable, with the scenarios to run.

Its entries have the `fullName` of a result as `selector`, or the `id` that a scenario has by `@allure.label.as_id:ID`.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.failures import SettingsFailure

if TYPE_CHECKING:
    from support.running.model import Container, Scenario
    from support.running.selection import Identity

VARIABLE = "ALLURE_TESTPLAN_PATH"
ID = "allure.label.as_id:"
UNNAMED = "not in the test plan"
SHAPE = 'mend it, or unset the variable; its form is {"tests": [{"selector": "features/x.feature: name"}]}'


def keep(features: "Iterable[Container]", identities: "Mapping[int, Identity]", environ: Mapping[str, str]) -> None:
    """Mark all scenarios as skipped that the plan does not name; where there is no plan, none.

    SettingsFailure when it cannot be read, or names no scenario of these features: nothing would be run, or all.
    """
    if not (path := environ.get(VARIABLE)):
        return
    wanted = _read(Path(path))
    scenarios = [scenario for feature in features for scenario in feature.walk_scenarios()]
    others = [one for one in scenarios if wanted.isdisjoint(_names(one, identities[id(one)]))]
    if len(others) == len(scenarios):
        raise SettingsFailure(f"the test plan {path} ({VARIABLE}) names no scenario that is here", SHAPE)
    for scenario in others:
        scenario.mark_skipped(UNNAMED)


def _read(path: Path) -> frozenset[tuple[str, str]]:
    """What a plan names, as pairs of `selector` or `id` and its value."""
    try:
        tests: Any = json.loads(path.read_text(encoding="utf-8"))["tests"]
        return frozenset((kind, str(one[kind])) for one in tests for kind in ("selector", "id") if one.get(kind))
    except OSError as error:
        raise SettingsFailure(f"the test plan {path} ({VARIABLE}) cannot be read: {error.strerror}", SHAPE) from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise SettingsFailure(f"the test plan {path} ({VARIABLE}) is none", SHAPE) from None


def _names(scenario: "Scenario", identity: "Identity") -> set[tuple[str, str]]:
    """All by which a plan may name a scenario; allure-behave's own plans call it `feature: scenario`."""
    by_feature = f"{scenario.feature.name}: {identity.name}"
    ids = {("id", tag.removeprefix(ID)) for tag in map(str, scenario.effective_tags) if tag.startswith(ID)}
    return {("selector", identity.full_name), ("selector", by_feature), *ids}
