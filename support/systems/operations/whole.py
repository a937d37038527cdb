"""Whatever people can make is looked at whole: wherever it can be seen, whatever is restarted, and after its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from functools import partial
from itertools import count, product
from typing import Any

from hamcrest import equal_to

from support.clients.broker import Subscription
from support.clients.http import HttpClient
from support.inventory.remains import load_remains
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.contract import For, Operation
from support.systems.fields import Each, Field, Flag, Ids, Mail, Other, Text
from support.systems.operations.keeping import otherwise
from support.systems.system import System

EVERYWHERE_WITHIN = 5.0
"""Seconds until what was made is known wherever it can be seen."""
NOT_ITS_OWN = 2
"""Fields that a place has in common with the answer at least, or it is about something else."""
EPOCH, MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)
Fields = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """One thing that somebody made."""

    operation: Operation
    who: Persona
    id: str
    sent: Mapping[str, Any]
    answer: Fields

    def __str__(self) -> str:
        return f"what {self.operation} made for {self.who.name}"


class Whole:
    """Makes one of everything, and looks at it in every place."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._people: Sequence[Persona] = ()
        self._made: list[Made] = []
        self._heard: Subscription | None = None
        self._before: dict[str, Fields] = {}
        self._numbers = count(1)

    def make(self, people: Sequence[Persona], after: Callable[[str], object] = lambda service: None) -> None:
        """Make one of everything that they may make; `after` is called with the service when the answer is there."""
        self._people = people
        for who in people:
            self._system.token_of(who)
        if self._system.broker is not None and self._heard is None:
            self._heard = self._system.broker.subscribe(">")
            self._system.world.cleanup.add("listen to events no longer", self._heard.end)
        for operation in self._makers():
            who = next(one for one in people if operation.allows(one.role, self._system.belongings.of(one)))
            for flag, many in product(_both(operation, Flag), _both(operation, Ids)):
                self._made.append(self._make(operation, who, after, flag=flag, many=many))
        assert self._made, "nothing was made"

    def _makers(self) -> Iterator[Operation]:
        """Those that make something which can be read again by its id."""
        for operation in self._contract.different_operations():
            if operation.makes and operation.answers is For.PEOPLE and self._about(operation, "GET"):
                yield operation

    def _make(
        self, operation: Operation, who: Persona, after: Callable[[str], object], *, flag: bool, many: bool
    ) -> Made:
        ids = self._system.belongings.ids
        sent = {name: self._telling(name, one, flag=flag, many=many) for name, one in operation.sends.items()}
        client = self._client(operation, who)
        headers = operation.headers_for(ids)
        reply = client.request(operation.method, operation.path_for(ids), headers=headers, **operation.body_of(sent))
        after(operation.service)
        answer = data(reply, 201)
        made = Made(operation, who, operation.id_in(answer), sent, answer)
        if removing := self._about(operation, "DELETE"):
            path = self._path(removing, made)
            self._system.made(operation, answer, partial(client.delete, path))
        return made

    def _telling(self, name: str, kind: Field, *, flag: bool, many: bool) -> Any:
        """A value that is found nowhere else, and says of which field it is; of a list nothing, or one thing twice."""
        if isinstance(kind, Flag):
            return flag
        if isinstance(kind, Ids):
            return kind.good(self._system.belongings.ids) * (1 + kind.repeats if many else 0)
        if isinstance(kind, Text) and not isinstance(kind, Mail):
            if kind.raw and kind.unique:
                return kind.unique.join((kind.example, str(next(self._numbers)), self._system.world.data.mark))
            number = f"{next(self._numbers)} " if kind.unique else ""
            return f"{number}{name} — «Żółć» & 日本 🎷 {self._system.world.data.mark}"[: kind.most]
        return kind.good(self._system.belongings.ids)

    def _about(self, operation: Operation, method: str) -> Operation | None:
        return operation.reading_of(self._contract.operations, method)

    def _path(self, operation: Operation, made: Made) -> str:
        return operation.path_for({**self._system.belongings.ids, made.operation.makes: made.id})

    def check_same_everywhere(self) -> None:
        """What was sent, what was answered, and what is found in each place agree, field by field."""
        for made in self._made:
            eventually(
                partial(self._faults, made), equal_to([]), within=EVERYWHERE_WITHIN, what=f"what is wrong with {made}"
            )
            self._before |= self._places(made)

    def _faults(self, made: Made) -> list[str]:
        faults = [
            f"{field} was sent as {value!r}, and answered as {made.answer[field]!r}"
            for field, value in made.sent.items()
            if field in made.answer and not _is_as_sent(made.operation.sends[field], value, made.answer[field])
        ]
        places = self._places(made)
        for place, found in places.items():
            if place.startswith("what "):
                faults += [
                    f"{field} was sent as {value!r}, and {place} has {found[field]!r}"
                    for field, value in made.sent.items()
                    if field in found and not _is_as_sent(made.operation.sends[field], value, found[field])
                ]
            common = made.answer.keys() & found.keys()
            if len(common) < NOT_ITS_OWN:
                faults.append(f"{place} has nothing of it: {sorted(found)}")
            faults += [
                f"{place} has {found[field]!r} as {field}, and not {made.answer[field]!r}"
                for field in sorted(common)
                if _plain(found[field]) != _plain(made.answer[field])
            ]
        return faults + self._missing(made, places)

    def _missing(self, made: Made, places: Mapping[str, Fields]) -> list[str]:
        """The kinds of places that have to have it, and have not."""
        wanted = [f"what {made.who.name} reads of {made.id}"]
        wanted += [f"the row {made.id}"] if self._system.database is not None else []
        return [f"{place} is not there" for place in wanted if not any(one.startswith(place) for one in places)]

    def _places(self, made: Made) -> dict[str, Fields]:
        """All that is to be seen of a thing, by where it is."""
        return {**self._read(made), **self._listed(made), **self._stored(made), **self._told(made)}

    def _read(self, made: Made) -> dict[str, Fields]:
        """By each who is let in: the maker for certain, and whoever may read what is theirs."""
        reading = self._about(made.operation, "GET")
        assert reading is not None
        found = {}
        for who in self._people:
            reply = self._client(reading, who).get(self._path(reading, made))
            if reply.status == 200:
                found[f"what {who.name} reads of {made.id}"] = dict(data(reply))
            else:
                refused(reply, reading.refusal, 404)
        return found

    def _listed(self, made: Made) -> dict[str, Fields]:
        """In the lists of its service, as its maker is shown them."""
        found: dict[str, Fields] = {}
        for operation in self._contract.operations:
            lists = operation.lists
            things = self._system.belongings
            if lists is None or operation.service != made.operation.service or lists.elsewhere:
                continue
            if not operation.allows(made.who.role, things.of(made.who)) or not set(operation.gaps) <= things.ids.keys():
                continue
            shown = data(self._client(operation, made.who).get(operation.path_for(things.ids)))
            for one in shown[lists.at] if lists.at else shown:
                if one.get("id") == made.id:
                    place = f"the list of {operation} with {made.id}"
                    assert place not in found, f"{made} is twice in {place}"
                    found[place] = dict(one)
        return found

    def _stored(self, made: Made) -> dict[str, Fields]:
        if self._system.database is None:
            return {}
        rows = self._system.database.census(mentioning=[made.id])
        exact = [row for row in rows if row.name == made.id]
        found = exact or [row for row in rows if made.id in row.name.split(", ")]
        return {f"the row {made.id} of {row.place}": dict(row.content) for row in found}

    def _told(self, made: Made) -> dict[str, Fields]:
        """Events about it, one of each kind, with the fields that they have in common with it.

        One that is delivered again is the same event still: it has the same id.
        """
        found: dict[str, Fields] = {}
        heard = {str(one.data.get("id")): one for one in (self._heard.messages if self._heard else [])}
        for one in heard.values():
            told = one.data.get("data", {})
            if made.id in (told.get(made.operation.makes), told.get("id")):
                place = f"the event {one.subject} about {made.id}"
                assert place not in found, f"{made} was told of twice: {one.subject}"
                found[place] = {**told, "id": made.id}
        return found

    def restart_each(self) -> None:
        """Restart each service that made something, and each server; all of it is as it was."""
        for part in self._system.platform.units:
            self._system.world.faults.restart(part)
        self.check_as_before()

    def check_as_before(self) -> None:
        assert self._before, "nothing was looked at before"
        for made in self._made:
            now = self._places(made)
            faults = [
                f"{place} {otherwise(json.dumps(was, default=str), _dumped(now.get(place)))}"
                for place, was in self._before.items()
                if made.id in place and now.get(place) != was
            ]
            assert not faults, f"{made} is not what it was:\n  " + "\n  ".join(faults[:5])

    def remove(self) -> None:
        """Have each maker remove what can be removed."""
        self._made = [one for one in self._made if self._about(one.operation, "DELETE")]
        assert self._made, "nothing can be removed"
        for made in self._made:
            removing = self._about(made.operation, "DELETE")
            assert removing is not None
            reply = self._client(removing, made.who).delete(self._path(removing, made))
            assert reply.status == 204, f"{removing} answers {reply.status}: {reply.text[:200]}"

    def check_gone(self) -> None:
        """Nobody reads it, no list has it, and no row is it or belongs to it."""
        for made in self._made:
            places = {**self._read(made), **self._listed(made)}
            assert not places, f"{made} was removed, and is in {' and '.join(places)}"
            left = self._left(made)
            assert not left, f"{made} was removed, and of it is left something in {', '.join(left)}"

    def _left(self, made: Made) -> list[str]:
        """Tables with rows about it, but for what has to stay by contract; events go when they are told."""
        if self._system.database is None:
            return []
        stay = load_remains(self._contract.platform)
        passes = self._contract.passes
        return sorted(
            {
                row.place
                for row in self._system.database.census(mentioning=[made.id])
                if not any(one.covers(row) for one in stay) and not any(fnmatchcase(row.place, one) for one in passes)
            }
        )

    def _client(self, operation: Operation, who: Persona) -> HttpClient:
        return self._system.service(operation.service, self._system.token_of(who), who.name)


def _both(operation: Operation, kind: type[Field]) -> tuple[bool, ...]:
    """No and yes, where the operation takes anything of this kind."""
    return (False, True) if any(isinstance(one, kind) for one in operation.sends.values()) else (False,)


def _is_as_sent(kind: Field, sent: Any, told: Any) -> bool:
    """What may be in a list only once may have others beside it: who makes a group is one of it."""
    if isinstance(kind, Other | Each):
        return holds(told, sent)
    if isinstance(kind, Ids) and not kind.repeats:
        return set(sent) <= set(_plain(told))
    return bool(_plain(told) == _plain(sent))


def holds(told: Any, sent: Any) -> bool:
    """Whether all that was sent is told, as it was and in its order; a thing may have more to it, such as an id."""
    if isinstance(sent, dict):
        return isinstance(told, dict) and all(holds(told.get(name), value) for name, value in sent.items())
    if isinstance(sent, list):
        return isinstance(told, list) and len(told) == len(sent) and all(map(holds, told, sent))
    return bool(_plain(told) == _plain(sent))


def _dumped(found: Fields | None) -> str | None:
    return None if found is None else json.dumps(found, default=str)


def _plain(value: Any) -> Any:
    """A value as it is compared with one from elsewhere: times to the millisecond, things in lists by their ids."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):  # the first and the last day there is are in another year elsewhere
            return value
        return (moment - EPOCH) // MILLISECOND if len(value) > len("2026-01-01") else value
    if isinstance(value, list):
        return [_plain(one["id"] if isinstance(one, dict) and "id" in one else one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value
