"""What became of a scenario, or of a step: the values that the console, the reports and the records share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.running.likeness import likeness

if TYPE_CHECKING:
    from support.running.model import Step

STATUSES = (
    "passed",
    "failed",
    "error",
    "undefined",
    "pending",
    "hook_error",
    "cleanup_error",
    "skipped",
    "untested",
)
GOOD = frozenset({"passed", "skipped"})
QUARANTINED = "quarantined"
"""What a failure is counted as that does not fail the run."""
PRODUCT, ENVIRONMENT, TEST, INTERRUPTION = "product", "environment", "test", "interruption"
KNOWN_FAILURE = "known failure"


@dataclass(frozen=True)
class Outcome:
    """A status of `STATUSES`, why, and the sentence that decided it. Texts are masked."""

    status: str
    reason: str = ""
    trace: str = ""
    step: str = ""
    cause: str = ""
    """Where to look: PRODUCT when an assertion does not hold, ENVIRONMENT when something could not be started
    or reached, INTERRUPTION when somebody ended the run, KNOWN_FAILURE for whatever goes wrong with a scenario in
    quarantine, else TEST; empty when there is nothing to look into."""
    kind: str = ""
    """The key of the broken promise; empty for what is no such failure."""

    @property
    def bad(self) -> bool:
        """True when it went wrong."""
        return self.status not in GOOD and self.status != "untested"

    @property
    def forgiven(self) -> bool:
        """True when it went wrong and that does not fail the run."""
        return self.cause == KNOWN_FAILURE

    @property
    def key(self) -> str:
        """What it has in common with all failures that are equal; empty when nothing went wrong."""
        if not self.bad:
            return ""
        return self.kind or (self.reason if self.status == "undefined" else likeness(self.reason))


def sentence(step: Step) -> str:
    """A step as the feature has it."""
    return f"{step.keyword} {step.name}"
