"""Telling behave's own formatters of a run with workers, when all is over, as if everything ran now."""

from typing import Any

from behave.matchers import NoMatch
from behave.model_type import Status

from support.running.states import Heard, settle


class Retelling:
    """What behave would have told its formatters, in its order, had it run the features one by one.

    Made before the first scenario runs: what is skipped by then was not selected. `heard` has what workers have
    heard of each scenario, feature and rule, by `id`.
    """

    def __init__(self, features: list[Any], config: Any, vocabularies: Any) -> None:
        self._features = features
        self._config = config
        self._vocabularies = vocabularies
        self.heard: dict[int, Heard] = {}
        containers = [one for feature in features for one in (feature, *feature.iter_rules())]
        scenarios = [one for feature in features for one in feature.walk_scenarios()]
        self._left_out = {id(one) for one in (*containers, *scenarios) if one.should_skip}
        self._unreached: set[int] = set()

    def settle(self, planned: set[int]) -> None:
        """Give what no worker came to its state; `planned` are the scenarios that were to run, by `id`.

        As with behave, what was not selected is skipped, unless the run ended before its turn came.
        """
        for feature in self._features:
            scenarios = feature.walk_scenarios()
            waiting = [one for one in scenarios if id(one) in planned and one.status is Status.untested]
            if waiting and not any(id(one) in self.heard for one in (feature, *scenarios)):
                self._unreached.add(id(feature))
            elif not waiting:
                for scenario in scenarios:
                    if id(scenario) not in planned:  # also one without steps, which would count as passed
                        scenario.mark_skipped()
            for container in (*feature.iter_rules(), feature):
                settle(container)

    def tell(self, formatter: Any) -> None:
        """Tell one formatter all of it."""
        for feature in self._features:
            if id(feature) not in self._unreached:
                formatter.uri(feature.filename)
                self._container(formatter, feature)

    def _container(self, formatter: Any, container: Any) -> None:
        show_skipped = self._config.show_skipped
        chosen = id(container) not in self._left_out and container.should_run_with_tags(self._config.tag_expression)
        heard = self.heard.get(id(container)) or Heard(begun=chosen, ended=chosen)
        if heard.begun or show_skipped:
            self._say(formatter, container.type, container)
            if container.background:
                formatter.background(container.background)
        for item in container.run_items:
            if item.type == "rule":
                self._container(formatter, item)
            else:
                for scenario in getattr(item, "scenarios", [item]):
                    self._scenario(formatter, scenario)
        if heard.ended or show_skipped:
            self._say(formatter, "eof" if container.type == "feature" else "rule_finished")

    def _scenario(self, formatter: Any, scenario: Any) -> None:
        heard = self.heard.get(id(scenario)) or Heard()
        aside = self._config.show_skipped and scenario.status is Status.skipped and self._is_named(scenario)
        if heard.begun or aside:
            formatter.scenario(scenario)
        for step in scenario.all_steps if aside and not heard.begun else heard.listed:
            formatter.step(step)
        for step in heard.results:
            formatter.match(self._vocabularies.find_match(step) or NoMatch())
            formatter.result(step)

    def _is_named(self, scenario: Any) -> bool:
        return bool(scenario.should_run_with_name_select(self._config))

    def _say(self, formatter: Any, event: str, *args: Any) -> None:
        if method := getattr(formatter, event, None):
            method(*args)
