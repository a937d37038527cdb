"""Types of words that only sentences of Phoenix have."""

from support.scenario.parameters import parameter

STATES = ("pending", "initializing", "running", "analyzing", "completed", "failed", "cancelled")


@parameter("Pipeline", r"process-[a-z-]+-v1", "phoenix")
def pipeline(text: str) -> str:
    """A kind of pipeline: process-topk-v1."""
    return text


@parameter("State", "|".join(STATES), "phoenix")
def state(text: str) -> str:
    """A state of an experiment: running."""
    return text


@parameter("Variant", "baseline|candidate", "phoenix")
def variant(text: str) -> str:
    """One of the two pipelines of an experiment: candidate."""
    return text
