"""Every field of every input, filled in wrongly and at its limits: refused by name, or kept as it was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode

from support.clients.http import HttpClient, Reply
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.contract import MADE_UP, For, Operation
from support.systems.fields import Choice, Each, Field, File, Flag, Ids, Mail, Other, Prose, Text, Whole, Word
from support.systems.operations.census import Census
from support.systems.operations.whole import holds
from support.systems.system import System

MISSING = object()
MANY = 10
"""Faults that are told at once."""
SHOWN = 60
"""Characters of a value that are told."""
SCRIPTS = (
    "Żółć, Ελλάδα и Ёж",
    "שלום עולם",
    "مرحبا بالعالم",
    "日本語のテスト",
    "👩🏽‍🎤🇮🇹❤️",
    "e\u0301 and \u00e9",
    "a\u202eb\u200dc",
)
MINDED = (
    "<script>alert('1')</script>",
    "<b>bold</b> &amp; &lt;",
    "'; DROP TABLE people; --",
    '" OR 1=1 --',
    "$(id) `id` ; ls | cat",
    "%s %d %00 %2e%2e/ {0} ${x} \\n \\\\",
    "NULL",
    "../../etc/passwd",
)
"""What HTML, SQL, a shell or a format minds."""
UNREADABLE = ("a\x00b", "a\x07b", "a\x7fb", "a\x85b", "\ud800")
NO_TEXT = ("a\x00b", "\ud800")
"""What is no text at all, on however many lines."""
LINES = "One line,\r\n\tanother one\n\nand a last one"


@dataclass(frozen=True)
class Filled:
    """One input that was sent: with what in which field, and what was answered."""

    who: Persona
    operation: Operation
    field: str
    what: str
    value: Any
    reply: Reply

    def __str__(self) -> str:
        return f"{self.operation}, with {self.what} for {self.field}"


def wrong(kind: Field) -> Iterator[tuple[str, Any]]:
    """Values of every sort that a field does not take, each with what it is."""
    if not kind.optional:
        yield from (("nothing", MISSING), ("null", None))
    yield from ((_in_short(value), value) for value in kind.wrong)
    if isinstance(kind, File | Other | Each):
        return
    yield "an object", {"a": 1}
    if isinstance(kind, Text):
        yield from _wrong_text(kind)
    elif isinstance(kind, Whole):
        yield from (("a word", "many"), ("a fraction", 1.5), ("a list", [1]))
        yield from (("one too few", kind.least - 1), ("one too many", kind.most + 1))
    elif isinstance(kind, Choice):
        yield from (("a number", 7), ("an empty text", ""), ("another word", "nonsense"), ("a list", [kind.words[0]]))
        yield "a word in other letters", kind.words[0].swapcase()
    else:
        if isinstance(kind, Ids):
            yield from (("one that is not there", [MADE_UP]), ("one too many", [MADE_UP] * (kind.most + 1)))
        yield from (("a number", 7), ("a word", "nonsense"), ("a list of words", ["nonsense"]), ("a list", [None]))


def _wrong_text(kind: Text) -> Iterator[tuple[str, Any]]:
    yield from (("a number", 7), ("yes", True), ("a list", ["a"]), ("one character too many", "x" * (kind.most + 1)))
    if kind.least > 0:
        yield "an empty text", ""
    if kind.least > 1:
        yield "one character too few", "x" * (kind.least - 1)
    if not kind.raw:
        yield "one emoji too many", "🎷" * (kind.most + 1)
        yield from ((f"the unreadable {text!r}", text) for text in UNREADABLE)
        if kind.least > 0:
            yield "nothing but blanks", " " * max(kind.least, 3)
    if isinstance(kind, Word):
        yield from ((repr(text), text) for text in (*SCRIPTS, *MINDED) if not text.isascii() or not text.isalnum())
    if isinstance(kind, Prose | Word):
        yield from ((f"the unreadable {text!r}", text) for text in NO_TEXT)
    if isinstance(kind, Mail):
        yield from ((repr(text), text) for text in ("somebody", "@people.test", "a@", "a b@people.test", "a@b"))


def _in_short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… of {len(text)} characters"


def right(kind: Field, ids: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Values that a field takes and keeps as they are: at its limits, and whatever somebody may mean by a text."""
    yield from ((_in_short(value), value) for value in kind.right)
    if isinstance(kind, Ids):
        yield from (("none", []), ("one", kind.good(ids)))
        if kind.repeats:
            yield from (("the same twice", kind.good(ids) * 2), ("as many as may be", kind.good(ids) * kind.most))
    if isinstance(kind, Text) and not isinstance(kind, Mail):
        yield from (("the fewest characters", "y" * max(kind.least, 1)), ("the most characters", "y" * kind.most))
        if isinstance(kind, Word):
            return
        yield "the most emoji", "🎷" * kind.most
        yield from ((repr(text), text) for text in (*SCRIPTS, *MINDED) if kind.least <= len(text) <= kind.most)
        if isinstance(kind, Prose) and len(LINES) <= kind.most:
            yield "several lines", LINES
    elif isinstance(kind, Whole):
        yield from (("the least", kind.least), ("the most", kind.most))
    elif isinstance(kind, Choice):
        yield from ((word, word) for word in kind.words)
    elif isinstance(kind, Flag):
        yield from (("yes", True), ("no", False))


def _not_refused_by_name(one: Filled) -> str:
    """What is wrong with the answer to something wrong; empty when nothing is."""
    try:
        fields = refused(one.reply, 422).fields
    except AssertionError as error:
        return f"{one}: {error}"
    named = {one.field if f"{field}.".startswith(f"{one.field}.") else field for field in fields}
    return "" if named == {one.field} else f"{one}: the refusal names {fields}"


class Inputs:
    """Fills in what the operations of a platform take."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._numbers, self._turns = count(1), count()
        self._people: Sequence[Persona] = ()
        self._filled: list[Filled] = []
        self._census: Census | None = None

    def _who_may(self, operation: Operation, people: Sequence[Persona]) -> Persona | None:
        may = (who for who in people if operation.allows(who.role, self._system.belongings.of(who)))
        return next(may, None)

    def _inputs(self, people: Sequence[Persona]) -> Iterator[tuple[Persona, Operation]]:
        """Operations that take anything, each with who fills it in."""
        for operation in self._contract.different_operations():
            if operation.answers in (For.PEOPLE, For.EVERYBODY) and (operation.sends or operation.asks):
                who = self._who_may(operation, people)
                assert who is not None, f"none of {[one.name for one in people]} may use {operation}"
                yield who, operation

    def _in_turn(self, who: Persona, operation: Operation) -> tuple[Persona, Operation]:
        """Of several instances another one each time, and of those who may another person: each may do so much only."""
        instances = self._contract.instances
        if operation.service not in instances:
            return who, operation
        turn = next(self._turns)
        may = [one for one in self._people if operation.allows(one.role, self._system.belongings.of(one))]
        instance = instances[turn % len(instances)]
        return may[turn // len(instances) % len(may)], replace(operation, service=instance)

    def fill_in_wrongly(self, people: Sequence[Persona]) -> None:
        """Every wrong value in every field of everything that they may use, one at a time."""
        self._begin(people)
        for who, operation in self._inputs(people):
            for name, kind in operation.sends.items():
                for what, value in wrong(kind):
                    if not operation.is_form or value is MISSING or (isinstance(value, str) and value.isprintable()):
                        self._send(who, operation, name, what, value)
            for name, kind in operation.queries.items():
                for what, value in wrong(kind):
                    if value != UNREADABLE[-1] and isinstance(
                        value, str | int | float if isinstance(kind, Whole) else str
                    ):
                        self._ask(who, operation, name, what, value)

    def _begin(self, people: Sequence[Persona]) -> None:
        self._people = people
        for who in people:
            self._system.token_of(who)
        self._census = Census(self._system, people)
        self._census.begin()

    def check_refused_by_name(self) -> None:
        assert self._filled, "nothing was filled in"
        faults = [fault for one in self._filled if (fault := _not_refused_by_name(one))]
        assert not faults, "\n  ".join(faults[:MANY])

    def check_nothing_changed(self) -> None:
        assert self._census is not None, "nothing was filled in"
        changed = self._census.await_no_change()
        assert not changed, "what was refused has changed something:\n  " + "\n  ".join(changed[:10])

    def fill_in_rightly(self, people: Sequence[Persona]) -> None:
        """Every value that a field has to take, in every field of everything that makes a thing."""
        self._begin(people)
        for who, operation in self._inputs(people):
            for name, kind in operation.sends.items():
                if operation.makes or operation.shared:  # a shared one only reads
                    for what, value in right(kind, self._system.belongings.ids):
                        self._send(who, operation, name, what, value)
            for name, kind in operation.queries.items():
                if operation.method != "DELETE":  # what is gone is not removed once more
                    for what, value in right(kind, self._system.belongings.ids):
                        self._ask(who, operation, name, what, value)

    def check_kept(self) -> None:
        """Everything was taken; what was made has the value in the answer, and whenever it is read again."""
        assert self._filled, "nothing was filled in"
        refused = [
            f"{one}: {one.reply.status} {one.reply.text[:200]}" for one in self._filled if one.reply.status >= 400
        ]
        assert not refused, "\n  ".join(refused[:MANY])
        for one in self._filled:
            if one.operation.makes:
                self._check_same(one, data(one.reply, one.reply.status), "the answer")
                if reading := self._of_thing(one, "GET"):
                    client = self._system.service(one.operation.service, self._system.token_of(one.who))
                    self._check_same(one, data(client.get(reading)), "what is read later")

    def _check_same(self, one: Filled, told: dict[str, Any], where: str) -> None:
        if one.field in told:
            found = told[one.field]
            kind = one.operation.sends[one.field]
            if isinstance(kind, Ids):
                found = [each["id"] for each in found]
                found = found if kind.repeats else [each for each in found if each in one.value]
            same = holds(found, one.value) if isinstance(kind, Other) else found == one.value
            assert same, f"{one}: {where} has {found!r}, and {one.value!r} was sent"

    def _of_thing(self, one: Filled, method: str) -> str:
        """The path at which what was made can be read or removed; empty when there is none."""
        found = one.operation.reading_of(self._contract.operations, method)
        if found is None:
            return ""
        made = one.operation.id_in(data(one.reply, one.reply.status))
        return found.path_for({**self._system.belongings.ids, one.operation.makes: made})

    def _send(self, who: Persona, operation: Operation, name: str, what: str, value: Any) -> None:
        who, operation = self._in_turn(who, operation)
        ids = self._system.belongings.ids
        fields = {field: self._good(one) for field, one in operation.sends.items()} | {name: value}
        if value is MISSING:
            del fields[name]
        options = operation.body_of(fields)
        if "json" in options:  # escaped, so that any text at all can be sent
            options = {"content": json.dumps(options["json"])}
        headers = {
            **operation.headers_for(ids),
            **({"Content-Type": "application/json"} if "content" in options else {}),
        }
        client = self._client(who, operation)
        reply = client.request(operation.method, operation.path_for(ids), headers=headers, **options)
        one = Filled(who, operation, name, what, value, reply)
        self._filled.append(one)
        if reply.status == 201 and operation.makes:
            self._system.made(operation, data(reply, 201), partial(self._remove, one))

    def _remove(self, one: Filled) -> None:
        if path := self._of_thing(one, "DELETE"):
            self._client(one.who, one.operation).delete(path)

    def _good(self, kind: Field) -> Any:
        if isinstance(kind, Mail):
            return f"new.{next(self._numbers)}.{self._system.world.data.mark}@people.test"
        if isinstance(kind, Text) and kind.unique:
            return kind.unique.join((kind.example, str(next(self._numbers)), self._system.world.data.mark))
        return kind.good(self._system.belongings.ids)

    def _ask(self, who: Persona, operation: Operation, name: str, what: str, value: Any) -> None:
        who, operation = self._in_turn(who, operation)
        ids = self._system.belongings.ids
        asked = {needed: operation.asks[needed].good(ids) for needed in operation.demands} | {name: value}
        path = f"{operation.path_for(ids)}?{urlencode(asked)}"
        body, headers = operation.body_for(ids), operation.headers_for(ids)
        reply = self._client(who, operation).request(operation.method, path, headers=headers, **body)
        self._filled.append(Filled(who, operation, name, what, value, reply))

    def _client(self, who: Persona, operation: Operation) -> HttpClient:
        token = self._system.token_of(who) if operation.answers is For.PEOPLE else None
        return self._system.service(operation.service, token, who.name)
