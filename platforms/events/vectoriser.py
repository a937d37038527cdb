"""Embeddings without a model: words and their parts, hashed into numbers.

Texts that share words are near each other, and so are texts whose words share parts ("hackathon", "Hackathons",
"hacken"). It is deterministic, needs no network, and knows nothing of synonyms.
"""

from __future__ import annotations

import math
import re
import unicodedata
from hashlib import blake2b

SIZE = 512
WORD_WEIGHT = 1.0
PART_WEIGHT = 0.3
PART = 4
EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "we",
        "with",
        "das",
        "der",
        "die",
        "ein",
        "eine",
        "im",
        "und",
        "von",
        "zu",
    ]
)


def words(text: str) -> list[str]:
    """The words of a text, in small letters without accents; those that say nothing are left out."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in re.findall(r"\w+", plain) if word not in EMPTY]


def embed(*weighted: tuple[str, float]) -> list[float]:
    """The embedding of texts, each with its weight: `SIZE` numbers of length 1, or all 0 when there are no words."""
    numbers = [0.0] * SIZE
    for text, weight in weighted:
        for word in words(text):
            _add(numbers, word, weight * WORD_WEIGHT)
            for start in range(len(word) - PART + 1):
                _add(numbers, f"~{word[start : start + PART]}", weight * PART_WEIGHT)
    length = math.sqrt(sum(number * number for number in numbers))
    return [number / length for number in numbers] if length else numbers


def written(numbers: list[float]) -> str:
    """As pgvector reads it."""
    return "[" + ",".join(f"{number:.6g}" for number in numbers) + "]"


def _add(numbers: list[float], feature: str, weight: float) -> None:
    digest = int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "big")
    numbers[digest % SIZE] += weight if digest >> 63 else -weight
