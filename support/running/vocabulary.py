"""What sentences mean: a vocabulary for each platform.

`steps/` has the sentences that all platforms share, `steps/<platform>/` those of one. A feature in
`features/<platform>/` is understood with both, and with nothing of another platform: two may say "Lina joins" and mean
two things. Behave's own registry holds all of them in the end, so that its catalogue lists everything.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from behave.runner import the_step_registry  # that which `given`, `when` and `then` write into, also after a reset
from behave.runner_util import load_step_modules
from behave.step_registry import StepRegistry

from support.running.selection import platform_of
from support.scenario import parameters, people

Definitions = dict[str, list[Any]]
"""Step definitions, in the order in which they were loaded, by `given`, `when`, `then` and `step`."""


class Vocabulary(StepRegistry):  # type: ignore[misc]  # behave has no types for it
    """The steps that the features of one platform may use; people are those of the platform."""

    def __init__(self, platform: str, shared: Mapping[str, list[Any]], own: Mapping[str, list[Any]]) -> None:
        super().__init__()
        self.platform = platform
        self.own = own
        """Its own steps alone."""
        self.steps = {kind: [*shared[kind], *own.get(kind, ())] for kind in shared}

    def find_match(self, step: Any) -> Any:
        """The step that understands a sentence, with what it takes from it; None for no such step."""
        with people.on_stage(self.platform):
            return super().find_match(step)

    def understanding(self, step: Any) -> list[Any]:
        """All the steps that understand a sentence, whether or not they can make sense of its parameters."""
        kinds = (str(step.step_type), "step")
        with people.on_stage(self.platform):
            return [one for kind in dict.fromkeys(kinds) for one in self.steps[kind] if one.match(step.name)]


class Vocabularies(StepRegistry):  # type: ignore[misc]
    """The vocabularies of all platforms. As a registry, it asks the one of the feature that a sentence stands in."""

    def __init__(self, shared: Definitions, own: Mapping[str, Definitions]) -> None:
        super().__init__()
        self.shared = Vocabulary("", shared, {})
        self._own = {platform: Vocabulary(platform, shared, steps) for platform, steps in own.items()}
        others = [one.own for one in self._own.values()]
        self.steps = {kind: [*shared[kind], *(step for one in others for step in one[kind])] for kind in shared}

    def __iter__(self) -> Iterator[Vocabulary]:
        yield from (self.shared, *self._own.values())

    def of(self, file: str) -> Vocabulary:
        """The vocabulary of a feature file: that of its platform, or what all share."""
        platform = platform_of(file)
        if platform and platform not in self._own:  # a platform that needs no sentence of its own has people, though
            self._own[platform] = Vocabulary(platform, self.shared.steps, {})
        return self._own[platform] if platform else self.shared

    def find_match(self, step: Any) -> Any:
        return self.of(step.filename).find_match(step)

    def find_step_definition(self, step: Any) -> Any:
        return self.of(step.filename).find_step_definition(step)


def load(folder: Path) -> Vocabularies:
    """Load the steps of a project: those in `folder`, and those of each platform in a folder of its name below.

    Raises what a step module raises, and AmbiguousStep for two steps with one sentence that meet in a vocabulary.
    """
    load_step_modules([str(folder)])
    shared = _copy(the_step_registry.steps)
    own: dict[str, Definitions] = {}
    for platform in sorted(place.name for place in folder.glob("*/") if any(place.glob("*.py"))):
        the_step_registry.steps = _copy(shared)
        parameters.register(platform)
        load_step_modules([str(folder / platform)])
        loaded = the_step_registry.steps
        own[platform] = {kind: loaded[kind][len(shared[kind]) :] for kind in loaded}
    vocabularies = Vocabularies(shared, own)
    the_step_registry.steps = vocabularies.steps
    return vocabularies


def _copy(steps: Mapping[str, list[Any]]) -> Definitions:
    return {kind: [*definitions] for kind, definitions in steps.items()}
