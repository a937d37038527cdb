"""What one machine does of a run that is divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.config import Shard


@dataclass(frozen=True)
class Share:
    """What this machine does of a run that is divided.

    `whole` counts the scenarios of all shards together, `ours` those of this one. `plan` is a fingerprint of
    which shard has which scenario: shards with the same plan are exactly the whole, and none has what another has.
    """

    shard: Shard
    whole: int
    ours: int
    plan: str

    def __str__(self) -> str:
        nothing = "" if self.ours else ", all of which are in other shards"
        return f"shard {self.shard} of {self.whole} scenario{'s' * (self.whole != 1)}{nothing}"

    def record(self) -> dict[str, Any]:
        """The same for the record of the run."""
        return {"number": self.shard.number, "of": self.shard.of, "whole": self.whole, "plan": self.plan}
