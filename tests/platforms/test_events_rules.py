"""Rules of Events that need nothing but what they are given: likeness, quality, embeddings, waits, charsets."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from platforms.events import vectoriser
from platforms.events.events_api import likeness, quality
from platforms.events.events_api.events import NewEvent
from platforms.events.events_api.likeness import Known
from platforms.events.events_api.searching import Filters
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


@pytest.mark.parametrize(
    "told",
    [
        {"name": "a\x00b"},
        {"name": "A", "place": "a\x07b"},
        {"name": "A", "description": "a\x00b"},
        {"name": "A", "topics": ["a\x00b"]},
        {"name": "A", "speakers": [{"name": "a\x00b"}]},
        {"name": "A", "speakers": [{"name": "Ada", "company": "a\x00b"}]},
        {"name": "A", "companies": [{"name": "a\x00b"}]},
        {"name": "A", "url": "https://lu.ma/a\x00b"},
        {"name": "A", "date": "9999-12-31T23:59:59-14:00"},
        {"name": "A", "date": "1899-12-31T23:59:59Z"},
    ],
)
def test_what_no_store_keeps_is_refused_by_its_field_and_not_made_into_something_else(told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        NewEvent.model_validate(told)
    assert {fault["loc"][0] for fault in refused.value.errors()} == {[*told][-1]}


def test_a_description_has_lines_and_a_date_is_told_in_utc() -> None:
    new = NewEvent(name="A", description="One\n\tTwo", date=datetime.fromisoformat("2027-01-10T18:00:00+01:00"))
    assert new.description == "One\n\tTwo"
    assert new.model_dump(mode="json")["date"] == "2027-01-10T17:00:00.000+00:00"


def test_a_topic_of_any_length_can_be_asked_for() -> None:
    assert Filters(topic="y" * 200).topic == "y" * 200
