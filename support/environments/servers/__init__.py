"""Recipes: one module for each kind of server that a platform may have, and nothing else that lists them.

Each module has a `SERVER`, which is a `support.environments.recipe.Server`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def known() -> list[str]:
    """Names of all kinds of servers."""
    return sorted(module.name for module in iter_modules(__path__))


def kind(name: str) -> Any:
    """The kind of server with this name, a `recipe.Server`; ModuleNotFoundError where there is none."""
    return import_module(f"{__name__}.{name}").SERVER


def roles() -> dict[str, str]:
    """What servers are to a platform, and the name of the kind that is it."""
    return {kind(name).role: name for name in known()}
