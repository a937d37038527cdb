"""Misfortunes: what may befall a part of a platform or the line between two, in the words of the features.

One is told as `chat-server dies`, `nats is away for 2 seconds`, `web is slow for a moment`, `redis hangs again and
again`, `the line between web and its database stalls`; several, one after another, with `, then `.
"""

import re
from dataclasses import dataclass

from support.environments.lines import CLIENTS, Trouble
from support.scenario.parameters import SERVICE, UNITS, WORDS, duration, parameter

PARTS = {
    "hangs": "freeze",
    "is frozen": "freeze",
    "stops": "stop",
    "is away": "stop",
    "dies": "kill",
    "is restarted": "restart",
    "is cut off": "cut_off",
}
"""What befalls a part, and what the environment is asked for: one that hangs keeps its connections and does nothing."""
MEND = {"freeze": "thaw", "stop": "start", "kill": "start", "cut_off": "reconnect"}
LINES = {
    "is cut": Trouble("cut"),
    "stalls": Trouble("stall"),
    "is slow": Trouble("delay", amount=0.3),
    "is a little slow": Trouble("delay", amount=0.1),
    "is narrow": Trouble("limit", amount=20_000),
    "lets nobody new through": Trouble("refuse"),
    "breaks off": Trouble("drop", "back", amount=200),
    "loses answers": Trouble("drop", "back", amount=5_000),
    "brings no answer": Trouble("stall", "back"),
}
"""What befalls a line. A slow one takes 0.3 s each way, one that is a little slow 0.1 s, a narrow one lets 20 kB a
second pass, one that breaks off ends every connection in the midst of an answer, after 200 bytes; one that loses
answers brings some before, 5 kB of them, and one that brings no answer keeps them open."""
SLOW, A_LITTLE_SLOW = "is slow", "is a little slow"
"""The first befalls a part as well: then all its lines are."""
MOMENT = 0.5
"""Seconds."""
ROLES = ("database", "cache", "broker", "monitoring")
PEOPLE = "people"

_LASTS = rf"(?: for a moment| for (?:half an? |an? |(?:\d[\d,]*(?:\.\d+)?|{WORDS}) )(?:{'|'.join(UNITS)})s?)"
_LINE = rf"the line between {SERVICE} and (?:its )?{SERVICE}"
_ONE = rf"(?:{_LINE} (?:{'|'.join(LINES)})|{SERVICE} (?:{'|'.join((*PARTS, SLOW))}))(?:{_LASTS}| again and again)?"


@dataclass(frozen=True)
class Stretch:
    """A line between two parts, as a sentence names it."""

    source: str
    target: str
    """A unit, or what it is to the platform: `database`."""


@dataclass(frozen=True)
class Misfortune:
    """What befalls a part, or the stretch to it."""

    words: str
    """Without how long."""
    what: str | Stretch
    how: str
    lasts: float | None = None
    """Seconds; until it is mended when it is nothing."""
    again: bool = False
    """Again and again, for a short while each."""


@parameter("Line", _LINE)
def stretch(text: str) -> Stretch:
    """A line: "the line between web and postgres", "the line between people and chat-server"."""
    source, target = text.removeprefix("the line between ").split(" and ")
    return Stretch(CLIENTS if source == PEOPLE else source, target.removeprefix("its "))


@parameter("LineTrouble", "|".join(LINES))
def line_trouble(text: str) -> str:
    """What is wrong with a line: "is cut", "stalls", "is slow"."""
    return text


@parameter("Misfortunes", rf"{_ONE}(?:, then {_ONE})*")
def misfortunes(text: str) -> list[Misfortune]:
    """One or more, one after another: "nats is away for 2 seconds, then web dies"."""
    return [_misfortune(one) for one in text.split(", then ")]


def _misfortune(text: str) -> Misfortune:
    words = text.removesuffix(" again and again")
    again, lasts = words != text, None
    if found := re.search(f"{_LASTS}$", words):
        told = found[0].removeprefix(" for ")
        words, lasts = words[: found.start()], MOMENT if told == "a moment" else float(duration(told))
    if words.startswith("the line "):
        how = next(how for how in LINES if words.endswith(f" {how}"))
        return Misfortune(words, stretch(words.removesuffix(f" {how}")), how, lasts, again)
    part, _, how = words.partition(" ")
    return Misfortune(words, part, how, lasts, again)
