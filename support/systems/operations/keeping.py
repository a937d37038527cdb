"""What is stored stays: every table, key and stream that a platform keeps anything in, whatever is restarted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from hamcrest import equal_to

from support.clients import broker
from support.environments import servers
from support.inventory.surface import declared
from support.inventory.things import MESSAGES
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.operations.census import Census, Seen
from support.systems.system import System

SHOWN = 120
"""Characters of what has changed that are told."""
RESTARTED = "is restarted"
BACK_WITHIN = 5.0
"""Seconds in which everything has to be there again after a part is back."""


class Keeping:
    """Leaves something in every store, and looks for it after whatever happens to a part."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._people: Sequence[Persona] = ()
        self._before: Seen = {}
        self._told: dict[tuple[str, str], int] = {}
        self._happened: list[str] = []
        self._faults: list[str] = []

    def begin(self, people: Sequence[Persona]) -> None:
        """Have something in every store, and remember all of it."""
        self._people = people
        self._system.leave_traces()
        self._census = Census(self._system, people)
        self._census.begin()
        self._before, self._told = self._look(), self._messages()
        self._check_everywhere()

    def _check_everywhere(self) -> None:
        """Each table, key and subject has something of it, but those of which the contract says that it passes."""
        missing = [f"table {name}" for name in self._tables() if not self._passes(name) and not self._rows_of(name)]
        if self._system.cache is not None:
            keys = declared(self._contract.platform)
            missing += [
                f"key {pattern}"
                for pattern in (keys.keys if keys else ())
                if not self._passes(pattern) and not self._keys_like(pattern)
            ]
        assert not missing, f"nothing of anybody is in {', '.join(missing)}: whether that stays nobody would notice"

    def _tables(self) -> list[str]:
        if self._system.database is None:
            return []
        offered = declared(self._contract.platform)
        schemas = list(offered.schemas) if offered else []
        rows = self._system.database.rows(
            "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables"
            " WHERE table_schema = ANY(%s) ORDER BY 1",
            (schemas,),
        )
        return [str(row["name"]) for row in rows]

    def _rows_of(self, table: str) -> bool:
        return any(place.startswith("the row ") and place.endswith(f" of {table}") for place in self._before)

    def _keys_like(self, pattern: str) -> bool:
        return any(fnmatchcase(place, f"the key {pattern}") for place in self._before)

    def _passes(self, name: str) -> bool:
        return any(fnmatchcase(name, one) for one in self._contract.passes)

    def _look(self) -> Seen:
        seen = {**self._census.lasting(self._contract.passes), **self._system.more_to_find()}
        return {place: what for place, what in seen.items() if not self._passes(place.removeprefix("the key "))}

    def _messages(self) -> dict[tuple[str, str], int]:
        """How many events of each subject are kept."""
        if self._system.platform.broker_url is None:
            return {}
        things = broker.census(self._system.platform.broker_url)
        return {(one.place, one.name): int(one.content["messages"]) for one in things if one.kind == MESSAGES}

    def happen(self, order: str, parts: Sequence[str] = ()) -> None:
        """Let this happen to each part (or to these) in turn, and look after each, until something is lost."""
        for part in parts or self._system.platform.units:
            faults = self._system.world.faults
            if order == RESTARTED:
                faults.restart(part)
            else:
                faults.inflict(part, order)
                faults.mend()
            self._happened.append(part)
            self._faults = [f"after {part} {order}, {fault}" for fault in self._lost(part)]
            if self._faults:
                return

    def _lost(self, part: str) -> Iterator[str]:
        cache = servers.roles().get("cache") == part

        def changed() -> list[str]:
            now = self._look()
            places = [place for place in self._before if not (cache and place.startswith("the key "))]
            return [
                f"{place} {otherwise(self._before[place], now.get(place))}"
                for place in places
                if now.get(place) != self._before[place]
            ]

        token = self._system.token_of(self._system.belongings.owner)
        self._system.use_everywhere(token)
        try:
            eventually(changed, equal_to([]), within=BACK_WITHIN, what=f"what is lost with {part}")
        except AssertionError as error:
            try:
                yield from changed()
            except AssertionError as refusal:  # what somebody could read, they are refused
                yield str(refusal or error)
        now = self._messages()
        yield from (f"the events {name[1]} are fewer" for name, one in self._told.items() if now.get(name, 0) < one)

    def check(self) -> None:
        """Nothing that was there was missing or otherwise after anything that happened."""
        assert self._happened, "nothing has happened to any part"
        assert not self._faults, "not everything stayed:\n  " + "\n  ".join(self._faults[:10])


def otherwise(before: str, now: str | None) -> str:
    """How something is otherwise than before, from where it begins to differ."""
    if now is None:
        return f"is gone; it was {before[:SHOWN]}"
    same = next((at for at, (one, other) in enumerate(zip(before, now, strict=False)) if one != other), 0)
    start = max(0, same - SHOWN // 2)
    return f"is …{now[start : start + SHOWN]}… and was …{before[start : start + SHOWN]}…"
