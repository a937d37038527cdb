"""Pages of different shape, language and damage that tell of an event, made of what is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from html import escape
from typing import Any

from support.systems.events.facts import Company, Facts, Speaker

IN_UTF_8 = "text/html; charset=utf-8"
"""As what a page is sent unless it is told otherwise."""


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
    others: str
    """Above those who host, judge and discuss."""
    months: str
    date: Callable[[datetime, str], str]
    """Of a moment, and of the name of its month."""
    figures: str
    """How a moment is written without words."""
    about: str
    """A description, longer than what is too short to count."""

    def written(self, at: datetime, *, in_figures: bool) -> str:
        return at.strftime(self.figures) if in_figures else self.date(at, self.months.split()[at.month - 1])


TONGUES = {
    "in English": Tongue(
        *("en", "When", "Where", "Speakers", "Sponsors", "Topics"),
        "Hosts Judges Panelists",
        "January February March April May June July August September October November December",
        lambda at, month: f"{month} {at.day}, {at.year} at {at:%I:%M} {at:%p}",
        "%m/%d/%Y at %I:%M %p",
        "An evening for everybody who is curious about machines that work with us, and for those who build them.",
    ),
    "in German": Tongue(
        *("de", "Wann", "Wo", "Referenten", "Sponsoren", "Themen"),
        "Gastgeber Jury Podium",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        lambda at, month: f"{at.day}. {month} {at.year} um {at:%H:%M} Uhr",
        "%d.%m.%Y, %H:%M Uhr",
        "Ein Abend für alle, die neugierig auf die Maschinen sind, mit denen wir arbeiten, und für die, die sie bauen.",
    ),
    "in French": Tongue(
        *("fr", "Quand", "Lieu", "Intervenants", "Partenaires", "Sujets"),
        "Organisateurs Jury Panel",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        lambda at, month: f"{at.day}{'er' if at.day == 1 else ''} {month} {at.year}, {at:%H}h{at:%M}",
        "%d/%m/%Y à %Hh%M",
        "Une soirée pour tous ceux qui sont curieux des machines avec lesquelles nous vivons et pour les inventeurs.",
    ),
    "in Spanish": Tongue(
        *("es", "Cuándo", "Lugar", "Ponentes", "Patrocinadores", "Temas"),
        "Organizadores Jurado Panelistas",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        lambda at, month: f"{at.day} de {month} de {at.year}, {at:%H:%M}",
        "%d/%m/%Y, %H:%M h",
        "Una noche para todos los que sienten curiosidad por las máquinas de hoy y para quienes las hacen.",
    ),
}
ENGLISH = TONGUES["in English"]
IN_FIGURES = {
    "with many names": ENGLISH,
    "that says itself what its charset is": TONGUES["in French"],
    "of a few lines": TONGUES["in German"],
    "in a charset of two bytes": TONGUES["in Spanish"],
    "laid out as a table": TONGUES["in German"],
}
"""Pages of other shapes that have the date in figures, by the language that they are in."""
MOMENTS = (
    *("2019-03-14 18:30", "2027-04-01 12:00", "2027-05-31 00:30", "2027-06-09 09:05", "2027-07-30 23:59"),
    *("2027-08-02 12:45", "2019-09-12 01:00", "2027-10-25 11:59", "2027-11-11 13:00", "2027-12-31 23:00"),
    *("2028-01-01 06:45", "2028-02-29 20:00"),
)
"""When events are, one in each month: around noon and midnight too, at the first and the last day, in a leap year."""
PEOPLE = (
    *(Speaker("Quirin Zahn", "Bold Labs"), Speaker("Yvette López"), Speaker("Dagmar Ott", "Ember & Söhne")),
    *(Speaker("Wim Kok"), Speaker("Hildegard Fuchs", "Cobalt Cloud"), Speaker("Ulf Berg"), Speaker("Ngozi Eze")),
    *(Speaker("Xenia Popow", role="host"), Speaker("Tariq Jamal", role="host"), Speaker("Ivo Lind", role="judge")),
    *(Speaker("Pascale Roy", role="judge"), Speaker("Esteban Cruz", role="panelist")),
)
"""None of them is like another one."""
LONG = "that is very long"
LONG_BYTES = 1_000_000
"""How large such a page is: nearly as large as one may be."""
BESIDE = 150_000
"""How many letters a page for machines has before it comes to the event."""
BRIMFUL = ("with more than there is room for", "for machines, with more than there is room for")
"""Pages whose event is called what its page begins to call it."""
MUCH = "honey and wax, hives and bees, "
SPEAKERS = (Speaker("Ada Straßer", "Bold Labs"), Speaker("Bruno Möller", "Cobalt Cloud"))
OTHERS_TOO = (PEOPLE[7], PEOPLE[9], PEOPLE[11])
"""A host, a judge and a panelist."""
ROLES = ("speaker", "host", "judge", "panelist")


def facts_of(name: str, shape: str = "in English", month: int = 0) -> Facts:
    """What a page of this shape tells of an event; of the month depends when it is."""
    facts = _plain_facts(name, shape, month)
    return _up_to_the_brim(facts, shape) if shape in BRIMFUL else facts


def _plain_facts(name: str, shape: str, month: int) -> Facts:
    facts = Facts(
        name=name,
        description=(TONGUES | IN_FIGURES).get(shape, ENGLISH).about,
        date=datetime.fromisoformat(MOMENTS[month % len(MOMENTS)]).replace(tzinfo=UTC),
        place="Schiffbau, Zürich",
        speakers=(*SPEAKERS, *(OTHERS_TOO if shape in TONGUES and month % 2 else ())),
        companies=(Company("Alpen Energy"), Company("Ember & Söhne")),
        topics=("Robots", "Open Source"),
    )
    match shape:
        case "with many names":
            firms = [
                Company(f"{name} {trade}") for name in ("Fjord", "Granite") for trade in ("Games", "Health", "Foods")
            ]
            return replace(facts, speakers=PEOPLE, companies=(*facts.companies, *firms), topics=tuple("ABCDEFGHIJKL"))
        case "with three of many names":  # so that each page has new ones, which the next has as well
            return replace(facts, speakers=(PEOPLE * 2)[month % len(PEOPLE) :][:3])
        case "marked up":  # says nothing of where anybody works
            return replace(facts, speakers=(Speaker("Ulrike Wald"), Speaker("Pío Marín")))
        case "for machines, said otherwise":
            firms = [Company("Alpen Energy", "host"), Company("Ember & Söhne")]
            people = (Speaker("Ada Straßer", "Bold Labs"), Speaker("Ulrike Wald"), Speaker("Xenia Popow", role="host"))
            return replace(facts, speakers=people, companies=tuple(firms))
        case "for those who link to it":
            return replace(facts, speakers=(), companies=())
        case _:
            return facts


def _up_to_the_brim(facts: Facts, shape: str) -> Facts:
    """As much as an event has room for, of which a page tells more; people read no long lists of it."""
    long = replace(
        facts,
        name=_cut(f"{facts.name}, {MUCH * 20}", 200),
        description=_cut(MUCH * 1_000, 10_000),
        place=_cut(f"Zürich, {MUCH * 20}", 200),
    )
    if shape.startswith("with"):
        return long
    names = [sha256(str(number).encode()).hexdigest()[:12] for number in range(99)]  # none is like another one
    return replace(
        long,
        speakers=(Speaker(_cut("Quirin " * 40, 200), _cut("Bold Labs " * 40, 200)), *map(Speaker, names)),
        companies=(Company(_cut("Ember " * 40, 200)), *(Company(f"Fjord {number}") for number in range(99))),
        topics=(_cut("Robots " * 10, 60), *(f"Topic {number}" for number in range(29))),
    )


def _cut(text: str, letters: int) -> str:
    """So many letters of it, the last of which is one."""
    return f"{text[: letters - 1]}!"


def _date_of(facts: Facts) -> datetime:
    assert facts.date is not None, "a page that is staged tells the date"
    return facts.date


def prose(facts: Facts, tongue: Tongue = ENGLISH, *, in_figures: bool = False) -> str:
    """As people read it: headings, and what stands below them."""
    people = ""
    for role, heading in zip(ROLES, (tongue.who, *tongue.others.split()), strict=True):
        those = [one for one in facts.speakers if one.role == role]
        names = [f"{one.name}, {one.company}" if one.company else one.name for one in those]
        listed = "".join(f"<li>{escape(one)}</li>" for one in names)
        people += f"<h2>{heading}</h2><ul>{listed}</ul>" if those else ""
    firms = "".join(f"<li>{escape(one.name)}</li>" for one in facts.companies)
    return (
        f'<!doctype html><html lang="{tongue.code}"><head><meta charset="utf-8">'
        f"<title>{escape(facts.name)}</title></head>"
        f"<body><nav><a href='/'>Home</a></nav><h1>{escape(facts.name)}</h1><p>{escape(facts.description)}</p>"
        f"<h2>{tongue.when}</h2><p>{tongue.written(_date_of(facts), in_figures=in_figures)}</p>"
        f"<h2>{tongue.where}</h2><p>{escape(facts.place)}</p>"
        f"{people}<h2>{tongue.sponsors}</h2><ul>{firms}</ul>"
        f"<h2>{tongue.topics}</h2><p>{escape(', '.join(facts.topics))}</p></body></html>"
    )


def _lines(facts: Facts, tongue: Tongue) -> str:
    """As people read it who are in a hurry: a label, and what there is of it beside."""
    people = [f"{one.name} ({one.company})" for one in facts.speakers]
    told = {
        tongue.when: tongue.written(_date_of(facts), in_figures=True),
        tongue.where: facts.place,
        tongue.who: "; ".join(people),
        tongue.sponsors: "; ".join(one.name for one in facts.companies),
        tongue.topics: ", ".join(facts.topics),
    }
    lines = "".join(f"<p><b>{label}:</b> {escape(text)}</p>" for label, text in told.items())
    return (
        f'<!doctype html><html lang="{tongue.code}"><head><meta charset="utf-8"><title>{escape(facts.name)} | Abende'
        f"</title></head><body><p>{escape(facts.description)}</p>{lines}</body></html>"
    )


def _structured(facts: Facts, beside: str = "Tonight") -> str:
    """For machines, as JSON-LD in a page that shows people little, in one list with something else, of which more may
    be said; the date in the time of some other place.
    """
    told = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": facts.name,
        "description": f"<p>{facts.description}</p>",
        "startDate": _date_of(facts).astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat(),
        "location": {"@type": "Place", "name": facts.place},
        "performer": [
            {"@type": "Person", "name": one.name, "worksFor": {"@type": "Organization", "name": one.company}}
            for one in facts.speakers
        ],
        "sponsor": [{"@type": "Organization", "name": one.name} for one in facts.companies],
        "keywords": ", ".join(facts.topics),
    }
    return _for_machines([{"@type": "BreadcrumbList", "itemListElement": [{"position": 1, "name": beside}]}, told])


def _structured_otherwise(facts: Facts) -> str:
    """The same in other words that mean it: among other things, one alone or several, by name or whole."""
    one, other, host = facts.speakers
    place, _, town = facts.place.partition(", ")
    event = {
        "@type": ["SocialEvent", "https://schema.org/BusinessEvent"],
        "name": facts.name,
        "description": facts.description,
        "startDate": _date_of(facts).strftime("%Y-%m-%dT%H:%MZ"),
        "location": [{"@type": "Place", "name": place, "address": {"addressLocality": town}}],
        "performer": {"@type": "Person", "name": one.name, "affiliation": one.company},
        "speaker": [other.name],
        "organizer": [
            {"@type": "Organization", "name": facts.companies[0].name},
            {"@type": "Person", "name": host.name},
        ],
        "sponsor": facts.companies[1].name,
        "keywords": list(facts.topics),
    }
    return _for_machines({"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "Tonight"}, event]})


def _for_machines(told: Any) -> str:
    """A page that shows people little; what it says first is broken off, then it speaks of the site, then of that."""
    script = '<script type="application/ld+json">'
    site = json.dumps({"@context": "https://schema.org", "@type": "WebSite", "name": "Tonight", "keywords": "Evenings"})
    return (
        f'<!doctype html><html><head><title>Tonight</title>{script}{{"@type": "Event", </script>{script}{site}</script>'
        f"{script}{json.dumps(told, ensure_ascii=False)}</script></head><body><div id='app'></div></body></html>"
    )


def _marked_up(facts: Facts) -> str:
    """For machines, by what elements say that they are."""

    def named(kind: str, of: str, names: list[str]) -> str:
        thing = f'<div itemprop="{kind}" itemscope itemtype="https://schema.org/{of}">'
        return "".join(f'{thing}<span itemprop="name">{escape(one)}</span></div>' for one in names)

    return (
        "<!doctype html><html><head><title>Tonight</title></head><body>"
        f'<div itemscope itemtype="https://schema.org/Event"><h1 itemprop="name">{escape(facts.name)}</h1>'
        f'<p itemprop="description">{escape(facts.description)}</p>'
        f'<meta itemprop="startDate" content="{_date_of(facts).isoformat()}">'
        f"{named('location', 'Place', [facts.place])}"
        f"{named('performer', 'Person', [one.name for one in facts.speakers])}"
        f"{named('sponsor', 'Organization', [one.name for one in facts.companies])}"
        f'<meta itemprop="keywords" content="{escape(",".join(facts.topics))}"></div></body></html>'
    )


def _brimful(facts: Facts) -> str:
    """As people read it, and more of every text than an event has room for."""
    return prose(_more_of(facts))


def _more_of(facts: Facts) -> Facts:
    """With more of its texts."""
    name, description, place = (f"{text} and so on" for text in (facts.name, facts.description, facts.place))
    return replace(facts, name=name, description=description, place=place)


def _brimful_for_machines(facts: Facts) -> str:
    """For machines, and more of everything than an event has room for: of texts, of names, of their letters; and before
    all of it, something else that is very long.
    """
    one, *others = facts.speakers
    longer = Speaker(f"{one.name} and so on", f"{one.company} and so on")
    return _structured(
        replace(
            _more_of(facts),
            speakers=(longer, *others, Speaker("One Too Many"), Speaker("And Another")),
            companies=(Company(f"{facts.companies[0].name} and so on"), *facts.companies[1:], Company("One Too Many")),
            topics=(f"{facts.topics[0]} and so on", *facts.topics[1:], "One too many"),
        ),
        beside="ö" * BESIDE,
    )


def _tabled(facts: Facts) -> str:
    """In a table with a heading before each line; the place and the time are marked as such."""
    tongue, at = TONGUES["in German"], _date_of(facts)
    people = "; ".join(f"{one.name} ({one.company})" if one.company else one.name for one in facts.speakers)
    firms = ", ".join(one.name for one in facts.companies)
    lines = {tongue.who: people, tongue.sponsors: firms, tongue.topics: "; ".join(facts.topics)}
    table = "".join(f"<tr><th>{label}</th><td>{escape(text)}</td></tr>" for label, text in lines.items())
    return (
        f'<!doctype html><html lang="{tongue.code}"><head><meta charset="utf-8"><title>Abende</title></head><body>'
        f"<h1>{escape(facts.name)}</h1><p>{escape(facts.description)}</p>"
        f'<p>Am <time datetime="{at.isoformat()}">Abend</time></p><address>{escape(facts.place)}</address>'
        f"<table>{table}</table></body></html>"
    )


def _linked(facts: Facts) -> str:
    """For those who link to it, by Open Graph."""
    told = {
        "og:title": facts.name,
        "og:description": facts.description,
        "event:start_time": _date_of(facts).astimezone(timezone(timedelta(hours=-8))).isoformat(),
        "event:location": facts.place,
        "keywords": ", ".join(facts.topics),
    }
    metas = "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in told.items())
    return f"<!doctype html><html><head><title>Tonight</title>{metas}</head><body></body></html>"


def _damaged(facts: Facts) -> str:
    """Elements that are never closed, crossed or cut off in the middle of one; and it wants to be somewhere else."""
    whole = prose(facts)
    for gone in ("</li>", "</p>", "</head>", "</body></html>"):
        whole = whole.replace(gone, "")
    whole = whole.replace("<head>", '<head><link rel="canonical" href="https://elsewhere.test/evening">')
    return whole.replace("<body>", "<body><b><i></b>").replace("</ul>", "</ul></div></span>") + "<p class='cut"


def _full_of_marks(facts: Facts) -> str:
    """Marks within words, signs by their names, and scripts, styles and remarks that are not meant for people."""
    hidden = (
        "<!-- <h2>Speakers</h2><ul><li>Eve Nobody</li></ul> --><script>var speakers = '<li>Eve Nobody</li>'</script>"
        "<style>h2::after { content: 'Eve Nobody' }</style><template><h2>Speakers</h2><ul><li>Eve Nobody</li></ul>"
        "</template><noscript><h1>Eve Nobody</h1></noscript>"
    )
    whole = prose(facts).replace("<body>", f"<body>{hidden}")
    first, _, rest = escape(facts.name).partition(" ")
    whole = whole.replace(
        f"<h1>{escape(facts.name)}</h1>", f"<h1><em>{first}</em> <b onclick='alert(1)'>{rest}</b></h1>"
    )
    return whole.replace("ö", "&ouml;").replace("ü", "&#252;").replace("ß", "&#xDF;")


def _in_figures(shape: str, facts: Facts) -> str:
    return prose(facts, IN_FIGURES[shape], in_figures=True)


def _long(facts: Facts) -> str:
    """As people read it, with so much that is not meant for them before each part that the last one comes very late."""
    first, *parts = prose(facts).split("<h")
    told = sum(len(f"<h{part}<!---->".encode()) for part in parts) + len(first.encode())
    hidden, left = divmod(LONG_BYTES - told, 2 * len(parts))
    remarks = [f"<!--{'x' * left}{'ö' * hidden}-->", *[f"<!--{'ö' * hidden}-->"] * (len(parts) - 1)]
    return first + "".join(f"{remark}<h{part}" for remark, part in zip(remarks, parts, strict=True))


WITHOUT_CHARSET = ('<meta charset="utf-8">', "")
SHAPES: dict[str, Callable[[Facts], Page]] = {
    **{shape: (lambda facts, tongue=tongue: Page(prose(facts, tongue))) for shape, tongue in TONGUES.items()},  # type: ignore[misc]
    "for machines": lambda facts: Page(_structured(facts)),
    "that is damaged": lambda facts: Page(
        _damaged(facts).replace(*WITHOUT_CHARSET), {"charset": "latin-1", "content_type": "text/html"}
    ),
    "in another charset": lambda facts: Page(
        prose(facts).replace(*WITHOUT_CHARSET),
        {"charset": "latin-1", "content_type": "text/html; charset=iso-8859-1"},
    ),
    "marked up": lambda facts: Page(_marked_up(facts)),
    "for those who link to it": lambda facts: Page(_linked(facts)),
    "full of marks": lambda facts: Page(_full_of_marks(facts)),
    "with many names": lambda facts: Page(_in_figures("with many names", facts)),
    "that says itself what its charset is": lambda facts: Page(
        _in_figures("that says itself what its charset is", facts).replace("utf-8", "iso-8859-1"),
        {"charset": "latin-1", "content_type": IN_UTF_8},  # its site says another one
    ),
    "of a few lines": lambda facts: Page(_lines(facts, IN_FIGURES["of a few lines"])),
    "in a charset of two bytes": lambda facts: Page(
        _in_figures("in a charset of two bytes", facts).replace(*WITHOUT_CHARSET),
        {"charset": "utf-16", "content_type": "text/html"},
    ),
    "for machines, said otherwise": lambda facts: Page(_structured_otherwise(facts)),
    "with three of many names": lambda facts: Page(prose(facts)),
    "laid out as a table": lambda facts: Page(_tabled(facts)),
    LONG: lambda facts: Page(_long(facts)),
    "with more than there is room for": lambda facts: Page(_brimful(facts)),
    "for machines, with more than there is room for": lambda facts: Page(_brimful_for_machines(facts)),
}
"""What a page is like, in the words of the features, and how to make it."""
OTHERS = [shape for shape in SHAPES if shape not in (*TONGUES, *BRIMFUL, LONG)]
EVERY_SHAPE = [
    *((shape, month) for month, other in enumerate(OTHERS[: len(MOMENTS)]) for shape in (*TONGUES, other)),
    *((shape, month) for month, shape in enumerate(OTHERS[len(MOMENTS) :])),
]
"""Every language in every month, and in between every other shape."""


REFUSALS = {
    **{"is no request": 400, "asks who one is": 401, "is forbidden": 403, "is not there": 404, "was waited for": 408},
    **{"is gone": 410, "is asked for too often": 429, "is withheld by law": 451},
}
"""How a page is refused, and the status with which it is."""
FAILURES = (500, 501, 502, 503, 504, 507, 520, 599)
"""With which a page that cannot be had now is answered."""
