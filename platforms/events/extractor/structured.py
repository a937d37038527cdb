"""What a page says in so many words for machines: JSON-LD, microdata, Open Graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from platforms.events.extractor.clues import Clues, plain

MOST_THINGS = 2_000
DEEPEST = 20
INVOLVED = ("performer", "performers", "speaker", "organizer", "sponsor")


def json_ld(page: LexborHTMLParser, clues: Clues) -> None:
    """Add what the first event in the page's JSON-LD says; one that cannot be read is passed over."""
    for script in page.css('script[type="application/ld+json"]'):
        try:
            known = json.loads(script.text(deep=True) or "null")
        except (ValueError, RecursionError):
            continue
        for thing in _things(known):
            if _is_event(thing):
                _event(thing, clues)
                return


def microdata(page: LexborHTMLParser, clues: Clues) -> None:
    """Add what the first event marked up with `itemscope` says."""
    scope = page.css_first('[itemtype*="schema.org/"][itemtype$="Event"]')
    if scope is None:
        return
    for node in scope.css("[itemprop]"):
        name, value = node.attributes.get("itemprop") or "", _value(node)
        owner = _scope_of(node)
        if owner is not None and owner.mem_id != scope.mem_id and name != "location":
            kind = owner.attributes.get("itemprop") or ""
            if name == "name" and kind in INVOLVED:
                _involve(kind, {"@type": owner.attributes.get("itemtype") or "", "name": value}, clues)
            continue
        match name:
            case "name":
                clues.name(value)
            case "description":
                clues.description(value)
            case "startDate":
                clues.date(value)
            case "location" if node.css_first('[itemprop="name"]') is not None:
                inner = node.css_first('[itemprop="name"]')
                clues.place(_value(inner) if inner is not None else value)
            case "location":
                clues.place(value)
            case "keywords":
                clues.topics(value.split(","))


def open_graph(page: LexborHTMLParser, clues: Clues) -> None:
    """Add what the page tells those who link to it."""
    told = {
        (node.attributes.get("property") or node.attributes.get("name") or "").lower(): node.attributes.get("content")
        or ""
        for node in page.css("meta[content]")
    }
    clues.name(told.get("og:title", ""))
    clues.description(told.get("og:description", "") or told.get("description", ""))
    clues.date(told.get("event:start_time", ""))
    clues.place(told.get("event:location", "") or told.get("og:locality", ""))
    clues.topics(told.get("keywords", "").split(","))


def _things(known: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object in it, the outer first; neither too deep nor too many."""
    if depth > DEEPEST:
        return
    if isinstance(known, dict):
        yield known
        known = list(known.values())
    if isinstance(known, list):
        for one in known[:MOST_THINGS]:
            yield from _things(one, depth + 1)


def _is_event(thing: dict[str, Any]) -> bool:
    kinds = thing.get("@type")
    return any(str(kind).endswith(("Event", "Hackathon")) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _event(thing: dict[str, Any], clues: Clues) -> None:
    clues.name(_text(thing.get("name")))
    clues.description(_text(thing.get("description")))
    clues.date(_text(thing.get("startDate")))
    place = thing.get("location")
    place = place[0] if isinstance(place, list) and place else place
    if isinstance(place, dict):
        address = place.get("address")
        town = address.get("addressLocality") if isinstance(address, dict) else address
        clues.place(", ".join(part for part in (_text(place.get("name")), _text(town)) if part))
    else:
        clues.place(_text(place))
    for kind in INVOLVED:
        those = thing.get(kind)
        for one in those if isinstance(those, list) else [those]:
            if one:
                _involve(kind, one if isinstance(one, dict) else {"name": one}, clues)
    keywords = thing.get("keywords")
    clues.topics([_text(word) for word in keywords] if isinstance(keywords, list) else _text(keywords).split(","))


def _involve(kind: str, one: dict[str, Any], clues: Clues) -> None:
    name, type_ = _text(one.get("name")), str(one.get("@type", ""))
    works_for = one.get("worksFor") or one.get("affiliation")
    company = _text(works_for.get("name") if isinstance(works_for, dict) else works_for)
    if kind == "sponsor":
        clues.company(name, "sponsor")
    elif kind == "organizer" and not type_.endswith("Person"):
        clues.company(name, "host")
    else:
        clues.speaker(name, company, "host" if kind == "organizer" else "speaker")


def _text(value: Any) -> str:
    return plain(str(value)) if isinstance(value, (str, int, float)) else ""


def _value(node: LexborNode) -> str:
    told = node.attributes.get("content") or node.attributes.get("datetime")
    return plain(told or node.text(deep=True))


def _scope_of(node: LexborNode) -> LexborNode | None:
    """The nearest thing that a marked-up word belongs to."""
    above = node.parent
    while above is not None and "itemscope" not in above.attributes:
        above = above.parent
    return above
