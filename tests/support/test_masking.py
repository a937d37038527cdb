"""What must be masked, and what must not, by the mask that everything written down goes through."""

import json
from typing import Any
from uuid import uuid4

import pytest

from support.evidence.masking import MASK, add_secret, mask, mask_value

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJlLW9mLWl0"
UNSIGNED_JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9."
BCRYPT = "$2b$12$" + "abcdefghijklmnopqrstu." + "ABCDEFGHIJKLMNOPQRSTUVWXYZ01234"


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ({"password": "hunter2"}, {"password": MASK}),
        ({"user": {"newPassword": "hunter2", "age": 4}}, {"user": {"newPassword": MASK, "age": 4}}),
        ([{"deep": [{"access_token": "abc"}]}], [{"deep": [{"access_token": MASK}]}]),
        ({"secret": {"a": ["x", {"b": 7}], "c": None}}, {"secret": {"a": [MASK, {"b": MASK}], "c": None}}),
        ({"token": 123456}, {"token": MASK}),
        ({"data": json.dumps({"refresh_token": "abc"})}, {"data": json.dumps({"refresh_token": MASK})}),
        ({"Authorization": "Bearer abc"}, {"Authorization": f"Bearer {MASK}"}),
        ({"authorization": "abc"}, {"authorization": MASK}),
        ({"Cookie": "session=abc; theme=dark"}, {"Cookie": f"session={MASK}; theme={MASK}"}),
        (
            {"set-cookie": "session=abc; Path=/; HttpOnly; SameSite=Lax"},
            {"set-cookie": f"session={MASK}; Path=/; HttpOnly; SameSite=Lax"},
        ),
        ({"X-Service-Token": "abc", "X-Api-Key": "def"}, {"X-Service-Token": MASK, "X-Api-Key": MASK}),
        (
            [("authorization", "Bearer abc"), ("accept", "*/*")],
            [("authorization", f"Bearer {MASK}"), ("accept", "*/*")],
        ),
        ([{"name": "Cookie", "value": "a=b"}], [{"name": "Cookie", "value": f"a={MASK}"}]),
        ({"name": "sig", "value": "abc"}, {"name": "sig", "value": MASK}),
        ([(b"authorization", b"abc")], [(b"authorization", MASK.encode())]),
        (
            {"password_hash": "abc", "client-secret": "x", "apiKey": "y"},
            dict.fromkeys(("password_hash", "client-secret", "apiKey"), MASK),
        ),
        ({f"session:{JWT}": 1}, {f"session:{MASK}": 1}),
        (b'{"password": "hunter2"}', b'{"password": "***"}'),
        ((1, 2, {"token": "x"}), (1, 2, {"token": MASK})),
        (
            {"errors": {"password": f"{JWT} is no password"}},
            {"errors": {"password": f"{MASK} is no password"}},
        ),
    ],
)
def test_secret_values_are_masked_at_any_depth(value: Any, masked: Any) -> None:
    assert mask_value(value) == masked


@pytest.mark.parametrize(
    "value",
    [
        {"token_type": "bearer", "expires_in": 3600, "password_changed_at": "2024-05-01", "tokens": 7},
        {"key_signature": "Am", "time_signature": "4/4", "secretary": "Lina", "signed": True},
        {"name": "colour", "value": "red"},
        {"name": "password"},
        {"token": None, "secret": True, "password": ""},
        {"errors": {"password": "must have at least 8 characters"}},
        {"detail": "Authorization header must start with 'Bearer '"},
        ("bearer", "is a word"),
        b"\xff\xfe\x00 not text",
        [1, 2.5, None, True],
        "a bearer token is required",
        "Bearer authentication, please",
        "https://127.0.0.1:8000/stream/12?expires=1700000000&quality=high",
        "https://127.0.0.1:8000?email=lina@people.test&time=12:30@home",
        "lina.marchetti@people.test wrote: see you at 12:30@the harbour",
        "config=7 design=good assignature=x cookies are nice: yes",
        "the password: it must have at least 8 characters",
        "12:04:31.120 WARN fan-out: 1 of 3 queues full, message dropped",
        "token=null password=None",
        '{"a": 1.0,   "b":"kept as it is"}',
        "",
    ],
)
def test_what_is_no_secret_stays(value: Any) -> None:
    assert mask_value(value) == value


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"see {JWT}, and", f"see {MASK}, and"),
        (f"unsigned {UNSIGNED_JWT} too", f"unsigned {MASK} too"),
        ("GET /stream/1?expires=9&sig=abc123&x=1", "GET /stream/1?expires=9&sig=***&x=1"),
        ("/a?signature=abc#top", "/a?signature=***#top"),
        ("password=hunter2&email=a%40b.c", "password=***&email=a%40b.c"),
        ('level=info token="a b" user=lina', "level=info token=*** user=lina"),
        (
            "Sec-WebSocket-Protocol: veza.v1, bearer.abc-def-123",
            "Sec-WebSocket-Protocol: veza.v1, bearer.***",
        ),
        ("sent Bearer abcdef123456", "sent Bearer ***"),
        ("postgresql://veza:pw@127.0.0.1:5432/veza", "postgresql://veza:***@127.0.0.1:5432/veza"),
        ("redis://:p@ss@127.0.0.1:6379/0", "redis://:***@127.0.0.1:6379/0"),
        ("Authorization: Basic bGluYQ==\nAccept: */*", "Authorization: Basic ***\nAccept: */*"),
        ("curl -H 'Authorization: Bearer abc' https://x/", "curl -H 'Authorization: Bearer ***' https://x/"),
        ("X-Request-Id: 1, authorization: abc", "X-Request-Id: 1, authorization: ***"),
        ("x-service-token: abc", "x-service-token: ***"),
        ("logs in with secret-482113-Copper-Lantern", "logs in with ***"),
        ("Cookie: session=abc; theme=dark", "Cookie: session=***; theme=***"),
        ('x {"password": "hun\\"ter2", "b": 1', 'x {"password": "***", "b": 1'),
        ('cut off {"a": 1, "access_token": "abcde', 'cut off {"a": 1, "access_token": "***"'),
        ("{'password': 'hunter2', 'a': 1}", "{'password': '***', 'a': 1}"),
        ('msg="{\\"token\\": \\"abc\\", \\"b\\": 1}"', 'msg="{\\"token\\": \\"***\\", \\"b\\": 1}"'),
        ('{"pin_token": 1234, "a"', '{"pin_token": "***", "a"'),
        (f"hash {BCRYPT}.", f"hash {MASK}."),
        (
            "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----",
        ),
    ],
)
def test_secrets_in_text_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


def test_a_registered_secret_is_masked_in_every_form() -> None:
    secret = f'p"ä/{uuid4().hex}'
    add_secret(secret)
    from urllib.parse import quote

    for text in (
        f"typed {secret} twice: {secret}",
        f"/x?q={quote(secret, safe='')}",
        f"log: {json.dumps(secret)}",
    ):
        assert MASK in mask(text)
        assert secret[-20:] not in mask(text)
    assert mask_value({"note": [secret]}) == {"note": [MASK]}


def test_a_short_secret_is_masked_only_where_it_stands_alone() -> None:
    add_secret("q7z")
    add_secret("q")
    assert mask("q7z, aq7zb and q") == f"{MASK}, aq7zb and q"
