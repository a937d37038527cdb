"""Types of words in steps that every platform's sentences share, beside those in `support.scenario.parameters`."""

from __future__ import annotations

import re

from support.scenario.parameters import parameter

_QUOTED = r'"[^"]+"'


@parameter("Texts", rf"{_QUOTED}(?:, {_QUOTED})*(?:,? and {_QUOTED})?")
def texts(text: str) -> list[str]:
    """One or more texts in quotes: `"First"`, `"First", "Second" and "Third"`."""
    return re.findall(r'"([^"]+)"', text)


@parameter("Services", r"[a-z]+(?:-[a-z]+)*(?:, [a-z]+(?:-[a-z]+)*)*(?: and [a-z]+(?:-[a-z]+)*)?")
def services(text: str) -> list[str]:
    """One or more services: `web`, `backend-api, chat-server and stream-server`."""
    return re.split(r", | and ", text)


@parameter("Their", "her|his|their")
def their(text: str) -> str:
    """Whose it is; the person is named elsewhere in the sentence."""
    return text


@parameter("They", "she|he|they")
def they(text: str) -> str:
    """Who does it; the person is named elsewhere in the sentence."""
    return text


@parameter("Part", r"the \S+ \S+ bytes?|the very first byte|bytes \d+ to \d+|all from byte \d+")
def part(text: str) -> str:
    """Part of some audio, in words: `the first 1000 bytes`, `bytes 5000 to 5999`, `all from byte 20000`."""
    return text
