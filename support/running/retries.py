"""What a run may owe to retries: a few late passes are told, many fail it."""

from collections.abc import Sequence


def complaints(flaky: Sequence[str], limit: int) -> list[str]:
    """A sentence that names the flaky scenarios when they are more than `limit`; else nothing."""
    if len(flaky) <= limit:
        return []
    scenarios = f"{len(flaky)} scenario{'s' * (len(flaky) != 1)}"
    return [f"{scenarios} passed only at a later attempt, and flaky_limit allows {limit or 'none'}: {', '.join(flaky)}"]
