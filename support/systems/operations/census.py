"""What there is of a scenario's people and things, wherever it can be seen, to compare one moment with another."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from fnmatch import fnmatchcase

from hamcrest import equal_to, greater_than_or_equal_to

from support.clients.broker import Subscription
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.contract import For, Operation
from support.systems.system import System

Seen = dict[str, str]
"""What is to be seen, by where it is."""
RESTS_WITHIN = 20.0
"""Seconds in which all that was done before has come to its end: events have been heard, rows are written."""
RESTS_FOR = 0.3
"""Seconds after which what a call has set going can be seen."""


class Census:
    """Looks through the eyes of each of these people, into the stores, and at what services tell each other."""

    def __init__(self, system: System, people: Sequence[Persona]) -> None:
        self._system, self._people = system, people
        self._belongings = system.belongings
        self._marks = [*self._belongings.marks, *(system.id_of(who) for who in people)]
        self._heard: Subscription | None = None
        if system.broker is not None:
            self._heard = system.broker.subscribe(">")
            system.world.cleanup.add("listen to services no longer", self._heard.end)
        self.before: Seen = {}

    def begin(self) -> None:
        """Take the census from which on nothing may change; what is still under way comes to its end first."""
        last: list[Seen] = [{}]

        def rests() -> bool:
            now = self._look()
            last.append(now)
            return now == last[-2]

        eventually(rests, equal_to(True), within=RESTS_WITHIN, poll=RESTS_FOR, what="whether all is quiet")
        self.before = last[-1]

    def lasting(self, passes: Collection[str]) -> Seen:
        """What there is of them without events, and without the columns and fields of these patterns.

        A column is called `schema.table.column`, a field of what is read `service GET /path: field`.
        """
        stored = self._stored(lambda table, column: not _fits(f"{table}.{column}", passes), leaving_out=())
        read = {place: _without(place, text, passes) for place, text in self._read().items()}
        return {**read, **stored, **self._kept()}

    def changes(self) -> list[str]:
        """What is new, gone or changed since, in one line each."""
        assert self.before, "there was nothing to be seen before"
        now = self._look()
        places = [place for place in {**self.before, **now} if self.before.get(place) != now.get(place)]
        return [f"{place}: {_told(self.before.get(place))} has become {_told(now.get(place))}" for place in places]

    def await_no_change(self, during: float = RESTS_FOR) -> list[str]:
        """The changes after a while in which what was set going would have come to its end."""
        ends = self._system.world.clock() + during
        eventually(self._system.world.clock, greater_than_or_equal_to(ends), within=during + 1, what="the time")
        return self.changes()

    def _look(self) -> Seen:
        return {**self._read(), **self._stored(), **self._kept(), **self._said()}

    def _read(self) -> Seen:
        """What each of them reads of their own."""
        seen = {}
        for who in self._people:
            for operation in self._system.contract.operations:
                if self._readable(operation, who):
                    client = self._system.service(operation.service, self._system.token_of(who), who.name)
                    reply = client.get(operation.path_for(self._belongings.ids))
                    assert reply.status == 200, f"{who.name} is refused {operation}: {reply.status} {reply.text[:200]}"
                    seen[f"what {who.name} reads at {operation}"] = reply.text
        assert seen or not self._system.contract.operations, "nobody can read anything"
        return seen

    def _readable(self, operation: Operation, who: Persona) -> bool:
        """Whether it tells somebody of these things: people of theirs, or whoever asks of what is everybody's."""
        about = operation.answers is For.PEOPLE or (
            operation.answers is For.EVERYBODY and operation.described and bool(operation.gaps)
        )
        return (
            operation.method == "GET"
            and about
            and not operation.shared
            and not operation.demands
            and operation.allows(who.role, self._belongings.of(who))
        )

    def _stored(
        self,
        wanted: Callable[[str, str], bool] = lambda table, column: True,
        leaving_out: Collection[str] | None = None,
    ) -> Seen:
        """Rows, but for the tables to which a refusal adds something, unless others are left out."""
        if self._system.database is None:
            return {}
        seen, left_out = {}, self._system.contract.records_refusals if leaving_out is None else leaving_out
        for row in self._system.database.census(mentioning=self._marks):
            if row.place in left_out:
                continue
            content = {column: value for column, value in row.content.items() if wanted(row.place, column)}
            seen[f"the row {row.name} of {row.place}"] = json.dumps(content, sort_keys=True, default=str)
        return seen

    def _kept(self) -> Seen:
        """The keys of the cache that are named after something of theirs; sessions come and go as they are used."""
        cache = self._system.cache
        if cache is None:
            return {}
        added = self._system.contract.records_refusals
        keys = [key for key in cache.keys("*") if any(mark in key for mark in self._marks) and not _fits(key, added)]
        return {f"the key {key}": str(cache.command("TYPE", key)) for key in keys}

    def _said(self) -> Seen:
        """The events that were about them since the census was begun, but for those of refusals."""
        added, heard = self._system.contract.records_refusals, self._heard.messages if self._heard else []
        said = [one for one in heard if self._about(one.text) and one.subject not in added]
        return {f"event {number} ({one.subject})": one.text for number, one in enumerate(said, 1)}

    def _about(self, text: str) -> bool:
        return any(mark in text for mark in self._marks)


def _fits(name: str, patterns: Collection[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _without(place: str, text: str, passes: Collection[str]) -> str:
    """An answer without the fields of its data that pass."""
    fields = [one.partition(": ")[2] for one in passes if ": " in one and place.endswith(one.partition(": ")[0])]
    if not fields:
        return text
    answer = json.loads(text)
    answer["data"] = {name: value for name, value in answer["data"].items() if name not in fields}
    return json.dumps(answer, ensure_ascii=False)


def _told(seen: str | None) -> str:
    return "nothing" if seen is None else seen[:300]
