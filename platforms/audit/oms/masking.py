"""What of a document nobody may read in the records: secrets and personal details."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from platforms.audit.shape import MASK

PERSONAL = frozenset(
    {
        "email", "phone", "ssn", "credit_card", "bank_account", "passport", "driver_license", "personal_address",
        "date_of_birth",
    }
)  # fmt: skip
SECRET = frozenset({"password", "secret", "token", "api_key", "access_key", "private_key", "credential"})
_COMPACT = frozenset(word.replace("_", "") for word in PERSONAL | SECRET)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+|\d+")
"""The words of a key, whether set apart by signs, blanks or capitals."""
DEEPEST = 20
"""Levels that are looked at; what is deeper is masked as a whole."""


@lru_cache(10_000)
def hidden(key: str) -> bool:
    """Whether a value under this key is masked: the key is, or ends in, one of the words, in any spelling of it."""
    parts = [part.lower() for part in _PARTS.findall(key)]
    return any("".join(parts[start:]) in _COMPACT for start in range(len(parts)))


def masked(value: Any, depth: int = 0) -> Any:
    """The value with everything masked that is under such a key, at any depth."""
    if depth > DEEPEST:
        return MASK
    if isinstance(value, dict):
        return {
            key: MASK if hidden(str(key)) and each is not None else masked(each, depth + 1)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [masked(each, depth + 1) for each in value]
    return value
