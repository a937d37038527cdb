"""Lists that a platform shows: what a contract promises of one, and how one comes to be filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Listed:
    """What is promised of a list that an operation answers with."""

    at: str = ""
    """The field of the answer that holds it; the answer is the list where there is none."""
    known_by: str = "id"
    """The field by which its members are told apart."""
    by: str = ""
    """The field by whose words it is in order, capitals or not; otherwise it is in the order in which things came."""
    newest_first: bool = True
    """Of what is in the order of coming; a list with the oldest first shows the latest nevertheless."""
    limit: str = ""
    """The parameter that says how many are wanted."""
    unless_told: int | None = None
    """How many are shown to whoever does not say."""
    most: int | None = None
    """How many are shown at most."""
    before: str = ""
    """The parameter for the next page, and the field of the first shown that it takes."""
    place: str = ""
    more: str = ""
    """The field of the answer that says whether there are more."""
    elsewhere: str = ""
    """The promise whose scenarios look at it instead, for a list that nobody can fill one by one."""


@dataclass(frozen=True)
class Filling:
    """How somebody's list is filled, and what is left of it."""

    add: Callable[[int], Sequence[Any]]
    """Has so many more come in, one after another; by what each is known, in that order."""
    remove: Callable[[Any], object] | None = None
    """Takes the one away that is known by this."""
    touch: Callable[[Any], object] | None = None
    """Does something with one that makes it the latest."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """For the gaps of the operation's path."""
    asks: Mapping[str, Any] = field(default_factory=dict)
    """Parameters by which it is about nobody else's."""
    up_to: int = 5
    """How many are put in at most."""
