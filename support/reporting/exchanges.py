"""HTTP exchanges of the journal as the cards that Allure 3 shows for them, and as commands that repeat them.

The shape is Allure's HTTP exchange, version 1: request and response with headers and body, or an error.
"""

import json
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.evidence.journal import Entry

KIND = "application/vnd.allure.http+json"
ENDING = "httpexchange"
COMMANDS = "The same as curl commands"
"""The name of the attachment that has them."""
MOST = 60
"""Cards of one scenario; the timeline has what is before the last so many."""


def shown(entries: "Iterable[Entry]") -> "Sequence[Entry]":
    """The exchanges that get a card: the last `MOST`, in their order."""
    return [entry for entry in entries if entry.channel == "http" and "method" in entry.details][-MOST:]


def card(entry: "Entry") -> str:
    """One exchange as a card, JSON."""
    told = entry.details
    stop = entry.at.timestamp() * 1000
    exchange: dict[str, Any] = {
        "schemaVersion": 1,
        "start": round(stop - told["ms"]),
        "stop": round(stop),
        "request": {"method": told["method"], "url": told["url"], **_message(told, "request")},
    }
    if told["status"] is None:
        exchange["error"] = {"name": "no answer", "message": entry.what.partition(" → ")[2]}
    else:
        exchange["response"] = {"status": told["status"], **_reason(told["status"]), **_message(told, "response")}
    return json.dumps(exchange, ensure_ascii=False)


def command(entry: "Entry") -> str:
    """One exchange as a curl command in one line, with secrets masked as everywhere; its outcome as a comment.

    What curl says of itself is left out. A body that is no text is asked for as the file `body`.
    """
    told = entry.details
    words = ["curl", "--request", told["method"], told["url"]]
    for name, value in told["request_headers"].items():
        if name.lower() not in _OF_THE_CLIENT:
            words += ["--header", f"{name}: {value}"]
    if body := told["request_body"]:
        words += ["--data-binary", "@body" if _NO_TEXT.fullmatch(body) else body]
    outcome = entry.what.partition(" → ")[2]
    return f"{shlex.join(words)}  # {outcome}"


def _message(told: Mapping[str, Any], part: str) -> dict[str, Any]:
    headers, body = told[f"{part}_headers"], told[f"{part}_body"]
    message: dict[str, Any] = {"headers": [{"name": name, "value": value} for name, value in headers.items()]}
    if body:
        message["body"] = {"contentType": headers.get("content-type", ""), "encoding": "utf8", "value": body}
    return message


def _reason(status: int) -> dict[str, str]:
    try:
        return {"statusText": HTTPStatus(status).phrase}
    except ValueError:
        return {}


_OF_THE_CLIENT = frozenset({"host", "connection", "content-length", "accept", "accept-encoding", "user-agent"})
_NO_TEXT = re.compile(r"<\d+ bytes of .*>")  # what the client puts in its place
