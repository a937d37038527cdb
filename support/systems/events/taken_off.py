"""What is left when the last speaker, company or topic is taken off an event: wherever it was seen, it is no longer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hamcrest import assert_that, equal_to

from support.systems.events.catalogue import Catalogue
from support.systems.events.discovery import Discovery
from support.systems.events.facts import Facts, expected, ranked, shown
from support.systems.events.graph import Graph

LISTS = ("speakers", "companies", "topics")
NOTHING = Facts("An event of which nothing else is told")


class TakenOff:
    def __init__(self, catalogue: Catalogue, discovery: Discovery, graph: Graph) -> None:
        self._catalogue, self._discovery, self._graph = catalogue, discovery, graph

    def check_each(self, name: str) -> None:
        """One list after another is emptied; everything else stays as it was told, for this event and the others."""
        identity = self._catalogue.id_of(name)
        before = self._catalogue.facts[identity]
        for what in LISTS:
            assert getattr(before, what), f'"{name}" has no {what} that could be taken off'
            empty = replace(self._catalogue.facts[identity], **{what: getattr(NOTHING, what)})
            answer = self._catalogue.change(identity, empty, what)
            self._check_told(answer, empty, f'what is answered to taking all {what} off "{name}"')
            self._check_everywhere(before, what)

    def _check_everywhere(self, before: Facts, what: str) -> None:
        """In the event, in lists, in what is found by each of its texts, and near to others, in the graph, in rows."""
        known, after = self._catalogue.facts, f'after all {what} were taken off "{before.name}"'
        for identity in known:
            self._catalogue.check_shown(identity)
        for one in self._catalogue.listed():
            self._check_told(one, known[one["id"]], f"what is listed of an event {after}")
        for topic in before.topics:
            listed = sorted(self._catalogue.names(self._catalogue.listed(topic=topic)))
            wanted = sorted(facts.name for facts in known.values() if topic in facts.topics)
            assert_that(listed, equal_to(wanted), f'what is listed about "{topic}" {after}')
        for text in filter(None, before.texts().values()):
            found = [(one["id"], one["score"]) for one in self._discovery.search(text)]
            assert_that(found, equal_to(ranked(known.items(), text)), f'what is found by "{text}" {after}')
        for name in self._catalogue.told:
            for one in self._discovery.similar(name):
                self._check_told(one, known[one["id"]], f'what is told of an event like "{name}" {after}')
        self._graph.check_all()
        for table, links in (
            ("event_speakers", "speakers"),
            ("event_companies", "companies"),
            ("event_topics", "topics"),
        ):
            wanted_rows = sum(len(getattr(facts, links)) for facts in known.values())
            assert self._catalogue.rows(table) in (None, wanted_rows), f"{table} has not {wanted_rows} rows {after}"

    def _check_told(self, event: dict[str, Any], facts: Facts, what: str) -> None:
        assert_that(shown(event), equal_to(expected(facts)), what)
