"""A token is good as it was issued, and in no other spelling."""

import base64
import json
from collections.abc import Callable

import pytest

from platforms.common import security
from platforms.common.errors import ApiError
from platforms.common.security import Caller

SECRET = "s" * 32
SOMEBODY = Caller("7514f42f-3b1d-43d5-8c3d-cab56a585daa", "Lina", "listener", "a51a6edf-54be-4e75-8dda-a4931e30ea81")


def token() -> str:
    return security.issue_user_token(SOMEBODY, SECRET, 60, "veza")


def last_bits(part: str) -> str:
    """The same bytes with other bits where nothing reads them."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return part[:-1] + letters[letters.index(part[-1]) ^ 1]


def standard(part: str) -> str:
    """In the other alphabet of base64."""
    return part.replace("-", "+").replace("_", "/")


ALTERATIONS: dict[str, Callable[[str], str]] = {
    "padded": lambda part: f"{part}=",
    "padded twice": lambda part: f"{part}==",
    "a blank behind": lambda part: f"{part} ",
    "a blank before": lambda part: f" {part}",
    "a line break in it": lambda part: f"{part[:4]}\n{part[4:]}",
    "something that is no base64 in it": lambda part: f"{part[:4]}!{part[4:]}",
    "one letter less": lambda part: part[:-1],
    "one letter more": lambda part: f"{part}A",
    "empty": lambda part: "",
    "its case changed": lambda part: part.swapcase(),
}


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("how", ALTERATIONS)
def test_whatever_is_altered_is_refused(part: int, how: str) -> None:
    parts = token().split(".")
    parts[part] = ALTERATIONS[how](parts[part])
    with pytest.raises(ApiError) as refusal:
        security.read_user_token(".".join(parts), SECRET)
    assert (refusal.value.status, refusal.value.code) == (401, "AUTH_TOKEN_INVALID")


def test_bits_of_the_signature_that_nothing_reads_count_too() -> None:
    head, body, signature = token().split(".")
    altered = last_bits(signature)
    assert base64.urlsafe_b64decode(f"{altered}=") == base64.urlsafe_b64decode(f"{signature}=")
    with pytest.raises(ApiError):
        security.read_user_token(f"{head}.{body}.{altered}", SECRET)


@pytest.mark.parametrize("given", ["", ".", "..", "a.b.c", "a.b.c.d", "ü.ü.ü"])
def test_what_is_no_token_is_refused(given: str) -> None:
    with pytest.raises(ApiError):
        security.read_user_token(given, SECRET)
    with pytest.raises(ApiError):
        security.read_user_token(f"{token()}.{token()}", SECRET)


def test_the_other_alphabet_is_refused() -> None:
    lives = range(60, 200)
    tokens = (security.issue_user_token(SOMEBODY, SECRET, seconds, "veza") for seconds in lives)
    head, body, signature = next(parts for one in tokens if set("-_") & set((parts := one.split("."))[2]))
    with pytest.raises(ApiError):
        security.read_user_token(f"{head}.{body}.{standard(signature)}", SECRET)


def test_as_it_was_issued_it_is_good() -> None:
    claims = security.read_user_token(token(), SECRET)
    assert (claims["sub"], claims["iss"]) == (SOMEBODY.user_id, "veza")
    assert json.loads(base64.urlsafe_b64decode(token().split(".")[0] + "==")) == {"alg": "HS256", "typ": "JWT"}


@pytest.mark.parametrize("alter", [lambda t: f"{t}=", lambda t: f" {t}", lambda t: f"{t}\n"])
def test_the_same_holds_for_services(alter: Callable[[str], str]) -> None:
    good = security.issue_service_token("web", "backend-api", SECRET)
    assert security.read_service_token(good, "backend-api", SECRET) == "web"
    with pytest.raises(ApiError):
        security.read_service_token(alter(good), "backend-api", SECRET)
