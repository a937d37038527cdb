"""Every kind of key that opens nothing is really that kind, and each way of showing it is tried."""

from typing import Any

import jwt
import pytest

from support.scenario.people import Persona
from support.systems import tokens
from support.systems.contract import Contract
from support.systems.operations.keys import Keys

SECRET, SERVICES = "s" * 40, "t" * 40
LINA = Persona("Lina", "guest")
CLAIMS = {"iss": "shop", "sub": "11111111-1111-4111-8111-111111111111", "role": "guest", "sid": "s1", "exp": 2**32}


class Shop:
    """A shop that notes what it is asked to do with sessions, as far as it is asked."""

    contract = Contract(
        "shop", "Shop", ("till", "door"), LINA,
        cookies={"till": "crumb"}, token_needs=("sub", "exp"), roles=("guest", "keeper"),
    )  # fmt: skip

    def __init__(self) -> None:
        self.done: list[str] = []
        self.platform = self
        self.credentials = {"jwt_secret": SECRET, "service_secret": SERVICES, "short": "abc"}

    def token_of(self, _: Persona) -> str:
        return tokens.signed(CLAIMS, SECRET)

    def another_token_of(self, _: Persona) -> str:
        return tokens.signed({**CLAIMS, "sid": "s2"}, SECRET)

    def use_everywhere(self, token: str) -> None:
        self.done.append(f"used {tokens.claims_of(token)['sid']}")

    def end_session(self, token: str) -> None:
        self.done.append(f"ended {tokens.claims_of(token)['sid']}")

    def close_account(self, who: Persona) -> None:
        self.done.append(f"closed {who.name}")


def keys(kind: str, shop: Shop | None = None) -> dict[str, Any]:
    found = Keys(shop or Shop()).of(kind)  # type: ignore[arg-type]  # as far as it is asked
    return {f"{number} {key.what}": key for number, key in enumerate(found)}


def is_signed(token: str, secret: str = SECRET) -> bool:
    try:
        jwt.decode(token, secret, algorithms=["HS256"], options={"verify_exp": False, "verify_aud": False})
    except jwt.InvalidTokenError:
        return False
    return True


def test_what_is_altered_says_something_else_under_the_old_signature() -> None:
    good = Shop().token_of(LINA)
    for what, key in keys("a token that was altered").items():
        assert key.token != good, what
        assert not is_signed(key.token), what
    roles = [key for what, key in keys("a token that was altered").items() if "another role" in what]
    assert [tokens.claims_of(key.token)["role"] for key in roles] == ["keeper"]


def test_each_claim_that_is_needed_is_missing_once_under_a_good_signature() -> None:
    found = keys("a token with something amiss")
    assert all(is_signed(key.token) for key in found.values() if "exp" not in key.what)
    for needed in ("sub", "exp"):
        (without,) = [key for what, key in found.items() if what.endswith(f"no {needed}")]
        assert needed not in tokens.claims_of(without.token)


def test_somebody_else_signs_with_what_they_made_up_and_with_every_other_secret() -> None:
    found = keys("a token signed by somebody else")
    assert not any(is_signed(key.token) for key in found.values())
    assert [key.what for key in found.values()] == ["who made a key up", "who knows service_secret"]
    assert any(is_signed(key.token, SERVICES) for key in found.values())


def test_an_unsigned_token_has_no_signature() -> None:
    assert all(key.token.rstrip(".").count(".") < 2 for key in keys("a token that is not signed").values())


def test_services_have_a_token_for_each_and_show_it_in_both_ways() -> None:
    found = list(keys("the token of a service").values())
    assert len(found) == 4
    assert {tokens_of.token for tokens_of in found if tokens_of.token}
    assert all("X-Service-Token" in key.headers for key in found if key.token is None)


def test_a_good_token_in_the_wrong_place_is_never_where_it_belongs() -> None:
    for key in keys("a token in the wrong place").values():
        assert key.token is None
        assert not key.headers.get("Authorization", "").startswith("Bearer ey")


def test_a_session_is_used_before_it_ends() -> None:
    shop = Shop()
    (key,) = keys("the token of a session that has ended", shop).values()
    assert shop.done == ["used s2", "ended s2"]
    assert tokens.claims_of(key.token)["sid"] == "s2"


def test_no_cookie_is_left_out() -> None:
    assert any("crumb=" in key.headers.get("Cookie", "") for key in keys("no token").values())


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        keys("a token of gold")
