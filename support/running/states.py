"""The state of behave's model, as a worker tells it to the run's own process, whose model is never run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from behave.capture import ManyCaptured
from behave.model import Step as BehaveStep
from behave.model_type import Status


@dataclass
class Heard:
    """What behave told its formatters of a scenario, a feature or a rule, of which nothing can be seen afterwards."""

    begun: bool = False
    listed: list[Any] = field(default_factory=list)
    """The steps of a scenario that were announced."""
    results: list[Any] = field(default_factory=list)
    """The steps of a scenario that had a result."""
    ended: bool = False
    """Of a feature or rule."""


@dataclass(frozen=True, eq=False)
class ScenarioState:
    """A scenario after it has run, with the steps that it had then: hooks and steps may have changed them."""

    status: str
    hook_failed: bool
    error_message: str | None
    skipped: bool
    skip_reason: str | None
    background: list[Any]
    steps: list[Any]
    captured: Any
    heard: Heard

    @classmethod
    def of(cls, scenario: Any, heard: Heard) -> "ScenarioState":
        every, own = list(scenario.all_steps), list(scenario.steps)
        copies = {id(step): portable(step) for step in (*every, *heard.listed, *heard.results)}
        return cls(
            status=scenario.status.name,
            hook_failed=scenario.hook_failed,
            error_message=scenario.error_message,
            skipped=scenario.should_skip,
            skip_reason=scenario.skip_reason,
            background=[copies[id(step)] for step in every[: len(every) - len(own)]],
            steps=[copies[id(step)] for step in own],
            captured=scenario.captured,
            heard=Heard(
                begun=heard.begun,
                listed=[copies[id(step)] for step in heard.listed],
                results=[copies[id(step)] for step in heard.results],
            ),
        )

    def apply_to(self, scenario: Any) -> None:
        """Make a scenario what this one has become."""
        scenario.hook_failed, scenario.error_message = self.hook_failed, self.error_message
        if self.skipped:
            scenario.should_skip, scenario.skip_reason = True, self.skip_reason
        scenario._background_steps, scenario.steps = self.background, self.steps
        _replace(scenario.captured, self.captured)
        scenario.set_status(Status[self.status])


@dataclass(frozen=True, eq=False)
class ContainerState:
    """A feature or a rule after a worker has been in it."""

    feature: int
    """The number of the feature among those of the run, from 0."""
    rule: int | None
    """The number of the rule in it, from 0; None for the feature itself."""
    hook_failed: bool
    clean_up_failed: bool
    error_message: str | None
    skipped: bool
    skip_reason: str | None
    captured: Any
    heard: Heard

    @classmethod
    def each(cls, number: int, feature: Any, heard: dict[int, Heard]) -> "Iterator[ContainerState]":
        """The states of a feature and of its rules, as far as anything was heard of them."""
        for place, container in enumerate((feature, *feature.iter_rules())):
            if id(container) in heard:
                yield cls(
                    feature=number,
                    rule=place - 1 if place else None,
                    hook_failed=container.hook_failed,
                    clean_up_failed=container.status is Status.cleanup_error,
                    error_message=container.error_message,
                    skipped=container.should_skip,
                    skip_reason=container.skip_reason,
                    captured=container.captured,
                    heard=heard[id(container)],
                )

    def apply_to(self, features: list[Any], heard: dict[int, Heard]) -> None:
        """Add it to what other visits have made of the feature or rule."""
        feature = features[self.feature]
        container = feature if self.rule is None else list(feature.iter_rules())[self.rule]
        container.hook_failed = container.hook_failed or self.hook_failed
        container.clean_up_failed = getattr(container, "clean_up_failed", False) or self.clean_up_failed
        if self.error_message and self.error_message not in (container.error_message or ""):
            container.error_message = "\n".join(filter(None, (container.error_message, self.error_message)))
        if self.skipped:
            container.should_skip, container.skip_reason = True, self.skip_reason
        container.captured.add_captured(self.captured)
        known = heard.setdefault(id(container), Heard())
        known.begun, known.ended = known.begun or self.heard.begun, known.ended or self.heard.ended


def portable(step: Any) -> Any:
    """A step without what cannot leave its process: of its exception only the text is left."""
    copy = BehaveStep(step.filename, step.line, step.keyword, step.step_type, step.name, step.text, step.table)
    copy.status, copy.hook_failed, copy.duration = step.status, step.hook_failed, step.duration
    copy.error_message = step.error_message
    if step.exception is not None:
        copy.exception = Exception(_text(step.exception))
    _replace(copy.captured, step.captured)
    return copy


def settle(container: Any) -> None:
    """Make the status of a feature or rule follow from what became of what it holds, and of its hooks."""
    container.clear_status()
    if getattr(container, "clean_up_failed", False):
        container.set_status(Status.cleanup_error)
    elif container.hook_failed:
        container.set_status(Status.hook_error)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # what it says is somebody else's code
        return type(error).__name__


def _replace(captured: Any, other: Any) -> None:
    captured.reset()
    captured.add_captured(ManyCaptured([*other.captures]))
