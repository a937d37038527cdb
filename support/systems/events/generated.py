"""A whole catalogue of fifty events, two hundred speakers and a hundred companies, made of a scenario's chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from support.systems.events.facts import Company, Facts, Speaker

EVENTS, SPEAKERS, COMPANIES = 50, 200, 100
NEIGHBOURS = 6
"""Of its events, those that another catalogue has as well."""
CITIES = ("Zürich", "Basel", "Bern", "Luzern", "Genf")
TOPICS = ("Robotic", "Climate", "Design", "Music", "Security", "Biology", "Ökonomie", "Cooking", "Gaming", "Space")
KINDS = ("Meetup", "Summit", "Workshop", "Forum", "Night")
PAST, TO_COME = (datetime(year, 3, 1, 18, tzinfo=UTC) for year in (2019, 2049))
"""When the first half of its events begins, and the second: long ago, and in a long while."""
BEST = ("AI hackathon", "Hackathons for builders", "A weekend of makers")
"""What "AI hackathon" has to find, best first: both words in the name; one there, one a topic; both topics."""
NEARLY = ("Hackathon of cooks", "AI in the kitchen")
"""Each has one of the two words, and may not be found."""
SOME_DAY, SAME_MOMENT = (17, 38), (44, 45)
"""Events of which nobody knows yet when they are, and two that begin at the same moment."""
ROLES = ("host", "speaker", "speaker", "judge", "panelist", "panelist")
RELATIONS = ("host", "venue", "partner")
_FIRST = (
    "Ada Bruno Chiara Daniel Elif Farid Greta Hugo Iris Jonas Kenza Luca Mira Noor Oskar Paula Quentin Rosa Tim Zoe"
)
_LAST = "Adler Brandt Castro Dupont Eriksen Fontana Gruber Haddad Ivanov Jansen"
_NAMES = "Alpen Bold Cobalt Delta Ember Fjord Granite Helio Indigo Juniper"
_TRADES = "Analytics Bioworks Cloud Dynamics Energy Foods Games Health Instruments Labs"


def catalogue(chance: Random) -> list[Facts]:
    """Fifty events; everybody speaks at one at least, every company has to do with one at least, some with more."""
    firms = [f"{name} {trade}" for name in _NAMES.split() for trade in _TRADES.split()]
    first, last = _FIRST.split(), _LAST.split()
    # The two of one company share no name, so that they are not taken for one person.
    people = [
        Speaker(f"{first[(at + at // COMPANIES * 7) % 20]} {last[at // 20]}", firms[at % COMPANIES])
        for at in range(SPEAKERS)
    ]
    chance.shuffle(people)
    chance.shuffle(firms)
    return [_event(at, chance, people, firms) for at in range(EVENTS)]


def _event(at: int, chance: Random, people: list[Speaker], firms: list[str]) -> Facts:
    topic, city = TOPICS[at % 10], CITIES[at // 10]
    name, topics = f"{topic} {KINDS[at % 5]} {city}", [topic, chance.choice(TOPICS)]
    special = (*BEST, *NEARLY)
    if at < len(special):
        name = special[at]
        topics += [[], ["AI"], ["AI", "Hackathon"], [], ["AI"]][at]
    guests = chance.sample(people, 2)
    there = [*dict.fromkeys([*people[at * 4 : at * 4 + 4], *guests])]
    involved = [*dict.fromkeys([firms[at * 2], firms[at * 2 + 1], chance.choice(firms)])]
    return Facts(
        name=name,
        description=f"An evening on {topic.lower()} in {city}: people who build things show them to each other."
        if at % 7
        else "Bring a friend.",
        date=_date(at, chance.randrange(4)),
        place=f"{chance.choice(('Town Hall', 'Harbour', 'Factory'))}, {city}",
        speakers=tuple(replace(one, role=role) for one, role in zip(there, ROLES, strict=False)),
        companies=tuple(Company(one, relation) for one, relation in zip(involved, RELATIONS, strict=False)),
        topics=tuple(dict.fromkeys(topics)),
    )


def _date(at: int, hours: int) -> datetime | None:
    start = PAST if at < EVENTS // 2 else TO_COME
    if at in SAME_MOMENT:
        return start + timedelta(days=SAME_MOMENT[0])
    return None if at in SOME_DAY else start + timedelta(days=at, hours=hours)
