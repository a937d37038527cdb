"""Rules of Events that need nothing but what they are given: likeness, quality, embeddings, waits, charsets."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from uuid import UUID

import pytest

from platforms.events import vectoriser
from platforms.events.events_api import likeness, quality
from platforms.events.events_api.likeness import Known
from platforms.events.processor import queue
from platforms.events.processor.fetching import Page, text_of
from platforms.events.shape import Involved, SpokenOf, Told


def test_titles_accents_and_letters_do_not_make_another_name() -> None:
    assert likeness.normal("Prof. Dr. José  PEÑA, PhD") == likeness.normal("jose pena")


def test_a_name_that_is_nothing_but_a_title_stays() -> None:
    assert likeness.normal("Dr.") == "dr"


def test_companies_count() -> None:
    alone = likeness.score("anna keller", "anna kellar", "", "acme")
    assert likeness.score("anna keller", "anna kellar", "acme", "acme") == pytest.approx(min(alone + 0.05, 1))
    assert likeness.score("anna keller", "anna kellar", "acme", "bold") == pytest.approx(alone - 0.15)


def test_the_nearest_comes_first_and_those_who_are_far_do_not() -> None:
    known = [
        Known(UUID(int=number), name, "") for number, name in enumerate(("zoe quist", "anna kellar", "anna keller"))
    ]
    assert [one.normal for _, one in likeness.nearest("Anna Keller", "", known)] == ["anna keller", "anna kellar"]


def test_quality_is_what_the_weights_say() -> None:
    whole = Told(
        name="A",
        description="x" * 51,
        date=datetime(2027, 1, 1, tzinfo=UTC),
        place="Bern",
        speakers=[SpokenOf(name="B")],
        companies=[Involved(name="C")],
        topics=["D"],
    )
    assert quality.score(whole) == 100
    assert quality.score(whole.model_copy(update={"description": "x" * 50})) == 80
    assert quality.score(Told(name="A")) == 35


def test_texts_that_share_words_are_near() -> None:
    def nearness(one: str, other: str) -> float:
        return sum(a * b for a, b in zip(vectoriser.embed((one, 1)), vectoriser.embed((other, 1)), strict=True))

    assert nearness("AI hackathon", "hackathons for AI") > nearness("AI hackathon", "cooking class") + 0.3
    assert math.isclose(nearness("AI hackathon", "AI hackathon"), 1)
    assert not any(vectoriser.embed(("the of", 1)))


def test_waits_grow_up_to_the_longest_and_are_never_the_same() -> None:
    for failures, expected in ((1, 1), (2, 2), (3, 4), (9, 30), (10_000, 30)):
        waits = {queue.wait_seconds(failures, 1, 30) for _ in range(50)}
        assert len(waits) > 10
        assert all(expected * 0.75 <= wait <= expected * 1.25 for wait in waits)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=utf-8", "Zürich".encode()),
        ("text/html; charset=iso-8859-1", "Zürich".encode("latin-1")),
        ("text/html; charset=utf-8", "Zürich".encode("latin-1")),  # a lie
        ("text/html; charset=klingon", "Zürich".encode()),
        ("text/html; charset=hex", "Zürich".encode()),
        ("text/html", "Zürich".encode("utf-16")),
        ("text/html", b'<meta charset="latin-1">' + "Zürich".encode("latin-1")),
    ],
)
def test_a_page_is_read_in_the_charset_that_it_is_in(content_type: str, body: bytes) -> None:
    assert text_of(Page("https://lu.ma/", content_type, body)).endswith("Zürich")
