"""Types of fields that every service reads and writes the same way."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s.\x00-\x1f\x7f]+(\.[^@\s.\x00-\x1f\x7f]+)+")


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


Moment = Annotated[datetime, PlainSerializer(iso, str), WithJsonSchema({"type": "string", "format": "date-time"})]
"""A point in time, written in UTC with milliseconds."""


def _on_the_calendar(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("no_such_time", "There is no such time in UTC.") from None


When = Annotated[Moment, AfterValidator(_on_the_calendar)]
"""A point in time that somebody tells: the first and the last hours of the calendar are none everywhere."""


def prose(longest: int) -> StringConstraints:
    """For text of any number of lines, kept as it is; PostgreSQL has no place for NUL."""
    return StringConstraints(max_length=longest, pattern=r"^[^\x00]*$")


def is_storable(value: object) -> bool:
    """Whether every text in a value of JSON is one: NUL and half a character are not."""
    if isinstance(value, dict):
        return all(is_storable(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return all(map(is_storable, value))
    return not isinstance(value, str) or not re.search(r"[\x00\ud800-\udfff]", value)


def line(shortest: int, longest: int) -> StringConstraints:
    """For a line of text: trimmed, of so many characters, none of them a control character."""
    return StringConstraints(
        strip_whitespace=True, min_length=shortest, max_length=longest, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$"
    )


def _email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise PydanticCustomError("email_malformed", "This is not an e-mail address.")
    return text


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254),
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]
"""An e-mail address, trimmed and in small letters."""
