"""Every list at its edges: empty, one, up to a limit and beyond, page after page, and while something goes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from hamcrest import equal_to

from support.clients.http import HttpClient
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.contract import For, Operation
from support.systems.fields import Text
from support.systems.lists import Filling, Listed
from support.systems.system import System

RESTS_WITHIN = 5.0
A_FEW = 5
"""How many are put in before limits around that number are tried."""
SIGNS = ("%", "_", "*", "?", ".", "\\", "'", "%_%", "a%", "^", "()")
"""Looked for: signs that stand for others in one language or another."""
PAGES = (2, 7)
"""Lengths of pages that are joined up again."""


class ListSeen:
    """One list as somebody fills it, beside what ought to be in it."""

    def __init__(self, system: System, operation: Operation, who: Persona, filling: Filling) -> None:
        assert operation.lists is not None
        self.operation, self.who, self.filling = operation, who, filling
        self.promised: Listed = operation.lists
        self._system = system
        self._there: list[str] = []
        """All that ought to be in it, the oldest first."""

    def begin(self) -> None:
        """What is in it before anything is put in: nothing, unless others put something in as well."""
        last: list[list[str]] = [[]]

        def rests() -> bool:
            last.append(self._keys(self._read()))
            return len(last) > 2 and last[-1] == last[-2]

        eventually(rests, equal_to(True), within=RESTS_WITHIN, what=f"whether {self} is quiet")
        self._there = last[-1][::-1] if self.promised.newest_first else last[-1]

    def add(self, number: int) -> None:
        if number > 0:
            self._there += [_key(one) for one in self.filling.add(number)]

    def add_up_to(self, number: int) -> None:
        self.add(min(number, self.filling.up_to) - len(self._there))

    @property
    def number(self) -> int:
        return len(self._there)

    def remove_one(self, from_the_end: int = 0) -> None:
        """Have one go from the middle, or so many before the latest."""
        if self.filling.remove is not None:
            gone = self._there[-from_the_end] if from_the_end else self._there[len(self._there) // 2]
            self.filling.remove(json.loads(gone))
            self._there.remove(gone)

    def touch_oldest(self) -> None:
        """Have the oldest become the latest."""
        if self.filling.touch is not None:
            self.filling.touch(json.loads(self._there[0]))
            self._there = [*self._there[1:], self._there[0]]

    def check(self, limit: int | None = None) -> None:
        """It shows what it ought to, to whoever asks for so many, or does not say."""
        answer = self._read(limit)
        shown = limit or self.promised.unless_told or self.promised.most or len(self._there)
        most = min(shown, self.promised.most or shown)
        asked = f"asked for {limit}" if limit else "asked for none in particular"
        self._compare(answer, self._wanted(answer, most), f"with {self.number} in it, {asked}")
        if self.promised.more:
            told, wanted = answer[self.promised.more], len(self._there) > most
            assert told == wanted, f"{self}, with {self.number} in it, {asked}, says {told} of there being more"

    def _wanted(self, answer: Any, most: int) -> list[str]:
        if self.promised.by:
            words = {_key(one[self.promised.known_by]): str(one[self.promised.by]).lower() for one in self._of(answer)}
            return sorted(self._there, key=lambda key: words.get(key, "\uffff"))[:most]
        latest = self._there[-most:] if most else []
        return latest[::-1] if self.promised.newest_first else latest

    def check_pages(self, length: int, *, meanwhile: bool = False) -> None:
        """Page after page is the whole, each once; also when something comes and goes between two pages."""
        pages: list[list[Any]] = []
        place: Any = None
        while True:
            answer = self._read(length, place)
            page = self._of(answer)
            assert len(page) <= length, f"{self} shows {len(page)} on a page of {length}"
            pages.insert(0, page)
            assert len(pages) <= self.number + 2, f"{self} goes on and on in pages of {length}"
            if not answer[self.promised.more]:
                break
            assert page, f"{self} shows an empty page and says that there are more"
            place = page[0][self.promised.place]
            if meanwhile and len(pages) == 1:
                self.remove_one()
                self.add(1)
                came = self._there[-1]
        joined = [_key(one[self.promised.known_by]) for page in pages for one in page]
        wanted = [one for one in self._there if not meanwhile or one != came]
        self._tell(joined, wanted, f"in pages of {length}{', while one went and one came' if meanwhile else ''}")

    def _compare(self, answer: Any, wanted: Sequence[str], when: str) -> None:
        self._tell(self._keys(answer), wanted, when)

    def _tell(self, found: Sequence[str], wanted: Sequence[str], when: str) -> None:
        if list(found) == list(wanted):
            return
        seen, due = Counter(found), Counter(wanted)
        faults = [
            f"{len(list(some.elements()))} {what}"
            for what, some in (("missing", due - seen), ("too many", seen - due))
            if some
        ]
        first = next((at for at, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), len(found))
        told = " and ".join(faults) or f"in another order, from place {first + 1} on"
        raise AssertionError(f"{self}, {when}, shows {len(found)} and not {len(wanted)}: {told}")

    def _read(self, limit: int | None = None, before: Any = None) -> Any:
        asks = dict(self.filling.asks)
        if limit is not None:
            asks[self.promised.limit] = limit
        if before is not None:
            asks[self.promised.before] = before
        client = self._system.service(self.operation.service, self._system.token_of(self.who), self.who.name)
        path = self.operation.path_for(self.filling.ids) + (f"?{urlencode(asks)}" if asks else "")
        return data(client.get(path))

    def _of(self, answer: Any) -> list[dict[str, Any]]:
        return list(answer[self.promised.at] if self.promised.at else answer)

    def _keys(self, answer: Any) -> list[str]:
        return [_key(one[self.promised.known_by]) for one in self._of(answer)]

    def __str__(self) -> str:
        return f"the list of {self.operation} ({self.who.name})"


class Lists:
    """Fills every list that a platform shows, and looks at it all the while."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._filled: list[ListSeen] = []

    def fill(self, people: Sequence[Persona]) -> None:
        """Look at each list as it fills: none, one, a few with every limit around that, and past what it shows."""
        for seen in self._lists(people):
            self._filled.append(seen)
            seen.begin()
            seen.check()
            for number in self._steps(seen):
                seen.add_up_to(number)
                seen.check()
                for limit in self._limits(seen):
                    seen.check(limit)
            for change in (seen.remove_one, seen.touch_oldest):
                change()
                seen.check()
        assert self._filled, "no list was filled"

    def _steps(self, seen: ListSeen) -> list[int]:
        start, found = seen.number, {seen.number + 1, seen.number + 2, seen.number + A_FEW}
        for edge in (seen.promised.unless_told, seen.promised.most):
            if edge is not None:
                found |= {edge - 1, edge, edge + 1}
        return sorted(one for one in found if start < one <= seen.filling.up_to)

    def _limits(self, seen: ListSeen) -> list[int]:
        if not seen.promised.limit:
            return []
        most = seen.promised.most or seen.number + 1
        return sorted({one for one in (1, seen.number - 1, seen.number, seen.number + 1, most) if 1 <= one <= most})

    def check_pages(self) -> None:
        """Whatever comes in pages is whole when they are joined up again."""
        assert self._filled, "no list was filled"
        for seen in self._filled:
            if seen.promised.before:
                for length in {*PAGES, seen.promised.unless_told or PAGES[0]}:
                    if length <= (seen.promised.most or length):
                        seen.check_pages(length)
                    if 2 * length < seen.number:  # what goes then is on a page that nobody has seen yet
                        seen.check_pages(length, meanwhile=True)

    def check_found(self, who: Persona) -> None:
        """Whatever somebody looks for is in the words of all that is found; no sign of it stands for others."""
        tried = 0
        for operation in self._contract.operations:
            fields = [name for name, one in operation.asks.items() if isinstance(one, Text)]
            if operation.lists is None or not operation.allows(who.role):
                continue
            client = self._system.service(operation.service, self._system.token_of(who), who.name)
            for field in fields:
                everything = data(client.get(operation.path_for({})))
                assert everything, f"{operation} lists nothing, so that nothing can be looked for"
                for text in (*SIGNS, *sorted(_words(everything[0]))):
                    found = data(client.get(operation.path_for({}), params={field: text}))
                    other = [one for one in found if not any(text.lower() in word.lower() for word in _words(one))]
                    assert not other, f"{operation} finds {len(other)} of {len(found)} for {text!r} without it"
                    tried += 1
                if operation.lists.by:
                    self._check_finds(client, operation, field, everything[0])
        assert tried, "nothing can be looked for"

    def _check_finds(self, client: HttpClient, operation: Operation, field: str, wanted: dict[str, Any]) -> None:
        """It is found by what it is called, by a part of that, and by small letters for capitals (of ASCII)."""
        assert operation.lists is not None
        name = str(wanted[operation.lists.by])
        in_other_letters = "".join(sign.swapcase() if sign.isascii() else sign for sign in name)
        for text in (name, in_other_letters, name[1:-1].strip() or name):
            found = data(client.get(operation.path_for({}), params={field: text}))
            if wanted not in found and wanted in data(client.get(operation.path_for({}))):  # else it has gone meanwhile
                raise AssertionError(f"{operation} does not find {name!r} for {text!r}, but {len(found)} others")

    def _lists(self, people: Sequence[Persona]) -> Iterator[ListSeen]:
        for operation in self._contract.different_operations():
            if operation.lists is not None and not operation.lists.elsewhere:
                may = (who for who in people if operation.allows(who.role))
                who = next(may, people[0])
                for filling in self._system.fillings(operation, who):
                    yield ListSeen(self._system, operation, who, filling)

    def check_declared(self) -> None:
        """Whatever services describe as a list is known as one."""
        faults = []
        known = {(one.service, one.name): one for one in self._contract.operations}
        for service in self._contract.services:
            told = self._system.service(service).get("/openapi.json").json()
            for path, methods in told["paths"].items():
                operation = known.get((service, f"GET {path}"))
                if operation is None or operation.answers is For.SERVICES or "get" not in methods:
                    continue
                if _is_list(told, methods["get"]) and operation.lists is None:
                    faults.append(f"{operation} answers with a list, of which nothing is promised")
        assert not faults, "\n  ".join(faults)


def _is_list(told: dict[str, Any], operation: dict[str, Any]) -> bool:
    """Whether the data of an answer is described as a list."""
    content = operation.get("responses", {}).get("200", {}).get("content", {}).get("application/json", {})
    schema = content.get("schema", {})
    if place := schema.get("$ref"):
        schema = told["components"]["schemas"][place.rpartition("/")[2]]
    return bool(schema.get("properties", {}).get("data", {}).get("type") == "array")


def _words(value: Any) -> set[str]:
    """Every text in something that is listed."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {word for one in inner for word in _words(one)}


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
