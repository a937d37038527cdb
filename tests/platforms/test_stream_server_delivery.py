"""Signed addresses that cannot be bent, and ranges that are exact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest

from platforms.common.errors import ApiError
from platforms.veza.stream_server import addresses
from platforms.veza.stream_server.addresses import Ticket
from platforms.veza.stream_server.delivery import Unsatisfiable, part_of

SECRET = "known to stream-server alone"
TRACK, LISTENER = uuid4(), str(uuid4())


def ticket_of(address: str) -> Ticket:
    return Ticket(**{name: values[0] for name, values in parse_qs(urlsplit(address).query).items()})


def test_an_address_opens_what_it_was_made_for_until_it_expires() -> None:
    before = datetime.now(UTC)
    address, expires_at = addresses.issue(SECRET, TRACK, "high", LISTENER, 300)

    addresses.check(SECRET, TRACK, "high", ticket_of(address))
    assert urlsplit(address).path == f"/stream/{TRACK}/high.mp3"
    assert timedelta(seconds=299.999) <= expires_at - before < timedelta(seconds=301)
    assert expires_at.timestamp() * 1_000 == pytest.approx(int(ticket_of(address).expires or 0), abs=0.01)


@pytest.mark.parametrize("seconds", [0, -1, -3_600])
def test_an_address_whose_time_is_up_is_refused_as_expired(seconds: int) -> None:
    address, _ = addresses.issue(SECRET, TRACK, "high", LISTENER, seconds)

    with pytest.raises(ApiError) as refused:
        addresses.check(SECRET, TRACK, "high", ticket_of(address))
    assert (refused.value.status, refused.value.code) == (403, "STREAM_ADDRESS_EXPIRED")


@pytest.mark.parametrize(
    "change",
    [
        {"track": uuid4()},
        {"quality": "low"},
        {"listener": str(uuid4())},
        {"listener": LISTENER + "|"},
        {"expires": "99999999999999"},
        {"expires": "never"},
        {"signature": "0" * 64},
        {"signature": "é\ud800"},
        {"secret": "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_edited_address_is_refused(change: dict[str, str]) -> None:
    address, _ = addresses.issue(change.get("secret", SECRET), TRACK, "high", LISTENER, 300)
    ticket = ticket_of(address).model_copy(update=change)
    track = UUID(str(change.get("track", TRACK)))

    with pytest.raises(ApiError) as refused:
        addresses.check(SECRET, track, "low" if "quality" in change else "high", ticket)
    assert (refused.value.status, refused.value.code) == (403, "STREAM_ADDRESS_INVALID")


def test_an_expired_address_with_a_new_date_is_forged_not_expired() -> None:
    address, _ = addresses.issue(SECRET, TRACK, "high", LISTENER, -10)
    ticket = ticket_of(address).model_copy(update={"expires": "1"})

    with pytest.raises(ApiError) as refused:
        addresses.check(SECRET, TRACK, "high", ticket)
    assert refused.value.code == "STREAM_ADDRESS_INVALID"


@pytest.mark.parametrize("missing", ["expires", "listener", "signature"])
@pytest.mark.parametrize("instead", [None, ""])
def test_an_incomplete_address_is_refused(missing: str, instead: str | None) -> None:
    address, _ = addresses.issue(SECRET, TRACK, "high", LISTENER, 300)
    ticket = ticket_of(address).model_copy(update={missing: instead})

    with pytest.raises(ApiError) as refused:
        addresses.check(SECRET, TRACK, "high", ticket)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-99", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=10-", (10, 99)),
        ("bytes=99-", (99, 99)),
        ("bytes=50-100", (50, 99)),
        (f"bytes=50-{'9' * 500}", (50, 99)),
        ("bytes=-1", (99, 99)),
        ("bytes=-100", (0, 99)),
        ("bytes=-101", (0, 99)),
        ("Bytes=5-6", (5, 6)),
    ],
)
def test_a_range_is_exact(wanted: str, part: tuple[int, int]) -> None:
    assert part_of(100, wanted) == part


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "bytes=-",
        "bytes=20-10",
        "bytes=a-b",
        "bytes=1",
        "bytes 1-2",
        "items=0-1",
        "bytes=0-1,5-6",
        "bytes=٣-٤",
    ],
)
def test_whatever_is_not_one_range_is_answered_with_the_whole(wanted: str | None) -> None:
    assert part_of(100, wanted) is None


@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=100-200", "bytes=-0", f"bytes={'9' * 500}-"])
def test_a_range_outside_is_unsatisfiable(wanted: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_of(100, wanted)
