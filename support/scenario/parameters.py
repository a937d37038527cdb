"""Types of words in the sentences of every platform, such as `{who:Person}`, `{limit:Duration}` or `{titles:Texts}`."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from support.scenario.people import Persona, persona

T = TypeVar("T")
Parser = Callable[[str], Any]

TYPES: dict[str, Parser] = {}
"""Types that all platforms share, by name."""
_own: dict[str, dict[str, Parser]] = {}
_registrars: list[Callable[..., None]] = []

WORDS = (
    "no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty"
)
NUMBERS = {word: number for number, word in enumerate(WORDS.split("|"))}
UNITS = {"millisecond": 0.001, "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86_400.0}
NAME = r"[A-Z]\w+"
QUOTED = r'"[^"]+"'
SERVICE = "[a-z]+(?:-[a-z0-9]+)*"


def parameter(name: str, pattern: str, platform: str = "") -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Declare a type of word: its name in steps, its looks (a regular expression), and how to read it.

    One of a `platform` is known to the steps of that platform alone, and another may have one of the same name.
    Raises ValueError for a name that has a meaning already.
    """

    def declare(parse: Callable[[str], T]) -> Callable[[str], T]:
        parse.pattern = pattern  # type: ignore[attr-defined]  # behave's parser looks for it
        parse.regex_group_count = re.compile(pattern).groups  # type: ignore[attr-defined]
        types = _own.setdefault(platform, {}) if platform else TYPES
        if name in types or name in TYPES:
            raise ValueError(f"the type {name} is declared twice")
        types[name] = parse
        for register in _registrars:
            register(**{name: parse})
        return parse

    return declare


def connect(register: Callable[..., None]) -> None:
    """Give every type, those declared later too, to `register(Name=parse)`."""
    _registrars.append(register)
    register(**TYPES)


def register(platform: str) -> None:
    """Give every type of a platform to what is connected, in the place of those of another platform."""
    for give in _registrars:
        give(**_own.get(platform, {}))


class Duration(float):
    """Seconds, told in the words of the feature."""

    words: str

    def __new__(cls, seconds: float, words: str = "") -> "Duration":
        made = super().__new__(cls, seconds)
        made.words = words or f"{seconds:g} seconds"
        return made

    def __str__(self) -> str:
        return self.words


@parameter("Person", NAME)
def person(text: str) -> Persona:
    """Somebody by name. ValueError for a name that no persona of the platform has."""
    return persona(text)


@parameter("People", rf"{NAME}(?:, {NAME})*(?:,? and {NAME})?")
def people(text: str) -> list[Persona]:
    """One or more people: "Lina", "Lina and Arno", "Lina, Arno and Milo"."""
    return [persona(name) for name in re.split(r", and |, | and ", text)]


@parameter("Count", rf"\d+(?:,\d{{3}})*|{WORDS}")
def count(text: str) -> int:
    """A whole number, in figures or as a word up to twenty: "200", "1,000", "three", "no"."""
    return NUMBERS[text] if text in NUMBERS else int(text.replace(",", ""))


@parameter("Percent", r"\d+(?:\.\d+)? ?%")
def percent(text: str) -> float:
    """A share between 0 and 1: "95 %" is 0.95."""
    return float(text.rstrip(" %")) / 100


@parameter("Duration", rf"(?:half an? |an? |(?:\d[\d,]*(?:\.\d+)?|{WORDS}) )(?:{'|'.join(UNITS)})s?")
def duration(text: str) -> Duration:
    """A time: "50 milliseconds", "2 seconds", "half a second", "a minute"."""
    amount, _, unit = text.rpartition(" ")
    words = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5}
    number = words.get(amount)
    if number is None:
        number = float(NUMBERS.get(amount, 0) if amount in NUMBERS else amount.replace(",", ""))
    return Duration(number * UNITS[unit.removesuffix("s")], text)


@parameter("Texts", rf"{QUOTED}(?:, {QUOTED})*(?:,? and {QUOTED})?")
def texts(text: str) -> list[str]:
    """One or more texts in quotes: `"First"`, `"First", "Second" and "Third"`."""
    return re.findall(r'"([^"]+)"', text)


@parameter("Services", rf"{SERVICE}(?:, {SERVICE})*(?: and {SERVICE})?")
def services(text: str) -> list[str]:
    """One or more parts of a platform: `web`, `backend-api, chat-server and stream-server`."""
    return re.split(r", | and ", text)


@parameter("Platform", NAME)
def platform(text: str) -> str:
    """The name of the platform that the scenario is about."""
    return text


@parameter("Their", "her|his|their")
def their(text: str) -> str:
    """Whose it is; the person is named elsewhere in the sentence."""
    return text
