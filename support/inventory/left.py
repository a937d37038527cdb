"""One thing that scenarios have left behind, and how it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from support.evidence import masking
from support.inventory.things import CONSUMER, FILE, KEY, MESSAGES, PORT, PROCESS, ROW, STREAM, Thing

NAMES = 3
LEFT, CHANGED, REMOVED = "left", "changed", "removed"
NOUNS = {
    ROW: ("a row of {}", "{} rows of {}"),
    KEY: ("a key in the cache", "{} keys in the cache"),
    STREAM: ("a stream of the broker", "{} streams of the broker"),
    CONSUMER: ("a consumer of the stream {}", "{} consumers of the stream {}"),
    MESSAGES: ("messages on the stream {}", "messages on the stream {1}"),
    FILE: ("a file in {}", "{} files in {}"),
    PROCESS: ("a process of {}", "{} processes of {}"),
    PORT: ("a listening port of {}", "{} listening ports of {}"),
}


class Scenario(Protocol):
    """A scenario, as far as it is told of here."""

    location: str
    number: int

    @property
    def title(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Difference:
    """One thing that is not as it was before the run: it was left, changed or removed."""

    platform: str
    change: str
    thing: Thing


@dataclass(frozen=True, eq=False)
class Leftover:
    """Things of one kind and place that one scenario, or some of several, left, changed or removed.

    `scenarios` is empty when nobody is known to have done it.
    """

    platform: str
    change: str
    things: Sequence[Thing]
    scenarios: Sequence[Scenario]

    @property
    def sentence(self) -> str:
        """Who left what, and a few of the names; without a known scenario also what the first one holds."""
        first, number = self.things[0], len(self.things)
        one, many = NOUNS[first.kind]
        what = one.format(first.place) if number == 1 else many.format(number, first.place)
        names = ", ".join(thing.name for thing in self.things[:NAMES])
        more = f" and {number - NAMES} more" if number > NAMES else ""
        where = f" ({self.platform})" if self.platform else ""
        if self.scenarios:
            who = " or ".join(f"{one.location} “{one.title}”" for one in self.scenarios[:NAMES])
            return f"{who} {self.change} {what}{where}: {names}{more}"
        known = f"; known of it: {shown}" if (shown := _shown(first)) else ""
        return f"Nobody known {self.change} {what}{where}: {names}{more}{known}"

    @property
    def record(self) -> dict[str, Any]:
        """The same for `run.json`."""
        return {
            "platform": self.platform,
            "change": self.change,
            "kind": self.things[0].kind,
            "place": self.things[0].place,
            "names": [thing.name for thing in self.things],
            "scenarios": [one.location for one in self.scenarios],
            "sentence": self.sentence,
        }


def _shown(thing: Thing) -> str:
    """What is known of a thing, in short and without its secrets."""
    known = masking.mask_value(thing.content).items()
    text = ", ".join(f"{name} {value}" for name, value in known if value is not None)
    return text if len(text) <= 200 else f"{text[:200]}…"
