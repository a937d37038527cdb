"""Fills an empty catalogue: 50 events, 200 speakers, 100 companies, and how they go together, all from one number."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from pydantic import BaseModel, Field

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError
from platforms.events.events_api import catalogues, events, likeness
from platforms.events.events_api.catalogues import Catalogue
from platforms.events.shape import Involved, SpokenOf, Told

EVENTS, SPEAKERS, COMPANIES = 50, 200, 100
FIRST = [
    "Ada",
    "Bruno",
    "Chiara",
    "Daniel",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kenza",
    "Luca",
    "Mira",
    "Noor",
    "Oskar",
    "Paula",
    "Quentin",
    "Rosa",
    "Samir",
    "Tilda",
]
LAST = ["Adler", "Brandt", "Castro", "Dupont", "Eriksen", "Fontana", "Gruber", "Haddad", "Ivanov", "Jansen"]
COMPANY = ["Alpen", "Bold", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Helio", "Indigo", "Juniper"]
TRADE = ["Analytics", "Bioworks", "Cloud", "Dynamics", "Energy", "Foods", "Games", "Health", "Instruments", "Labs"]
CITIES = ("Zürich", "Berlin", "Paris", "Madrid", "London")
KINDS = ("Meetup", "Summit", "Workshop", "Conference", "Night")
TOPICS = ("Robotics", "Climate", "Design", "Music", "Security", "Biology", "Finance", "Cooking", "Gaming", "Space")
HACKATHONS = ("AI Hackathon", "Hackathon for Builders", "Weekend of Makers")
"""The three that "AI hackathon" finds: both words in the name; one in it, one among the topics; both among them."""
START = datetime(2027, 1, 10, 18, tzinfo=UTC)


class Seed(BaseModel):
    seed: int = Field(ge=0, le=2**31)


class Seeded(BaseModel):
    events: int
    speakers: int
    companies: int
    links: int


async def fill(database: Database, catalogue: Catalogue, seed: int) -> Seeded:
    """All of it or nothing; the same number gives the same catalogue. `ApiError` 409 unless it is empty."""
    chance = random.Random(seed)
    speakers = [
        SpokenOf(name=f"{first} {last}", company=f"{COMPANY[at % 10]} {TRADE[at // 10 % 10]}")
        for at, (first, last) in enumerate(product(FIRST, LAST))
    ]
    companies = [f"{name} {trade}" for name, trade in product(COMPANY, TRADE)]
    chance.shuffle(speakers)
    chance.shuffle(companies)
    async with database.transaction() as connection:
        await catalogues.lock(connection, catalogue.id)
        if await connection.fetchval("SELECT EXISTS (SELECT FROM events WHERE catalogue_id = $1)", catalogue.id):
            raise ApiError(409, "CATALOGUE_NOT_EMPTY", "Only an empty catalogue is filled.")
        ids = await _people(connection, catalogue.id, speakers)
        links = 0
        for at in range(EVENTS):
            told = _event(at, chance, speakers, companies)
            event_id = await events.add(connection, catalogue.id, told.model_copy(update={"speakers": []}), None)
            links += await _connect(connection, event_id, told, ids)
        made = await connection.fetchrow(
            "SELECT (SELECT count(*) FROM events WHERE catalogue_id = $1) AS events,"
            " (SELECT count(*) FROM speakers WHERE catalogue_id = $1) AS speakers,"
            " (SELECT count(*) FROM companies WHERE catalogue_id = $1) AS companies",
            catalogue.id,
        )
    assert made is not None
    return Seeded(**made, links=links)


def _event(at: int, chance: random.Random, speakers: list[SpokenOf], companies: list[str]) -> Told:
    """The event of this number: four speakers and two companies of its own, and some whom others have too."""
    topic, city, kind = TOPICS[at % 10], CITIES[at // 10], KINDS[at % 5]
    name, topics = f"{topic} {kind} {city}", [topic, chance.choice(TOPICS)]
    if at < len(HACKATHONS):
        name = HACKATHONS[at]
        topics = [topic, *(["AI"] if at else []), *(["Hackathon"] if at == 2 else [])]
    own = [speakers[(at * 4 + place) % SPEAKERS] for place in range(4)]
    guests = chance.sample(speakers, 2)
    firms = [companies[(at * 2 + place) % COMPANIES] for place in range(2)] + [chance.choice(companies)]
    return Told(
        name=name,
        description=f"An evening about {topic.lower()} in {city}, with people who build things and talk about them."
        if at % 7
        else "Short.",
        date=START + timedelta(days=at, hours=chance.randrange(4)),
        place=f"{chance.choice(('Town Hall', 'Harbour', 'Factory'))}, {city}",
        speakers=list({one.name: one for one in own + guests}.values()),
        companies=[Involved(name=one, relation="sponsor") for one in dict.fromkeys(firms)],
        topics=list(dict.fromkeys(topics)),
    )


async def _people(connection: Connection, catalogue_id: UUID, speakers: list[SpokenOf]) -> dict[str, UUID]:
    """All speakers at once: they are known to be different people, however alike their names are."""
    rows = await connection.fetch(
        "INSERT INTO speakers (catalogue_id, name, normal, company)"
        " SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[]) RETURNING id, name",
        catalogue_id,
        [one.name for one in speakers],
        [likeness.normal(one.name) for one in speakers],
        [one.company for one in speakers],
    )
    return {row["name"]: row["id"] for row in rows}


async def _connect(connection: Connection, event_id: UUID, told: Told, ids: dict[str, UUID]) -> int:
    """Link its speakers, and find and score it by all that it has; how many links it has."""
    await connection.executemany(
        "INSERT INTO event_speakers (event_id, speaker_id, role) VALUES ($1, $2, 'speaker')",
        [(event_id, ids[one.name]) for one in told.speakers],
    )
    await events.index(connection, event_id, told)
    return len(told.speakers) + len(told.companies) + len(told.topics)
