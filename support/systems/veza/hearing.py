"""What was said in a conversation and what came to each device of it, as histories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from support.observing.histories import History, Operation
from support.systems.veza.lines import Learnt, Line, Said, SaidElsewhere, sightings

SAYS, SEES = "says", "sees"


@dataclass(frozen=True)
class Message:
    """A message with its number, as one value: the same words under another number are another message."""

    number: int
    id: str
    text: str

    def __str__(self) -> str:
        return f'"{self.text[:40]}" (number {self.number})'


def message_of(told: dict[str, Any]) -> Message:
    return Message(told["sequence"], told["id"], told["content"])


def number_of(message: Message) -> int:
    return message.number


def talk(key: str, said: Sequence[Said], lines: Iterable[Line]) -> History:
    """All that was said over the suite's lines, and what each of these devices learnt of, its own included."""
    history = History()
    for one in said:
        told, at = message_of(one.message), one.confirmed_at
        history.add(Operation(one.line.name, SAYS, key, told, one.clock, at))
    for line in lines:
        _sees(history, line.name, key, line.learnt())
    return history


def live_only(history: Iterable[Operation]) -> list[Operation]:
    """The same without what devices learnt of their own sayings."""
    operations = list(history)
    speaker = {one.value: one.who for one in operations if one.what == SAYS}
    return [one for one in operations if one.what == SAYS or speaker.get(one.value) != one.who]


def stays(key: str, joined: Iterable[tuple[str, Sequence[Learnt]]]) -> History:
    """What somebody learnt each time that they joined; each time they are another observer."""
    history = History()
    for number, (who, learnt) in enumerate(joined, start=1):
        _sees(history, f"{who}, who joined for the {number}. time,", key, learnt)
    return history


def one_saying(key: str, said: Said | SaidElsewhere, lines: Sequence[Line]) -> History:
    """One thing that was said, and each time that it came live to these devices."""
    history = History()
    seen = [(line.name, at) for line in lines for at in sightings(line, said)]
    if isinstance(said, Said):
        asked, answered = said.clock, said.confirmed_at
    else:  # by a browser: nobody knows when, except that it was before it was heard
        asked = answered = min((at for _, at in seen), default=0.0)
    history.add(Operation(said.speaker.name, SAYS, key, said.text, asked, answered))
    for who, at in seen:
        history.saw(who, SEES, key, said.text, at)
    return history


def _sees(history: History, who: str, key: str, learnt: Iterable[Learnt]) -> None:
    for message, at in learnt:
        history.saw(who, SEES, key, message_of(message), at)
