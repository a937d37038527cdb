"""Whether scenarios that disrupt have platforms of their own, so that all others go on meanwhile."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.running.run import Run

FEW = 4
"""With fewer scenarios that disrupt, or fewer others, starting a second platform takes longer than it saves."""


def disrupts_apart(run: "Run") -> bool:
    """Whether it pays, and is possible.

    One worker has nobody to disturb, and what others use is there once. Whenever a container goes or comes, the
    network of the machine changes, and browsers break off what they are loading (ERR_NETWORK_CHANGED). Nor is it done
    where things are to stay as they are, or a known defect is looked at: that is in one platform.
    """
    assert run.environment is not None
    settings, disrupting = run.settings, sum(one.disrupts for one in run.planned)
    alone = run.environment.is_shared or run.environment.kind != "embedded"
    possible = run.jobs > 1 and settings.apart and not (settings.keep or settings.defect or alone)
    return possible and min(disrupting, len(run.planned) - disrupting) >= FEW
