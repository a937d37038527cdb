"""What is read from pages of different shapes, languages and damage."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from platforms.events.extractor import dates, language, reading
from platforms.events.shape import Told

ADDRESS = "https://lu.ma/page"


def told(html: str) -> Told:
    event = reading.read(html, ADDRESS).event
    assert event is not None
    return event


@pytest.mark.parametrize(
    ("text", "in_language", "expected"),
    [
        ("on 2027-05-03T19:30:00+02:00", "en", (5, 3, 17, 30)),
        ("May 3rd, 2027 at 7pm", "en", (5, 3, 19, 0)),
        ("3 May 2027, 19:30", "en", (5, 3, 19, 30)),
        ("05/03/2027", "en", (5, 3, 0, 0)),
        ("03/05/2027 à 19h30", "fr", (5, 3, 19, 30)),
        ("Am 3. Mai 2027 um 19:30 Uhr", "de", (5, 3, 19, 30)),
        ("3.5.2027, 19 Uhr", "de", (5, 3, 19, 0)),
        ("1er février 2027", "fr", (2, 1, 0, 0)),
        ("3 de mayo de 2027, 20:00", "es", (5, 3, 20, 0)),
    ],
)
def test_a_date_is_read_as_it_is_written(text: str, in_language: str, expected: tuple[int, int, int, int]) -> None:
    month, day, hour, minute = expected
    assert dates.read(text, in_language) == datetime(2027, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "31. Februar 2027", "12.13.2027", "May 2027", "room 12, floor 3", "9999-99-99"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.read(text) is None


def test_a_language_is_known_by_its_common_words() -> None:
    texts = {
        "en": "join us for the night",
        "de": "wir sind mit euch und der Stadt",
        "fr": "avec nous dans la ville",
        "es": "con el equipo y los amigos",
    }
    assert {name: language.of(text) for name, text in texts.items()} == {name: name for name in texts}


def test_what_is_said_for_machines_is_believed_first() -> None:
    event = told(
        '<title>Tickets</title><script type="application/ld+json">{"@graph": [{"@type": "Event", "name": "AI Night",'
        ' "startDate": "2027-05-03T19:00:00Z", "location": {"name": "Hub", "address": {"addressLocality": "Paris"}},'
        ' "performer": [{"name": "Ann Lee", "worksFor": {"name": "Acme"}}], "sponsor": {"name": "Bold"},'
        ' "keywords": "AI, Robots"}]}</script><h1>Buy now</h1>'
    )
    assert (event.name, event.place, event.topics) == ("AI Night", "Hub, Paris", ["AI", "Robots"])
    assert [(one.name, one.company) for one in event.speakers] == [("Ann Lee", "Acme")]
    assert [(one.name, one.relation) for one in event.companies] == [("Bold", "sponsor")]


def test_a_german_page_without_a_word_for_machines_is_read() -> None:
    event = told(
        "<h1>KI-Nacht</h1><dl><dt>Wann<dd>3. März 2027, 18:30 Uhr<dt>Ort<dd>Halle 7</dl>"
        "<h2>Referenten</h2><ul><li>Dr. Lea Müller, Nordlicht AG<li>José Peña (Sol)</ul><p>Themen: KI; Robotik</p>"
    )
    assert (event.name, event.place, event.topics) == ("KI-Nacht", "Halle 7", ["KI", "Robotik"])
    assert event.date == datetime(2027, 3, 3, 18, 30, tzinfo=UTC)
    assert [(one.name, one.company) for one in event.speakers] == [
        ("Dr. Lea Müller", "Nordlicht AG"),
        ("José Peña", "Sol"),
    ]


def test_damage_does_not_matter() -> None:
    event = told("<h1>Soirée <b>géniale<p>Le 5 juin 2027 à 19h30<p>Lieu: Lyon</div></span><script>{")
    assert (event.name, event.place) == ("Soirée géniale", "Lyon")


def test_nothing_of_the_mark_up_is_kept() -> None:
    event = told("<h1>&lt;img src=x onerror=alert(1)&gt;Fun<script>alert(1)</script></h1><p>May 3, 2027</p>")
    assert event.name == "Fun"


@pytest.mark.parametrize(
    "html", ["", "hello", "<div>" * 200_000 + "<h1>x", "<b>" * 300_000, "\x00" * 100, "<h1>x</h1>"]
)
def test_what_tells_of_no_event_is_none(html: str) -> None:
    assert not reading.read(html, ADDRESS).found


def test_the_same_page_always_gives_the_same() -> None:
    page = "<h1>A</h1><h2>Speakers</h2><ul><li>Z<li>Y<li>X</ul><p>Topics: c, b, a</p>"
    assert reading.read(page, ADDRESS) == reading.read(page, ADDRESS)
