"""Something to look at: a catalogue worth searching, people, and where one of them goes; through Events' own doors."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import httpx

from platforms.common.beginning import Where, done, run

PEOPLE = {"Vera": "visitor", "Ines": "organiser"}
"""Who lives here, beside the admin that every deployment is born with."""
API = "events-api"
PUBLIC = "/api/v1/catalogues/public"
AT_ONCE = 50
READY_WITHIN = 30.0
"""Seconds until a page is an event."""


@dataclass(frozen=True)
class Series:
    """Evenings that are alike, one in each of its places. `people`, like `name, company; name`, take turns."""

    name: str
    about: str
    topics: str
    places: Sequence[str]
    people: str
    companies: str


SWISS = ("Schiffbau, Zürich", "Gare du Nord, Basel", "Dampfzentrale, Bern")
GERMAN = ("Kulturbrauerei, Berlin", "Speicherstadt, Hamburg", "Museumsquartier, Wien")
FRENCH = ("La Villette, Paris", "Les Subsistances, Lyon", "Bâtiment des Forces Motrices, Genève")
SPANISH = ("Matadero, Madrid", "La Fábrica, Barcelona", "Las Naves, Valencia")
ENGLISH = ("Barbican, London", "The Sheds, Bristol", "Riverside Studios, Dublin")
SERIES = (
    Series(
        "AI Hackathon",
        "A weekend in which teams of four build something that listens, looks or answers, and show it on Sunday.",
        "AI, Hackathon, Open Source",
        SWISS,
        "Ada Straßer, Bold Labs; Bruno Keller, Cobalt Cloud; Noor Haddad, Bold Labs; Greta Lund, Helio Health",
        "Bold Labs, Cobalt Cloud",
    ),
    Series(
        "Robots in the Kitchen",
        "Machines that peel, stir and taste, and the cooks who taught them. There is soup for everybody afterwards.",
        "Robots, Food, AI",
        ENGLISH,
        "Oskar Finch, Granite Foods; Noor Haddad, Bold Labs; Tilda Marsh, Granite Foods; Quentin Hale, Fjord Games",
        "Granite Foods, Bold Labs",
    ),
    Series(
        "Nacht der denkenden Maschinen",
        "Eine lange Nacht mit Vorträgen, Versuchen und Streit darüber, was Maschinen verstehen und was nicht.",
        "AI, Philosophie",
        GERMAN,
        "Ada Straßer, Bold Labs; Svenja Ott, Universität Wien; Jonas Gruber, Ember Energy; Mira Ivanov, Delta Design",
        "Bold Labs, Universität Wien",
    ),
    Series(
        "Solarwerkstatt",
        "Wir bauen kleine Kraftwerke für Balkone, messen, was sie leisten, und rechnen aus, wann sie sich lohnen.",
        "Climate, Energy",
        GERMAN,
        "Jonas Gruber, Ember Energy; Kenza Benali, Ember Energy; "
        "Ulrike Wald, Alpen Energie; Paul Brandt, Alpen Energie",
        "Ember Energy, Alpen Energie",
    ),
    Series(
        "Les voix des machines",
        "Des musiciens et des ingénieurs font chanter les machines, puis expliquent comment elles ont appris.",
        "Music, AI",
        FRENCH,
        "Éloïse Çelik, Studio Fugue; Hugo Dupont, Studio Fugue; Noor Haddad, Bold Labs; Rosa Fontana, Fjord Games",
        "Studio Fugue",
    ),
    Series(
        "Le climat, chiffres en main",
        "Une soirée pour apprendre à lire les données du climat avec celles et ceux qui les mesurent chaque jour.",
        "Climate, Data",
        FRENCH,
        "Kenza Benali, Ember Energy; Luc Adler, Observatoire du Léman; Samir Castro, Indigo Analytics; Zoé Vink",
        "Observatoire du Léman, Ember Energy",
    ),
    Series(
        "Noche de datos abiertos",
        "Periodistas, ayuntamientos y vecinos trabajan juntos con los datos de la ciudad y cuentan lo que encuentran.",
        "Data, Open Source",
        SPANISH,
        "Esteban Cruz, Indigo Analytics; Pío Marín, El Faro; Samir Castro, Indigo Analytics; Yvette López, El Faro",
        "El Faro, Indigo Analytics",
    ),
    Series(
        "Cocina y ciencia",
        "Una cocinera y un químico preparan la misma cena por caminos distintos. Se prueba, se discute y se vota.",
        "Food, Science",
        SPANISH,
        "Yolanda Rey, Granite Foods; Mateo Sanz, Juniper Bioworks; Tilda Marsh, Granite Foods; Pío Marín, El Faro",
        "Granite Foods, Juniper Bioworks",
    ),
    Series(
        "Open Source Breakfast",
        "Coffee, croissants and a room full of people who maintain what everybody uses. Bring an issue.",
        "Open Source, Community",
        ENGLISH,
        "Bruno Keller, Cobalt Cloud; Farid Eriksen, Cobalt Cloud; Paula Jansen, Indigo Analytics; Wim Kok",
        "Cobalt Cloud",
    ),
    Series(
        "Security Clinic",
        "Ask those who break into things for a living how to keep others out. Laptops are looked at.",
        "Security, Community",
        SWISS,
        "Farid Eriksen, Cobalt Cloud; Elif Kaya, Fort Knots; Daniel Roy, Fort Knots; Ivo Lind, Fort Knots",
        "Fort Knots, Cobalt Cloud",
    ),
    Series(
        "Games for Grown-ups",
        "Small games by small studios: play them, meet who made them, and vote for the best one.",
        "Gaming, Design",
        ENGLISH,
        "Rosa Fontana, Fjord Games; Quentin Hale, Fjord Games; Mira Ivanov, Delta Design; Xenia Popow, Juniper Games",
        "Fjord Games, Juniper Games",
    ),
    Series(
        "Design for Later",
        "Talks on things that are made to be mended: chairs, telephones, houses, and the letters on their doors.",
        "Design, Climate",
        SWISS,
        "Mira Ivanov, Delta Design; Chiara Sutter, Delta Design; Ulrike Wald, Alpen Energie; Hildegard Fuchs",
        "Delta Design",
    ),
    Series(
        "Health Data Day",
        "What hospitals know, who may learn from it, and how it stays with whom it belongs to. With two open panels.",
        "Health, Data, AI",
        GERMAN,
        "Greta Lund, Helio Health; Paula Jansen, Indigo Analytics; Dagmar Ott, Helio Health; Ada Straßer, Bold Labs",
        "Helio Health, Indigo Analytics",
    ),
)
GOES_TO = ("AI Hackathon · Zürich", "Robots in the Kitchen · London", "Les voix des machines · Genève")
"""Where Vera goes."""
FOR_THE_SITE = Series(
    "Evening of the Bees",
    "An evening walk from hive to hive with the keepers of the city's bees, and honey from the roofs of the station.",
    "Nature, Food",
    ("Alter Botanischer Garten, Zürich", "Merian Gärten, Basel"),
    "Hildegard Fuchs; Ulf Berg, Stadtimkerei",
    "Stadtimkerei",
)
"""Tells of itself on pages of the event site: the first is scraped, the second is for whoever looks around."""


def begin(where: Where) -> list[str]:
    """Make all of it; returns the lines that say how to look around. httpx.HTTPError when a door is shut.

    Done again, it leaves the catalogue as it is, and adds people who are others.
    """
    admin = where.admin(API)
    keeper = where.client(API, admin.token)
    pages = _stage(where)
    if not done(keeper.get(f"{PUBLIC}/events", params={"limit": 1}))["total"]:
        _tell(keeper, list(_events(datetime.now(UTC))))
        asyncio.run(_scrape(keeper, pages[0]))
    mark = secrets.token_hex(2)  # an e-mail belongs to one account
    people = {name: where.register(API, name, f"{name.lower()}.{mark}@events.test") for name in PEOPLE}
    for name, role in PEOPLE.items():
        if role == "visitor":
            _go(where.client(API, people[name].token))
        else:
            where.give_role(API, admin, people[name], role)
    home = where.urls[API]
    return [
        f"  Look around at {home}, for AI hackathon, Zürich, Noor or climat, say",
        *(people[name].told(role) for name, role in PEOPLE.items()),
        admin.told("admin"),
        f"  The admin can add the page {pages[1]}",
        f"  What the visitor is recommended: {home}{PUBLIC}/recommendations",
    ]


def _events(now: datetime) -> Iterator[dict[str, Any]]:
    """All evenings, two days apart from next week on, in turn; a series has others of its people each time."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=7)
    for round_ in range(len(SWISS)):
        for at, series in enumerate(SERIES):
            day = start + timedelta(days=2 * (round_ * len(SERIES) + at), hours=17 + at % 3)
            yield _evening(series, round_, day)


def _evening(series: Series, round_: int, day: datetime) -> dict[str, Any]:
    place = series.places[round_]
    people = series.people.split("; ")
    named = [people[(round_ + turn) % len(people)].partition(", ") for turn in range(min(3, len(people)))]
    return {
        "name": f"{series.name} · {place.rpartition(', ')[2]}",
        "description": series.about,
        "date": day.isoformat(),
        "place": place,
        "speakers": [
            {"name": name, "company": company, "role": "speaker" if turn else "host"}
            for turn, (name, _, company) in enumerate(named)
        ],
        "companies": [
            {"name": one, "relation": "sponsor" if turn else "host"}
            for turn, one in enumerate(series.companies.split(", "))
        ],
        "topics": series.topics.split(", "),
    }


def _tell(admin: httpx.Client, events: list[dict[str, Any]]) -> None:
    for start in range(0, len(events), AT_ONCE):
        told = done(admin.post(f"{PUBLIC}/events/batch", json={"events": events[start : start + AT_ONCE]}))
        failed = [one["error"] for one in told["results"] if one["error"]]
        if failed:
            raise SystemExit(f"{len(failed)} events were refused: {failed[0]}")


def _stage(where: Where) -> list[str]:
    """Have the event site tell of evenings; the addresses of its pages, as they are to be added."""
    site = where.client("event-site", **{"X-Stage-Key": where.credentials["stage_key"]})
    start = datetime.now(UTC).replace(hour=18, minute=30, second=0, microsecond=0)
    told = [_evening(FOR_THE_SITE, at, start + timedelta(days=10 + at)) for at in range(len(FOR_THE_SITE.places))]
    paths = [f"/stage/bees/{one['place'].rpartition(', ')[2].lower().replace('ü', 'ue')}" for one in told]
    return [str(done(site.put(path, json={"html": _page(one)}))["url"]) for path, one in zip(paths, told, strict=True)]


def _page(event: Mapping[str, Any]) -> str:
    def items(told: list[str]) -> str:
        return "".join(f"<li>{escape(one)}</li>" for one in told)

    day = datetime.fromisoformat(event["date"])
    people = [", ".join(filter(None, (one["name"], one["company"]))) for one in event["speakers"]]
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(event['name'])}</title></head>"
        f"<body><h1>{escape(event['name'])}</h1><p>{escape(event['description'])}</p>"
        f"<h2>When</h2><p>{day.day} {day:%B %Y at %H:%M}</p><h2>Where</h2><p>{escape(event['place'])}</p>"
        f"<h2>Speakers</h2><ul>{items(people)}</ul><h2>Sponsors</h2>"
        f"<ul>{items([one['name'] for one in event['companies']])}</ul>"
        f"<h2>Topics</h2><p>{escape(', '.join(event['topics']))}</p></body></html>"
    )


async def _scrape(admin: httpx.Client, url: str) -> None:
    scrape = done(admin.post(f"{PUBLIC}/scrapes", json={"url": url}))
    async with asyncio.timeout(READY_WITHIN):
        while not done(admin.get(f"{PUBLIC}/scrapes/{scrape['id']}"))["ended_at"]:
            await asyncio.sleep(0.2)


def _go(visitor: httpx.Client) -> None:
    """Have somebody go to some of the events, so that there is something to recommend."""
    for name in GOES_TO:
        for event in done(visitor.get(f"{PUBLIC}/events/search", params={"q": name}))[:1]:
            visitor.put(f"/api/v1/events/{event['id']}/attendance").raise_for_status()


if __name__ == "__main__":
    run(begin)
