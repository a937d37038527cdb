"""Every page that scenarios stage tells the reference extractor what it is said to tell."""

from __future__ import annotations

import pytest

from platforms.events.extractor import reading
from platforms.events.processor.fetching import Page, text_of
from support.systems.events.facts import Company, Facts, Speaker, expected
from support.systems.events.pages_to_scrape import (
    BRIMFUL,
    EVERY_SHAPE,
    IN_UTF_8,
    LONG,
    MOMENTS,
    SHAPES,
    TONGUES,
    facts_of,
)

ADDRESS = "https://lu.ma/page"


@pytest.mark.parametrize(("shape", "month"), [*EVERY_SHAPE, *((shape, 0) for shape in (*BRIMFUL, LONG))])
def test_a_page_tells_what_it_is_said_to(shape: str, month: int) -> None:
    facts = facts_of("An evening", shape, month)
    page = SHAPES[shape](facts)
    body = page.html.encode(page.options.get("charset", "utf-8"))
    found = reading.read(text_of(Page(ADDRESS, page.options.get("content_type", IN_UTF_8), body)), ADDRESS).event
    assert found is not None
    told = Facts(
        **{key: getattr(found, key) for key in ("name", "description", "date", "place")},
        speakers=tuple(Speaker(one.name, one.company, one.role) for one in found.speakers),
        companies=tuple(Company(one.name, one.relation) for one in found.companies),
        topics=tuple(found.topics),
    )
    assert expected(told) == expected(facts)


def test_every_language_is_there_in_every_month_and_every_shape_once() -> None:
    assert {(shape, month) for shape in TONGUES for month in range(len(MOMENTS))} <= {*EVERY_SHAPE}
    assert {shape for shape, _ in EVERY_SHAPE} | {*BRIMFUL, LONG} == {*SHAPES}


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "punycode", "nonsense", "hex"])
def test_what_is_no_charset_of_pages_is_passed_over(charset: str) -> None:
    body = r"Señor \ud800 +2AA-".encode()
    assert text_of(Page(ADDRESS, f"text/html; charset={charset}", body)) == body.decode()
