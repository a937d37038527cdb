"""What oms tells of a change: what differs, what nobody may read, and the words in which it is sealed."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from platforms.audit.audit_service.record import content_of, words
from platforms.audit.oms.diff import difference
from platforms.audit.oms.masking import DEEPEST, hidden, masked
from platforms.audit.oms.trail import event_of
from platforms.audit.shape import MASK, ActivityEvent

AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def row(old: dict[str, Any] | None, new: dict[str, Any] | None, version: int | None) -> dict[str, Any]:
    """A row of the outbox."""
    return {
        "event_id": uuid.UUID(int=1), "sequence": 9, "action": "object_type.update", "version": version, "old": old,
        "new": new, "success": True, "error_code": None, "at": AT,
        "actor": {"id": str(uuid.UUID(int=7)), "username": "Olga", "role": "developer", "ip_address": "::1",
                  "user_agent": ""},
        "target": {"resource_type": "object_type", "resource_id": "main/Depot", "resource_name": "Depot",
                   "branch": "main"},
        "request": {"request_id": "r-1", "correlation_id": "c-1"},
    }  # fmt: skip


def test_a_difference_has_each_field_that_changed_came_or_went() -> None:
    found = difference({"a": 1, "b": [1], "c": None}, {"a": 1, "b": [2], "d": False})
    assert (found.fields, found.old, found.new) == (
        ["b", "c", "d"], {"b": [1], "c": None}, {"b": [2], "d": False},
    )  # fmt: skip


def test_what_was_made_has_no_values_before_and_what_was_deleted_none_after() -> None:
    assert difference(None, {"a": 1}).old == {}
    assert difference({"a": 1}, None).new == {}
    assert difference({"a": 1}, {"a": 1}).fields == []


SPELLINGS = (
    "password Password db_password API-Key apiKey secret client_secret e-mail owner_email ownerEmail clientSecret"
    " userAPIKey dateOfBirth personal_address CREDIT_CARD access_token"
)
LIKE_IT = "name tokens_per_second emails secretary phonebook passports keyboard"


@pytest.mark.parametrize("key", [*SPELLINGS.split(), "api key", "Owner E-Mail", "date of birth"])
def test_secret_and_personal_fields_are_hidden_in_any_spelling(key: str) -> None:
    assert hidden(key)


@pytest.mark.parametrize(
    "key", ["name", "tokens_per_second", "emails", "secretary", "phonebook", "passports", "keyboard"]
)
def test_fields_that_only_sound_like_it_are_not(key: str) -> None:
    assert not hidden(key)


def test_masking_goes_down_into_lists_and_mappings_and_leaves_the_rest() -> None:
    told = {"owners": [{"name": "Olga", "email": "o@x"}], "n": 1, "access": {"token": None, "api_key": {"a": 1}}}
    assert masked(told) == {
        "owners": [{"name": "Olga", "email": MASK}], "n": 1, "access": {"token": None, "api_key": MASK},
    }  # fmt: skip


def test_what_is_deeper_than_anybody_looks_is_masked_as_a_whole() -> None:
    deep: Any = {"password": "x"}
    for _ in range(DEEPEST + 1):
        deep = {"in": deep}
    assert "x" not in str(masked(deep))


def test_a_changed_secret_is_told_as_changed_and_not_told() -> None:
    event = event_of(row({"password": "old", "a": 1}, {"password": "new", "a": 1}, 2))
    changes = event["data"]["changes"]
    assert changes["fields_changed"] == ["password"]
    assert (changes["old_values"], changes["new_values"]) == ({"password": MASK}, {"password": MASK})
    assert (changes["version_before"], changes["version_after"]) == (1, 2)


@pytest.mark.parametrize(("version", "before"), [(1, None), (2, 1), (None, None)])
def test_the_first_version_has_none_before(version: int | None, before: int | None) -> None:
    changes = event_of(row(None, {"a": 1}, version))["data"]["changes"]
    assert (changes["version_before"], changes["version_after"]) == (before, version)


def test_what_changed_no_values_has_no_changes() -> None:
    assert event_of(row(None, None, None))["data"]["changes"] is None


def test_what_oms_tells_is_what_audit_service_reads() -> None:
    event = ActivityEvent.model_validate(event_of(row(None, {"a": "Ünïcode"}, 1)))
    content = content_of(event, AT)
    assert content["correlation_id"] == "c-1"
    assert content["source_sequence"] == 9


def test_a_record_is_sealed_in_the_same_words_however_it_was_read() -> None:
    content = content_of(ActivityEvent.model_validate(event_of(row(None, {"a": "Ü"}, 1))), AT)
    there = {**content, "recorded_at": AT.astimezone(timezone(timedelta(hours=5)))}
    assert words(content) == words(there)
    assert words(content) != words({**content, "recorded_at": AT + timedelta(microseconds=1)})
    assert words(content) != words({**content, "branch": None})
