"""JSON Web Tokens as an attacker or an operator makes them: good ones, and each kind of bad one."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

import jwt
from jwt.utils import base64url_decode, base64url_encode

NOBODYS_SECRET = "a secret that is not the one of any platform"
PARTS = ("header", "payload", "signature")
_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{20,}")
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def signed(claims: Mapping[str, Any], secret: str) -> str:
    """A token signed with HS256."""
    return jwt.encode(dict(claims), secret, algorithm="HS256")


def of_service(caller: str, audience: str, secret: str, seconds: int = 60) -> str:
    """A token with which one service calls another, good for so many seconds."""
    now = int(time.time())
    return signed({"iss": caller, "aud": audience, "iat": now, "exp": now + seconds}, secret)


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, without asking whether it is true."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def signature_of(token: str) -> str:
    """The part of a token that nobody can guess; with the rest, which is no secret, it lets one in."""
    return token.rpartition(".")[2]


def found(text: str) -> list[str]:
    """Every token in a text that has a signature, whatever it is worth."""
    return _TOKEN.findall(text)


def expired(token: str, secret: str, seconds_ago: int = 1) -> str:
    """The same token, rightly signed, that ended so long ago."""
    now = int(time.time())
    return signed({**claims_of(token), "iat": now - 3_600, "exp": now - seconds_ago}, secret)


def altered(token: str, **changes: Any) -> str:
    """Other claims under the signature of this token; None for one that is left out."""
    claims = {name: value for name, value in {**claims_of(token), **changes}.items() if value is not None}
    return f"{token.partition('.')[0]}.{packed(claims)}.{signature_of(token)}"


def packed(part: Mapping[str, Any]) -> str:
    """A header or claims as they stand in a token, whatever they hold."""
    return base64url_encode(json.dumps(part).encode()).decode()


def unsigned(token: str) -> str:
    """The same claims in a token that says it needs no signature."""
    return jwt.encode(claims_of(token), "", algorithm="none")


def signed_by_somebody_else(token: str) -> str:
    """The same claims under the signature of somebody who does not know the secret."""
    return signed(claims_of(token), NOBODYS_SECRET)


def alterations(token: str) -> dict[str, str]:
    """The token, altered a little in every way there is, by what was done to it.

    Many of them decode to the same bytes, or say the same, as the token did: whoever is lenient takes them for it. All
    of them can be sent in a header.
    """
    parts = token.split(".")
    found: dict[str, str] = {}
    for number, name in enumerate(PARTS):
        for what, part in _altered_parts(parts[number]):
            found[f"{what} its {name}"] = ".".join([*parts[:number], part, *parts[number + 1 :]])
    for number, name in enumerate(PARTS[:2]):
        said = json.dumps(json.loads(base64url_decode(parts[number])), indent=1).encode()
        found[f"blanks in the text of its {name}"] = ".".join(
            [*parts[:number], base64url_encode(said).decode(), *parts[number + 1 :]]
        )
    found |= {
        "a dot after it": f"{token}.",
        "a dot before it": f".{token}",
        "another segment after it": f"{token}.{parts[2]}",
        "another segment before it": f"{parts[0]}.{token}",
        "a word after it": f"{token} {token}",
        "two dots for one": token.replace(".", "..", 1),
        "its segments in another order": ".".join(reversed(parts)),
        "its case": token.swapcase(),
    }
    return {what: other for what, other in found.items() if other != token}


def _altered_parts(part: str) -> Iterator[tuple[str, str]]:
    """A segment in all its alterations, each with the beginning of what it is called."""
    whole = base64url_decode(part)
    for where, at in (("beginning", 0), ("middle", len(whole) // 2), ("end", len(whole) - 1)):
        other = bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]])
        yield f"a bit at the {where} of", base64url_encode(other).decode()
    half = len(part) // 2
    if len(part) % 4:  # its last character has bits that stand for nothing
        yield "a bit that nothing reads of", part[:-1] + BASE64[BASE64.index(part[-1]) ^ 1]
    for padding in ("=", "==", "===="):
        yield f"{padding} after", part + padding
    yield "= in the middle of", f"{part[:half]}={part[half:]}"
    yield "a blank in", f"{part[:half]} {part[half:]}"
    yield "four blanks in", f"{part[:half]}    {part[half:]}"
    yield "characters of no alphabet in", f"{part[:half]}!!!!{part[half:]}"
    yield "the other alphabet of", part.replace("-", "+").replace("_", "/")
    yield "one letter's case in", part[:half] + part[half:].swapcase()[:1] + part[half + 1 :]
    yield "a character missing in", part[:-1]
    yield "a character more in", f"{part}A"
    yield "nothing for", ""
    yield "twice", part * 2
