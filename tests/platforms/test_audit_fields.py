"""What people fill in on Audit that no store keeps: refused by its field, before anything is done."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from platforms.audit.audit_service.reports import Period
from platforms.audit.audit_service.searching import Search
from platforms.audit.oms.ontology import ChangedDocument, NewDocument

NEW = {"name": "Depot", "display_name": "Depot"}
NEVER = "9999-12-31T23:59:59-14:00"
"""A time whose day is not on the calendar in UTC."""


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (NewDocument, {**NEW, "description": "a\x00b"}),
        (NewDocument, {**NEW, "metadata": {"owner": ["a\x00b"]}}),
        (NewDocument, {**NEW, "metadata": {"a\x00b": "owner"}}),
        (NewDocument, {**NEW, "metadata": {"owner": "\ud800"}}),
        (ChangedDocument, {"display_name": "Depot", "version": 2**31}),
        (Search, {"text": "a\x00b"}),
        (Search, {"actions": ["a\x00b"]}),
        (Search, {"since": NEVER}),
        (Period, {"since": "2026-01-01T00:00:00Z", "until": NEVER}),
    ],
)
def test_what_no_store_keeps_is_refused_by_its_field(kind: type[BaseModel], given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(given)
    assert {fault["loc"][0] for fault in refused.value.errors()} == {[*given][-1]}


def test_lines_scripts_and_whatever_is_in_metadata_are_kept() -> None:
    metadata = {"owner": "Żółć & 日本", "since": [2027, None, {"deep": True}]}
    made = NewDocument.model_validate({**NEW, "description": "One\r\n\tTwo", "metadata": metadata})
    assert (made.description, made.metadata) == ("One\r\n\tTwo", metadata)
