"""From the HTML of a page to the event that it tells of."""

from __future__ import annotations

import re
from typing import get_args
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from platforms.events.extractor import language, structured
from platforms.events.extractor.clues import Clues, plain
from platforms.events.shape import Extraction, SpeakerRole

MOST_LINES = 5_000
NOT_SAID = ["script", "style", "noscript", "template", "iframe", "object", "svg", "nav", "footer"]
BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, div, time, address, blockquote"
WITHIN = "p, li, h2, h3, h4, dl, ul, table"
HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt", "th")
SITE_NAME = re.compile(r"\s+[|·–—]\s+[^|·–—]{1,60}$")
WITH_COMPANY = re.compile(r"^(.{2,80}?)\s*(?:,|\(|@| – | — | - |\bat\b|\bvon\b|\bde chez\b|\bchez\b)\s*(.{1,100}?)\)?$")
ROLES: dict[str, SpeakerRole] = {role: role for role in get_args(SpeakerRole)}
TAG = re.compile(r"<(/?)[a-zA-Z]")
DEEPEST = 1_000


def read(html: str, url: str) -> Extraction:
    """What a page says, damaged or hostile as it may be; the same page always gives the same."""
    page = LexborHTMLParser(_not_too_deep(html))
    root = page.css_first("html")
    declared = (root.attributes.get("lang") or "") if root is not None else ""
    clues = Clues("en")
    structured.json_ld(page, clues)
    canonical = _canonical(page, url)
    title = page.css_first("title")
    titled = SITE_NAME.sub("", plain(title.text(deep=True))) if title is not None else ""
    structured.microdata(page, clues)
    page.strip_tags(NOT_SAID)
    text = plain(page.body.text(deep=True, separator=" ")[:200_000]) if page.body is not None else ""
    spoken = language.of(text, declared)
    clues.language = spoken
    structured.open_graph(page, clues)
    _prose(page, clues)
    clues.name(titled)
    clues.date(text)
    told = clues.told()
    return Extraction(found=told is not None, canonical=canonical, language=spoken, event=told)


def _not_too_deep(html: str) -> str:
    """The page up to where its elements are nested deeper than any page is that was written to be read."""
    depth = 0
    for found in TAG.finditer(html):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > DEEPEST:
            return html[: found.start()]
    return html


def _canonical(page: LexborHTMLParser, url: str) -> str:
    node = page.css_first('link[rel="canonical"][href]') or page.css_first('meta[property="og:url"][content]')
    if node is None:
        return ""
    told = (node.attributes.get("href") or node.attributes.get("content") or "").strip()
    try:
        return urljoin(url, told)[:2_000] if told else ""
    except ValueError:
        return ""


def _prose(page: LexborHTMLParser, clues: Clues) -> None:
    """Add what the page shows to people: headings, and what stands below them; labels, and what stands beside them."""
    heading = page.css_first("h1")
    if heading is not None:  # one that was never closed holds the whole page
        whole = heading.text(deep=True, separator=" ")
        block = _first_block(heading)
        clues.name(whole if block is None else whole.partition(block.text(deep=True, separator=" "))[0])
    moment = page.css_first("time[datetime]")
    if moment is not None:
        clues.date(moment.attributes.get("datetime") or "")
    address = page.css_first("address")
    below = ""
    longest = ""
    for node in page.css(BLOCKS)[:MOST_LINES]:
        if _first_block(node) is not None:
            continue
        said = plain(node.text(deep=True, separator=" "))
        if not said:
            continue
        if node.tag in HEADINGS:
            below = language.heading_of(said)
            continue
        if node.tag == "p" and len(said) > len(longest):
            longest = said
        label, _, value = said.partition(":")
        kind = language.heading_of(label) if value.strip() and len(label) < 40 else ""
        _note(kind or below, (value if kind else said).strip(), node, clues)
    if address is not None:
        clues.place(address.text(deep=True, separator=" "))
    clues.description(longest)


def _first_block(node: LexborNode) -> LexborNode | None:
    """The first block within a node, which may be one itself."""
    return next((inner for inner in node.css(WITHIN)[:2] if inner.mem_id != node.mem_id), None)


def _note(kind: str, said: str, node: LexborNode, clues: Clues) -> None:
    listed = node.tag in ("li", "dd", "td", "p", "div")
    if (role := ROLES.get(kind)) is not None:
        for one in re.split(r"\s*[;•]\s*|\n", said) if listed else []:
            found = WITH_COMPANY.match(one)
            if len(one) <= 120:
                name, company = (found[1], found[2]) if found else (one, "")
                clues.speaker(name, company, role)
    elif kind == "companies":
        for one in re.split(r"\s*[,;•]\s*", said):
            if 0 < len(one) <= 80:
                clues.company(one, "sponsor")
    elif kind == "topics":
        clues.topics([one for one in re.split(r"\s*[,;•]\s*", said) if len(one) <= 60])
    elif kind == "place":
        clues.place(said)
    elif kind == "date":
        clues.date(said)
