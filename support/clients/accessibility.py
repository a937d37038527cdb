"""What keeps people from using a page, as axe finds it: no names, no contrast, no order, no way by keyboard."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGE = "axe_playwright_python"
"""Brings axe along; all that is taken from it is the script."""
_SHOWN = 3
_TEXT = "document.querySelector('h1') ? document.title + document.body.innerText : ''"
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


class NoAxe(Exception):
    """It is not installed."""


@cache
def _script() -> str:
    try:
        return resources.files(PACKAGE).joinpath("axe.min.js").read_text("utf-8")
    except ModuleNotFoundError:
        raise NoAxe(f"the package {PACKAGE} of requirements.txt is not installed: run make setup") from None


def shown(page: Page) -> str:
    """All text of a page; empty as long as it has no heading, or is being left for the one that it leads to."""
    from playwright.sync_api import Error

    try:
        return str(page.evaluate(_TEXT))
    except Error:
        return ""


def findings(page: Page) -> list[str]:
    """What axe finds on a page as it is shown now, a line for each rule: the rule, why, and the first elements.

    Another line says by how much it is wider than the screen.

    Raises NoAxe where it is not installed.
    """
    page.evaluate(_script())
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    beyond = page.evaluate(_WIDER)
    wide = [f"it is {beyond} pixels wider than the screen"] if beyond > 0 else []
    return wide + [f"{one['id']}: {one['help']}: {_elements(one['nodes'])}" for one in found]


def _elements(nodes: list[dict[str, Any]]) -> str:
    shown = ", ".join(str(node["html"])[:150] for node in nodes[:_SHOWN])
    return shown if len(nodes) <= _SHOWN else f"{shown} and {len(nodes) - _SHOWN} more"
