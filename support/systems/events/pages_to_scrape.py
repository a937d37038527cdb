"""Pages of different shape, language and damage that tell of an event, made of what is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from support.systems.events.facts import Facts, moment


@dataclass(frozen=True)
class Page:
    """What is staged."""

    html: str
    options: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        return {"html": self.html, **self.options}


@dataclass(frozen=True)
class Tongue:
    """How a page says it in one language."""

    code: str
    when: str
    where: str
    who: str
    sponsors: str
    topics: str
    date: Callable[[datetime], str]
    about: str
    """A description, longer than what is too short to count."""


TONGUES = {
    "in English": Tongue(
        *("en", "When", "Where", "Speakers", "Sponsors", "Topics"),
        lambda at: f"{at:%B} {at.day}, {at.year} at {at:%I:%M} {at:%p}",
        "An evening for everybody who is curious about machines that work with us, and for those who build them.",
    ),
    "in German": Tongue(
        *("de", "Wann", "Wo", "Referenten", "Sponsoren", "Themen"),
        lambda at: f"{at.day}. März {at.year} um {at:%H:%M} Uhr",
        "Ein Abend für alle, die neugierig auf die Maschinen sind, mit denen wir arbeiten, und für die, die sie bauen.",
    ),
    "in French": Tongue(
        *("fr", "Quand", "Lieu", "Intervenants", "Partenaires", "Sujets"),
        lambda at: f"{at.day} mars {at.year}, {at:%H}h{at:%M}",
        "Une soirée pour tous ceux qui sont curieux des machines avec lesquelles nous vivons et pour les inventeurs.",
    ),
    "in Spanish": Tongue(
        *("es", "Cuándo", "Lugar", "Ponentes", "Patrocinadores", "Temas"),
        lambda at: f"{at.day} de marzo de {at.year}, {at:%H:%M}",
        "Una noche para todos los que sienten curiosidad por las máquinas de hoy y para quienes las hacen.",
    ),
}
ENGLISH = TONGUES["in English"]


def prose(facts: Facts, tongue: Tongue = ENGLISH) -> str:
    """As people read it: headings, and what stands below them."""
    assert facts.date is not None, "a page that is staged tells the date"
    people = "".join(f"<li>{escape(one.name)}, {escape(one.company)}</li>" for one in facts.speakers)
    firms = "".join(f"<li>{escape(one.name)}</li>" for one in facts.companies)
    return (
        f'<!doctype html><html lang="{tongue.code}"><head><meta charset="utf-8">'
        f"<title>{escape(facts.name)}</title></head>"
        f"<body><nav><a href='/'>Home</a></nav><h1>{escape(facts.name)}</h1><p>{escape(facts.description)}</p>"
        f"<h2>{tongue.when}</h2><p>{tongue.date(facts.date)}</p><h2>{tongue.where}</h2><p>{escape(facts.place)}</p>"
        f"<h2>{tongue.who}</h2><ul>{people}</ul><h2>{tongue.sponsors}</h2><ul>{firms}</ul>"
        f"<h2>{tongue.topics}</h2><p>{escape(', '.join(facts.topics))}</p></body></html>"
    )


def _structured(facts: Facts) -> str:
    """For machines, as JSON-LD in a page that shows people little."""
    assert facts.date is not None, "a page that is staged tells the date"
    told = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": facts.name,
        "description": facts.description,
        "startDate": moment(facts.date),
        "location": {"@type": "Place", "name": facts.place},
        "performer": [
            {"@type": "Person", "name": one.name, "worksFor": {"@type": "Organization", "name": one.company}}
            for one in facts.speakers
        ],
        "sponsor": [{"@type": "Organization", "name": one.name} for one in facts.companies],
        "keywords": ", ".join(facts.topics),
    }
    return (
        "<!doctype html><html><head><title>Tonight</title>"
        f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script></head>'
        "<body><div id='app'></div></body></html>"
    )


def _damaged(facts: Facts) -> str:
    """Elements that are never closed, crossed or cut off in the middle of one."""
    whole = prose(facts)
    for gone in ("</li>", "</p>", "</head>", "</body></html>"):
        whole = whole.replace(gone, "")
    return whole.replace("<body>", "<body><b><i></b>").replace("</ul>", "</ul></div></span>") + "<p class='cut"


SHAPES: dict[str, Callable[[Facts], Page]] = {
    **{shape: (lambda facts, tongue=tongue: Page(prose(facts, tongue))) for shape, tongue in TONGUES.items()},  # type: ignore[misc]
    "for machines": lambda facts: Page(_structured(facts)),
    "that is damaged": lambda facts: Page(_damaged(facts)),
    "in another charset": lambda facts: Page(
        prose(facts).replace('<meta charset="utf-8">', ""),
        {"charset": "latin-1", "content_type": "text/html; charset=iso-8859-1"},
    ),
}
"""What a page is like, in the words of the features, and how to make it."""


REFUSALS = {"is forbidden": 403, "is not there": 404, "is gone": 410, "is asked for too often": 429}
"""How a page is refused, and the status with which it is."""


def about(shape: str) -> str:
    """A description in the language of such a page."""
    return TONGUES.get(shape, ENGLISH).about
