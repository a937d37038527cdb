"""What the set-up could not get, and what does not run without it. Standard library only.

Each tool leaves a record in `.tools`, which says where it is, or has the `reason` why there is none. What has a reason
is not looked for again until somebody asks for it by `make setup`.
"""

import json
from typing import Any

from tools.stages import TOOLS

WITHOUT = {
    "browser": ("No browser works here", "Scenarios that need one are skipped"),
    "prometheus": ("No Prometheus", "Scenarios that look into one are skipped"),
    "report": ("No HTML report", "It is not made; everything else runs"),
}
DEMANDED = frozenset({"browser", "report"})
"""What `make test` does not pass without."""


def read(name: str) -> dict[str, Any]:
    """The record of a tool; empty when there is none that can be read."""
    try:
        record = json.loads((TOOLS / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write(name: str, **record: str) -> None:
    """Record a tool, and say so where it is missing."""
    (TOOLS / f"{name}.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    if "reason" in record:
        print(f"  {sentence(name, record['reason'])}", flush=True)


def sentence(name: str, reason: str) -> str:
    """What is missing, why, and what follows."""
    what, consequence = WITHOUT[name]
    return f"{what}: {reason.rstrip('.')}. {consequence}."


def found() -> dict[str, str]:
    """A sentence on each tool that is missing."""
    return {name: sentence(name, str(reason)) for name in WITHOUT if (reason := read(name).get("reason"))}


def forget() -> None:
    """Have all that is missing looked for again."""
    for name in found():
        (TOOLS / f"{name}.json").unlink()
