"""What an answer of a platform means: its data, or its refusal, in the one shape that all platforms use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.clients.http import Reply

ORIGIN_REFUSED = "AUTH_ORIGIN_REFUSED"
"""The code of the refusal of what only a platform's own pages may have a browser do."""


@dataclass(frozen=True)
class Refusal:
    """Why something was not done, as the service says it."""

    status: int
    code: str
    message: str
    details: dict[str, Any]

    @property
    def fields(self) -> list[str]:
        """The fields that a refusal of malformed input names, each once, in alphabetical order."""
        return sorted({fault["field"] for fault in self.details.get("fields", [])})


def data(reply: Reply, status: int = 200) -> Any:
    """What a successful answer holds; an AssertionError that shows the answer when it is none."""
    if reply.status != status:
        raise AssertionError(f"expected an answer with status {status}, got {reply.status}: {_shown(reply)}")
    body = reply.json()
    if not (isinstance(body, dict) and body.get("success") is True and "data" in body):
        raise AssertionError(f"the answer is not one of success: {_shown(reply)}")
    return body["data"]


def refused(reply: Reply, *statuses: int) -> Refusal:
    """The refusal in an answer of one of these statuses, in the one shape that every service uses."""
    if reply.status not in statuses:
        wanted = " or ".join(map(str, statuses))
        raise AssertionError(f"expected a refusal with status {wanted}, got {reply.status}: {_shown(reply)}")
    body = reply.json()
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict) or body.get("success") is not False or not body.get("request_id"):
        raise AssertionError(f"the refusal has not the shape of one: {_shown(reply)}")
    return Refusal(reply.status, error["code"], error["message"], error.get("details", {}))


def _shown(reply: Reply) -> str:
    return reply.body[:400].decode(errors="replace") or "(no body)"
