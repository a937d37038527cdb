"""One scenario of a run: who it is, what its tags ask for, and how it went."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from support.running.outcome import QUARANTINED, Outcome
from support.running.quarantine import QuarantineEntry
from support.running.schedule import Need
from support.running.selection import ALONE, DISRUPTS, Identity, rule_of, title

if TYPE_CHECKING:
    from support.evidence.contacts import Contact
    from support.evidence.journal import Entry, Journal
    from support.running.model import Container, Scenario

RETRY = "retry"


@dataclass(eq=False)
class Planned:
    """One scenario of the run: who it is, and how it went once it has."""

    scenario: "Scenario"
    identity: Identity
    location: str  # path:line as the replay command wants it
    quarantined: QuarantineEntry | None = None  # what quarantine.toml says of it, also when its day is past
    seconds: float = 0.0
    outcome: Outcome | None = None
    evidence: Path | None = None  # folder with what was kept of a failure
    happened: "Sequence[Entry]" = ()  # all that was recorded of it, in order
    journal: "Journal | None" = None  # the same before it was masked and put in order
    dropped: int = 0  # entries that were too many to keep
    contacts: "frozenset[Contact]" = frozenset()  # what of the platform it had to do with
    seen: "frozenset[Contact]" = frozenset()  # what was there meanwhile, of whomever
    number: int = 0  # 1, 2, 3, … in the order of the run
    retries: int = 0  # how often it may be tried again if its tags say nothing
    worker: int = 1
    turn: int = 0  # 1, 2, 3, … in the order in which scenarios began; 0 when it has not
    broke: Exception | None = None  # what ended it from outside of its steps, hooks and clean-ups
    reported: bool = False  # true when its result is among Allure's
    earlier: list[Outcome] = field(default_factory=list)  # outcomes of attempts before this one
    tried_again: bool = False  # true when this attempt went wrong and another one follows
    clean_up_errors: list[BaseException] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The scenario's name, with an outline's placeholders filled in."""
        return title(self.scenario)

    @property
    def rule(self) -> "Container | None":
        """The rule it illustrates."""
        return rule_of(self.scenario)

    @property
    def promises(self) -> list[str]:
        """The ids of the promises it is about, from its tags."""
        return sorted(tag for tag in self.scenario.effective_tags if is_promise(tag))

    @cached_property
    def need(self) -> Need:
        """What it needs for itself, and what it shares."""
        tags, platform = self.scenario.effective_tags, self.identity.platform
        exclusive = frozenset(tag.removeprefix(DISRUPTS) for tag in tags if tag.startswith(DISRUPTS))
        return Need(frozenset({platform} - {""}), exclusive, ALONE in tags)

    @property
    def disrupts(self) -> bool:
        """Whether it needs a platform for itself."""
        return bool(self.need.exclusive)

    @property
    def attempts(self) -> int:
        """How often it may be tried: as the run has it, unless it is tagged `@retry` (once more) or `@retry.2`, …"""
        more = [tag.removeprefix(RETRY).lstrip(".") or "1" for tag in self.scenario.effective_tags if is_retry(tag)]
        return 1 + max((int(number) for number in more), default=0 if self.quarantined else self.retries)

    @property
    def flaky(self) -> bool:
        """True when it passed, but not at first."""
        return bool(self.earlier) and self.outcome is not None and self.outcome.status == "passed"

    @property
    def standing(self) -> str:
        """How it is counted: its status, or "quarantined" when it went wrong and that is forgiven."""
        outcome = self.outcome or Outcome("untested")
        return QUARANTINED if outcome.forgiven else outcome.status

    @property
    def row(self) -> str:
        """The values of an outline's row that its name does not tell, as `heading: cell, …`; mostly empty."""
        return ", ".join(
            f"{heading}: {cell}" for heading, cell in self.identity.row if f"<{heading}>" not in self.identity.name
        )


def is_retry(tag: str) -> bool:
    """True for @retry and @retry.2."""
    return re.fullmatch(rf"{RETRY}(\.[1-9])?", tag) is not None


def is_promise(tag: str) -> bool:
    """True for tags such as VZ-08: two capitals, a hyphen, two digits."""
    letters, _, digits = tag.partition("-")
    return len(letters) == len(digits) == 2 and letters.isalpha() and letters.isupper() and digits.isdigit()
