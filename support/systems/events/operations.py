"""All that Events offers, and to whom, from docs/contracts/events.md."""

from __future__ import annotations

from functools import partial

from support.systems.contract import For, Operation
from support.systems.fields import Field, Mail, Text

ROLES = ("visitor", "organiser", "admin")
_ADMIN, _EDITORS = frozenset({"admin"}), frozenset({"organiser", "admin"})
_KEEPER = frozenset({"keeper", "admin"})

_api, _processor = partial(Operation, "events-api"), partial(Operation, "processor", answers=For.SERVICES)
_page = partial(Operation, "events-api", answers=For.EVERYBODY, described=False)
_open = partial(Operation, "events-api", answers=For.EVERYBODY)
_kept = partial(Operation, "events-api", to=_KEEPER)

_CREDENTIALS: dict[str, Field] = {"email": Mail(), "password": Text(1, 128, "not anybody's", raw=True)}
_PERSON, _IN, _EVENT = "/api/v1/admin/people/{person_id}", "/api/v1/catalogues/{catalogue}", "/api/v1/events/{event_id}"

OPERATIONS = (
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/events/{event_id}", "/scrape")),
    _api("POST /api/auth/register", For.EVERYBODY),
    _api("POST /api/auth/login", For.EVERYBODY, sends=_CREDENTIALS),
    _api("POST /api/auth/logout", ends_session=True),
    _api("GET /api/v1/people/me"),
    _api("GET /api/v1/people", shared=True),
    _api(f"PUT {_PERSON}/role", to=_ADMIN),
    _api(f"POST {_PERSON}/deactivate", to=_ADMIN),
    _api("POST /api/v1/catalogues", to=_EDITORS),
    _kept(f"DELETE {_IN}"),
    _open(f"GET {_IN}/events"),
    _kept(f"POST {_IN}/events"),
    _kept(f"POST {_IN}/events/batch"),
    _open(f"GET {_IN}/events/search"),
    _api(f"GET {_IN}/recommendations"),
    _kept(f"POST {_IN}/seed"),
    _kept(f"POST {_IN}/import"),
    _kept(f"GET {_IN}/validation"),
    *(_open(f"GET {_IN}/{what}") for what in ("speakers", "companies", "topics")),
    _open(f"GET {_IN}/graph/speakers/{{speaker_id}}"),
    _open(f"GET {_IN}/graph/companies/{{company_id}}"),
    _open(f"GET {_IN}/graph/topics/{{topic_id}}"),
    _kept(f"GET {_IN}/reviews"),
    _kept(f"POST {_IN}/reviews/{{review_id}}"),
    _kept(f"POST {_IN}/scrapes"),
    _kept(f"POST {_IN}/scrapes/batch"),
    _kept(f"GET {_IN}/scrapes/{{scrape_id}}"),
    _kept(f"GET {_IN}/processing"),
    _open(f"GET {_EVENT}"),
    _open(f"GET {_EVENT}/similar"),
    _open(f"GET {_EVENT}/network"),
    _kept(f"PATCH {_EVENT}"),
    _kept(f"DELETE {_EVENT}"),
    _api(f"PUT {_EVENT}/attendance"),
    _api(f"DELETE {_EVENT}/attendance"),
    _api("POST /internal/scrapes/{scrape_id}/progress", For.SERVICES),
    _api("PUT /internal/scrapes/{scrape_id}/result", For.SERVICES),
    _processor("POST /internal/jobs"),
    _processor("DELETE /internal/catalogues/{catalogue_id}"),
    _processor("GET /internal/catalogues/{catalogue_id}/processing"),
    Operation("extractor", "POST /internal/extract", For.SERVICES),
)
