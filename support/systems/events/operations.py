"""All that Events offers, to whom, and what it takes, from docs/contracts/events.md."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import Any

from support.systems.contract import MADE_UP, For, Operation
from support.systems.fields import Choice, Field, Flag, Other, Prose, Text, Whole, Word
from support.systems.lists import Listed
from support.systems.usual import CREDENTIALS, REGISTRATION, SEARCH

ROLES = ("visitor", "organiser", "admin")
_ADMIN, _EDITORS = frozenset({"admin"}), frozenset({"organiser", "admin"})
_KEEPER = frozenset({"keeper", "admin"})

_api, _processor = partial(Operation, "events-api"), partial(Operation, "processor", answers=For.SERVICES)
_page = partial(Operation, "events-api", answers=For.EVERYBODY, described=False)
_open = partial(Operation, "events-api", answers=For.EVERYBODY)
_kept = partial(Operation, "events-api", to=_KEEPER)

IN = "/api/v1/catalogues/{catalogue}"
_PERSON, _EVENT = "/api/v1/admin/people/{person_id}", "/api/v1/events/{event_id}"
_LONG = "x" * 201
_NO_MOMENTS = ("never", "2027-02-30T18:00:00Z", "9999-12-31T23:59:59-14:00")
_DATE = Other(
    "2027-01-10T18:00:00.000Z",
    optional=True,
    wrong=(*_NO_MOMENTS, "1899-12-31T23:59:59Z"),
    right=("1900-01-01T00:00:00.000Z", "2028-02-29T23:59:59.999-11:00", "9999-12-31T23:59:59.999Z"),
)
_NOBODY_ELSE = sorted(sha256(str(number).encode()).hexdigest()[:12] for number in range(100))
"""A hundred names, none of which is like another one."""
_NAMELESS: tuple[Any, ...] = ("nobody", ["nobody"], [{}], [{"name": ""}], [{"name": _LONG}], [{"name": "a\x00b"}])
_EVENT_SAYS: dict[str, Field] = {
    "description": Prose(0, 10_000, optional=True),
    "date": _DATE,
    "place": Text(0, 200, optional=True),
    "speakers": Other(
        [{"name": "Zoë Żółw", "company": "Bold & Söhne", "role": "host"}],
        optional=True,
        wrong=(
            *(*_NAMELESS, [{"name": "Ada", "role": "guest"}], [{"name": "Ada", "company": "a\x00b"}]),
            *([{"name": "Ada", "company": _LONG}], [{"name": "Ada"}] * 101),
        ),
        right=(
            [{"name": name} for name in _NOBODY_ELSE],
            [{"name": f"{role} {role}", "role": role} for role in ("host", "judge", "panelist", "speaker")],
            [{"name": "y" * 200, "company": "z" * 200}],
        ),
    ),
    "companies": Other(
        [{"name": "Ember & Söhne", "relation": "venue"}],
        optional=True,
        wrong=(*_NAMELESS, [{"name": "Bold", "relation": "friend"}], [{"name": "Bold"}] * 101),
        right=(
            [{"name": name, "relation": "sponsor"} for name in _NOBODY_ELSE],
            [{"name": relation, "relation": relation} for relation in ("host", "partner", "sponsor", "venue")],
            [{"name": "y" * 200}],
        ),
    ),
    "topics": Other(
        ["Ähnliches", "日本"],
        optional=True,
        wrong=("Robots", [7], [""], [" "], ["x" * 61], ["a\x00b"], ["Robots"] * 31),
        right=(_NOBODY_ELSE[:30], ["y" * 60], ["🎷" * 60]),
    ),
}
_NEW_EVENT: dict[str, Field] = {
    "name": Text(1, 200),
    **_EVENT_SAYS,
    "url": Other(
        None,
        optional=True,
        wrong=(
            7,
            "",
            "nonsense",
            "ftp://lu.ma/1",
            "https://lu.ma/a b",
            "https://lu.ma/a\x00b",
            f"https://{'x' * 2000}",
        ),
        right=(f"https://lu.ma/{'y' * 1986}", "https://lu.ma/a?b=%C3%A4&c=+#d", "http://lu.ma/Ä"),
    ),
}
_CATALOGUE = Word(1, 63, "of-nobody", wrong=("With Capitals", "-before", "a_b", "a/b", "ü", "a\n"))
_SITE = "https://lu.ma/an-evening"
_UP_TO_50: dict[str, Field] = {"limit": Whole(1, 50)}
_WORDS = Prose(0, 200, "Robots")
_MOMENT = Other("2027-01-10T18:00:00Z", wrong=_NO_MOMENTS)
_SCENE: dict[str, Field] = {
    "html": Other("<p>Nothing</p>", optional=True),
    "status": Whole(200, 599, optional=True),
    "content_type": Text(0, 2000, optional=True),
    "charset": Choice(("utf-8", "latin-1", "utf-16"), optional=True),
    "location": Text(0, 2000, optional=True),
    "delay_seconds": Other(0.5, optional=True),
    "failures": Whole(0, 1000, optional=True),
    "endless": Flag(optional=True),
}
_stage = partial(Operation, "event-site", answers=For.WHO_HAS_A_KEY, asks={"x-stage-key": Other("x" * 32)})

_PEOPLE = (
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/events/{event_id}", "/scrape")),
    _api("POST /api/auth/register", For.EVERYBODY, sends=REGISTRATION, makes="person_id"),
    _api("POST /api/auth/login", For.EVERYBODY, sends=CREDENTIALS),
    _api("POST /api/auth/logout", ends_session=True),
    _api("GET /api/v1/people/me"),
    _api("GET /api/v1/people", asks=SEARCH, shared=True, lists=Listed(by="display_name", most=20)),
    _api(f"PUT {_PERSON}/role", to=_ADMIN, sends={"role": Choice(ROLES)}),
    _api(f"POST {_PERSON}/deactivate", to=_ADMIN),
)
_CATALOGUES = (
    _api("POST /api/v1/catalogues", to=_EDITORS, sends={"name": _CATALOGUE}),
    _kept(f"DELETE {IN}"),
    _open(
        f"GET {IN}/events",
        asks={
            **{"place": _WORDS, "after": _MOMENT, "before": _MOMENT, "topic": _WORDS, "quality": Whole(0, 100)},
            **{"page": Whole(1, 1_000_000), "limit": Whole(1, 100)},
        },
        lists=Listed(at="events", limit="limit", unless_told=20, most=100),
    ),
    _kept(f"POST {IN}/events", sends=_NEW_EVENT, makes="event_id"),
    _kept(f"POST {IN}/events/batch", sends={"events": Other([{}], wrong=("all", {}, [], [{}] * 51))}),
    _open(
        f"GET {IN}/events/search",
        asks={"q": _WORDS, "by": Choice(("words", "meaning")), **_UP_TO_50},
        demands=frozenset({"q"}),
        lists=Listed(elsewhere="EV-04"),
    ),
    _api(f"GET {IN}/recommendations", asks=_UP_TO_50, lists=Listed(elsewhere="EV-06")),
    _kept(f"POST {IN}/seed", sends={"seed": Whole(0, 2**31)}),
    _kept(f"POST {IN}/import", asks={"whole": Flag()}),
    _kept(f"GET {IN}/validation"),
    _open(f"GET {IN}/speakers", asks={"q": _WORDS}, lists=Listed(by="name", most=200)),
    _open(f"GET {IN}/companies", asks={"q": _WORDS}, lists=Listed(by="name", most=200)),
    _open(f"GET {IN}/topics", lists=Listed(known_by="name", by="name", most=200)),
    _open(f"GET {IN}/graph/speakers/{{speaker_id}}", asks={"depth": Whole(1, 3)}, lists=Listed(elsewhere="EV-05")),
    _open(f"GET {IN}/graph/companies/{{company_id}}", lists=Listed(elsewhere="EV-05")),
    _open(f"GET {IN}/graph/topics/{{topic_id}}", lists=Listed(elsewhere="EV-05")),
    _kept(f"GET {IN}/reviews", lists=Listed(elsewhere="EV-08")),
    _kept(f"POST {IN}/reviews/{{review_id}}", sends={"same": Flag()}),
    _kept(
        f"POST {IN}/scrapes",
        sends={"url": Text(1, 4000, _SITE, raw=True), "again": Flag(optional=True)},
    ),
    _kept(
        f"POST {IN}/scrapes/batch",
        sends={"urls": Other([_SITE], wrong=(_SITE, [], [_SITE] * 51, [""], [7], ["x" * 4001]))},
    ),
    _kept(f"GET {IN}/scrapes/{{scrape_id}}"),
    _kept(f"GET {IN}/processing", shared=True),
)
_EVENTS = (
    _open(f"GET {_EVENT}"),
    _open(f"GET {_EVENT}/similar", asks=_UP_TO_50, lists=Listed(elsewhere="EV-04")),
    _open(f"GET {_EVENT}/network"),
    _kept(f"PATCH {_EVENT}", sends={"name": Text(1, 200, optional=True), **_EVENT_SAYS}),
    _kept(f"DELETE {_EVENT}"),
    _api(f"PUT {_EVENT}/attendance"),
    _api(f"DELETE {_EVENT}/attendance"),
)
_TOLD = Other({"name": "An evening"})
_BETWEEN = (
    _api(
        "POST /internal/scrapes/{scrape_id}/progress",
        For.SERVICES,
        sends={
            "state": Choice(("queued", "fetching", "extracting", "done", "failed")),
            **{"tries": Whole(0, 100), "reason": Text(1, 100, optional=True)},
        },
    ),
    _api(
        "PUT /internal/scrapes/{scrape_id}/result",
        For.SERVICES,
        sends={"url": Text(1, 2000, _SITE), "tries": Whole(0, 100), "event": _TOLD},
    ),
    _processor(
        "POST /internal/jobs",
        sends={
            **{"scrape_id": Other(MADE_UP), "catalogue_id": Other(MADE_UP)},
            **{"url": Text(1, 2000, _SITE), "correlation_id": Text(1, 100)},
        },
    ),
    _processor("DELETE /internal/catalogues/{catalogue_id}"),
    _processor("GET /internal/catalogues/{catalogue_id}/processing"),
    Operation(
        "extractor",
        "POST /internal/extract",
        For.SERVICES,
        sends={"html": Other("<p>Nothing</p>"), "url": Text(0, 2000, _SITE)},
    ),
)
_SITES = (
    _stage("PUT /stage/{path}", sends=_SCENE),
    _stage("GET /stage/{path}"),
    _stage("DELETE /stage/{path}"),
    Operation("event-site", "GET /robots.txt", For.EVERYBODY),
    Operation("event-site", "GET /{path}", For.WHO_HAS_AN_ADDRESS),
    Operation("event-site", "POST /{path}", For.WHO_HAS_AN_ADDRESS),
)
OPERATIONS = (*_PEOPLE, *_CATALOGUES, *_EVENTS, *_BETWEEN, *_SITES)
