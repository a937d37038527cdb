"""Tokens as an attacker makes them."""

import base64
import binascii
import hashlib
import hmac
import re

import pytest

from support.systems import tokens

SECRET = "the secret of a platform, which is long enough"
CLAIMS = {"sub": "lina", "sid": "7", "iat": 1, "exp": 4_000_000_000}


def accepted(token: str) -> bool:
    """Whether somebody takes it for good who decodes a signature as Python's base64 does unless told not to."""
    said, _, signature = token.rpartition(".")
    try:
        decoded = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except binascii.Error:
        return False
    return decoded == hmac.digest(SECRET.encode(), said.encode(), hashlib.sha256)


@pytest.mark.parametrize("number", range(8))
def test_every_alteration_is_another_token_that_can_be_sent(number: int) -> None:
    good = tokens.signed({**CLAIMS, "number": "x" * number}, SECRET)
    altered = tokens.alterations(good)
    assert len(altered) > 40
    assert good not in altered.values()
    for what, token in altered.items():
        assert re.fullmatch(r"[!-~]([ -~]*[!-~])?", token), f"{what} cannot be sent: {token!r}"


def test_the_alterations_are_such_as_a_lenient_reader_overlooks() -> None:
    overlooked = {what for what, token in tokens.alterations(tokens.signed(CLAIMS, SECRET)).items() if accepted(token)}
    assert {
        "= after its signature",
        "four blanks in its signature",
        "characters of no alphabet in its signature",
        "a bit that nothing reads of its signature",
    } <= overlooked


def test_each_part_is_altered_in_each_way() -> None:
    altered = tokens.alterations(tokens.signed(CLAIMS, SECRET))
    for part in tokens.PARTS:
        ways = {what for what in altered if what.endswith(f" its {part}")}
        assert len(ways) >= 14, sorted(ways)
