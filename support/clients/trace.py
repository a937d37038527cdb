"""Playwright's traces: what happened in a page, read from them, and their secrets masked."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support.evidence.masking import add_secret, mask

DONE = {
    "goto": "opens", "reload": "reloads the page", "goBack": "goes back", "goForward": "goes forward",
    "click": "clicks", "dblclick": "double-clicks", "tap": "taps", "hover": "points at", "fill": "fills in",
    "type": "types into", "press": "presses", "check": "ticks", "uncheck": "unticks", "selectOption": "chooses in",
    "setInputFiles": "gives a file to", "dragAndDrop": "drags", "focus": "goes to",
    "keyboardPress": "presses", "keyboardType": "types", "mouseClick": "clicks", "mouseWheel": "scrolls",
}  # fmt: skip
"""What a person does in a page, by Playwright's name for it; whatever else it does only looks."""
TELLING = frozenset({"document", "fetch", "xhr", "media", "eventsource"})
"""Kinds of requests that are told of; of all others only those that failed."""
_ROLE = re.compile(r"internal:role=(\w+)(?:\[name=\"((?:[^\"\\]|\\.)*)\"[is]?\])?")
_WORD = re.compile(r"internal:(?:label|text|has-text|attr=\[\w+)=?\"?([^\"\]]+)\"?[is]?\]?")
_LONGEST_BODY = 65_536
TYPED = frozenset({"fill", "type"})
SHORTEST_SECRET = 6
"""Characters of what is typed into a password's field that make it a secret; a word of fewer is all over a report."""
_FOR_SECRETS = re.compile(r"passw|passphrase|secret|token|api.?key", re.IGNORECASE)


@dataclass(frozen=True)
class Happening:
    """Something that happened in a page: when (UTC), `page` or `http`, in a few words, and its details."""

    at: datetime
    channel: str
    what: str
    details: Mapping[str, Any]


def happenings(trace: Path) -> Iterator[Happening]:
    """What was done in the pages of a trace and what they asked of services; in no order."""
    with zipfile.ZipFile(trace) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith(".trace"):
                yield from _actions(list(_lines(archive, name)))
            elif name.endswith(".network"):
                yield from (
                    _exchange(archive, names, line["snapshot"])
                    for line in _lines(archive, name)
                    if line.get("type") == "resource-snapshot" and _telling(line["snapshot"])
                )


def mask_archive(trace: Path) -> None:
    """Rewrite a zip so that no text in it holds a secret. Pictures, fonts and the like stay as they are.

    What was typed into a field for a password is a secret from here on, wherever it turns up.
    """
    masked = trace.with_suffix(".masked")
    for secret in _typed_secrets(trace):
        add_secret(secret)
    with zipfile.ZipFile(trace) as source, zipfile.ZipFile(masked, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError:
                target.writestr(entry, content)
                continue
            # A trace is a JSON document per line, and mask() understands whole ones.
            target.writestr(entry, "\n".join(mask(line) for line in text.split("\n")))
    masked.replace(trace)


def _typed_secrets(trace: Path) -> Iterator[str]:
    with zipfile.ZipFile(trace) as archive:
        for name in archive.namelist():
            for event in _lines(archive, name) if name.endswith(".trace") else ():
                given = event.get("params", {}) if event.get("method") in TYPED else {}
                typed = given.get("value", given.get("text"))
                if len(str(typed or "")) >= SHORTEST_SECRET and _FOR_SECRETS.search(str(given.get("selector", ""))):
                    yield str(typed)


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    for line in archive.read(name).decode("utf-8", "replace").splitlines():
        with suppress(ValueError):
            yield json.loads(line)


def _actions(events: list[dict[str, Any]]) -> Iterator[Happening]:
    start = next((event for event in events if event.get("type") == "context-options"), None)
    if start is None:
        return
    wall = datetime.fromtimestamp(start["wallTime"] / 1000, UTC)
    errors = {
        event["callId"]: event["error"].get("message", "") for event in events if event.get("type") == "after"
        and event.get("error")
    }  # fmt: skip
    for event in events:
        if event.get("type") != "before" or event.get("method") not in DONE:
            continue
        error = str(errors.get(event["callId"], "")).partition("\n")[0]
        at = wall + timedelta(milliseconds=event["startTime"] - start["monotonicTime"])
        yield Happening(at, "page", _done(event), {"error": error} if error else {})


def _done(event: dict[str, Any]) -> str:
    """`clicks button "Send"`, `fills in textbox "Message" with "Hello"`."""
    given = event.get("params", {})
    what = given.get("url") or _element(str(given.get("selector", "")))
    how = given.get("value", given.get("key", given.get("text")))
    words = [DONE[event["method"]], what]
    if how is not None:
        words.append(f'with "{how}"' if event["method"] == "fill" else f'"{how}"')
    return " ".join(filter(None, words))


def _element(selector: str) -> str:
    """A selector in the words of a page: the last role with its name, or the text that is looked for."""
    if roles := _ROLE.findall(selector):
        role, name = roles[-1]
        inside = _WORD.findall(selector[selector.rindex(f"internal:role={role}") + 1 :])
        return f'{role} "{name or (inside[-1] if inside else "")}"'.replace(' ""', "")
    if words := _WORD.findall(selector):
        return f'"{words[-1]}"'
    return selector


def _telling(exchange: dict[str, Any]) -> bool:
    status = exchange["response"]["status"]
    return exchange.get("_resourceType") in TELLING or not 0 < status < 400


def _exchange(archive: zipfile.ZipFile, names: list[str], exchange: dict[str, Any]) -> Happening:
    request, response = exchange["request"], exchange["response"]
    status = response["status"] if response["status"] > 0 else None
    ms = round(max(exchange.get("time", 0), 0), 1)
    began = datetime.fromisoformat(exchange["startedDateTime"])
    path = "/" + request["url"].split("/", 3)[-1]
    outcome = status or f"no answer: {response.get('_failureText', 'it failed')}"
    return Happening(
        began.astimezone(UTC) + timedelta(milliseconds=ms),
        "http",
        f"{request['method']} {path} → {outcome} ({ms:.0f} ms)",
        {
            "method": request["method"],
            "url": request["url"],
            "status": status,
            "ms": ms,
            "request_headers": _headers(request),
            "request_body": request.get("postData", {}).get("text", ""),
            "response_headers": _headers(response),
            "response_body": _body(archive, names, response.get("content", {})),
        },
    )


def _headers(message: dict[str, Any]) -> dict[str, str]:
    return {header["name"].lower(): header["value"] for header in message["headers"]}


def _body(archive: zipfile.ZipFile, names: list[str], content: dict[str, Any]) -> str:
    """The body of an answer, when it is text of a kind that one reads."""
    kind, file = str(content.get("mimeType", "")), str(content.get("_file", ""))
    if "json" not in kind or file not in names:
        return f"<{content.get('size', 0)} bytes of {kind or 'unknown type'}>" if content.get("size", 0) > 0 else ""
    return archive.read(file)[:_LONGEST_BODY].decode("utf-8", "replace")
