"""What hooks and steps say to Allure themselves: `allure.dynamic`, `allure.attach`, hooks decorated as fixtures."""

# mypy: disable-error-code="no-untyped-call"
# allure-commons says that it is typed, but most of its functions are not.

import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from allure_behave.listener import AllureListener  # type: ignore[import-untyped]
from allure_behave.utils import get_hook_name  # type: ignore[import-untyped]
from allure_commons import hookimpl
from allure_commons.model2 import (
    Label,
    Parameter,
    TestAfterResult,
    TestBeforeResult,
    TestResult,
    TestResultContainer,
)
from allure_commons.types import LabelType
from allure_commons.utils import now, uuid4

from support.evidence import masking

BEFORE, AFTER = "before_", "after_"
ALL, WORKER, FEATURE, RULE, SCENARIO = "all", "worker", "feature", "rule", "scenario"


class Fixtures:
    """Hooks that are decorated as fixtures, and the results that they were carried out for.

    Allure keeps them in containers: one for the whole run, and within it one for each feature, rule and scenario that
    is open. A result is of all of those.
    """

    def __init__(self, logger: Any) -> None:
        self._logger = logger
        self._open: list[tuple[str, TestResultContainer]] = []
        self._tags: list[str] = []  # of the rule that is open, whose hooks after it have not been called

    def enter(self, level: str) -> None:
        """Open a container; all within it is that of what came before."""
        container = TestResultContainer(uuid=uuid4())
        self._logger.start_group(container.uuid, container)
        self._open.append((level, container))

    def leave(self, level: str) -> None:
        """Close the innermost container of this level, with all within it; one without fixtures is not written."""
        while any(opened == level for opened, _ in self._open):
            opened, container = self._open.pop()
            if container.befores or container.afters:
                self._logger.stop_group(container.uuid)
            else:
                self._logger._items.pop(container.uuid)
            if opened == level:
                return

    def holds(self, result: str) -> None:
        """A result is of all that is open."""
        for _, container in self._open:
            container.children.append(result)

    def close(self, results: Callable[[], list[str]]) -> None:
        """Close all. What was done for the whole run is of all its `results`, also those of other processes."""
        whole = self._open[0][1]
        if whole.befores or whole.afters:
            whole.children[:] = results()
        self.leave(ALL)

    def rule(self, tags: Iterable[str]) -> None:
        """A rule with these tags begins, and the one before it has ended."""
        self.leave(RULE)
        self.enter(RULE)
        self._tags = list(tags)

    def of(self, hook: str, tag: str) -> TestResultContainer:
        """Where the fixture of a hook belongs that is about to be called; `tag` is that of a tag's hook.

        Behave does not say when a rule ends: that is when a hook after the feature is called, or one after a tag that
        the rule does not have, or has no more.
        """
        if self._open[-1][0] == RULE and hook.startswith(AFTER) and hook != AFTER + RULE:
            if tag in self._tags:
                self._tags.remove(tag)
            else:
                self.leave(RULE)
        return self._open[-1][1]


class Api(AllureListener):  # type: ignore[misc]  # allure-behave has no types
    """The side of the listener that hooks and steps speak to, by way of `allure`."""

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.fixtures = Fixtures(self.logger)
        self.fixtures.enter(ALL)
        self._known: set[str] = set()
        """Fixtures under way, by uuid."""

    # Hooks as fixtures

    @hookimpl
    def start_fixture(self, parent_uuid: str, uuid: str, name: str, parameters: Mapping[str, Any]) -> None:
        """Begin a fixture: a hook, or any other function, which is a step of wherever it is called."""
        if not name.startswith((BEFORE, AFTER)):
            self.start_step(uuid, name, {})
            return
        shown = get_hook_name(name, dict(parameters))
        container = self.fixtures.of(name, shown.partition(" @")[2])
        self._known.add(uuid)
        if name.startswith(BEFORE):
            self.logger.start_before_fixture(container.uuid, uuid, TestBeforeResult(name=shown, start=now()))
        else:
            self.logger.start_after_fixture(container.uuid, uuid, TestAfterResult(name=shown, start=now()))

    @hookimpl
    def stop_fixture(self, parent_uuid: str, uuid: str, name: str, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        """End it with what became of it."""
        if uuid in self._known:
            self._known.discard(uuid)
            super().stop_fixture(parent_uuid, uuid, name, exc_type, exc_val, exc_tb)
        else:
            self.stop_step(uuid, exc_type, exc_val, exc_tb)

    # What they attach

    @hookimpl
    def attach_data(self, body: Any, name: str, attachment_type: Any, extension: str) -> None:
        """Attach to what is under way, or else to the run."""
        told = masking.mask(body) if isinstance(body, str) else body
        send = self.logger.attach_data if self._is_under_way() else self.logger.global_attach_data
        send(uuid4(), told, name=name, attachment_type=attachment_type, extension=extension)

    @hookimpl
    def attach_file(self, source: str, name: str, attachment_type: Any, extension: str) -> None:
        """Attach to what is under way, or else to the run."""
        send = self.logger.attach_file if self._is_under_way() else self.logger.global_attach_file
        send(uuid4(), source, name=name, attachment_type=attachment_type, extension=extension)

    def _is_under_way(self) -> bool:
        return self.logger._last_executable() is not None

    # What they say of the scenario

    @hookimpl
    def add_title(self, test_title: str) -> None:
        """Call the result of the scenario something else; its identity stays."""
        if result := self._result():
            result.name = masking.mask(str(test_title))

    @hookimpl
    def add_label(self, label_type: str, labels: tuple[Any, ...]) -> None:
        """Add labels; there is only one severity."""
        if result := self._result():
            kind = str(getattr(label_type, "value", label_type))
            if kind == LabelType.SEVERITY:
                result.labels = [label for label in result.labels if label.name != kind]
            result.labels += [Label(name=kind, value=masking.mask(str(getattr(one, "value", one)))) for one in labels]

    @hookimpl
    def add_parameter(self, name: str, value: Any, excluded: bool | None, mode: Any) -> None:
        """Add a parameter, or change one of the same name."""
        if result := self._result():
            given = Parameter(
                name=name, value=masking.mask(str(value)), excluded=excluded, mode=getattr(mode, "value", mode)
            )
            result.parameters = [one for one in result.parameters if one.name != name] + [given]

    def _result(self) -> TestResult | None:
        found: TestResult | None = self.logger.get_test(None)
        return found


def described(result: TestResult, words: str, page: str = "") -> None:
    """Give a result its description: what a hook or step has said of it, or else `words`; with a `page`, before that.

    `words` are Markdown, `page` is HTML.
    """
    said, shown = masking.mask(result.description or ""), masking.mask(result.descriptionHtml or "")
    if page:
        paragraph = f"<p>{html.escape(said)}</p>" if said else ""
        result.description, result.descriptionHtml = None, "\n".join(filter(None, (shown or paragraph, page)))
    elif not shown:
        result.description = said or words
