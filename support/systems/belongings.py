"""One of everything that a platform keeps for a person, and who may know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from support.scenario.people import Persona


@dataclass(frozen=True)
class Kept:
    """What a text is, and the roles and the relations of those who may read it."""

    what: str
    readers: frozenset[str] = frozenset()


@dataclass
class Belongings:
    """What is somebody's own in a scenario.

    `ids` are those of the things, as the gaps of paths and the fields are called that take them. `texts` are found
    nowhere else on the platform. `relations` are those of each person to the things, by name; who is not among them has
    none.
    """

    owner: Persona
    ids: Mapping[str, str]
    texts: dict[str, Kept]
    relations: Mapping[str, frozenset[str]]
    go_on: Callable[[], dict[str, Kept]]
    """Has the owner go on using all of it, live; the texts that come of it. Returns when those who may have heard."""
    own_ids: Mapping[str, Callable[[Persona], str]] = field(default_factory=dict)
    """For a gap that takes an id of a person, how to find that of anybody."""

    def of(self, who: Persona) -> frozenset[str]:
        return self.relations.get(who.name, frozenset())

    def learnt(self, who: Persona, read: str) -> list[str]:
        """What somebody may not know and has read nevertheless, by what it is."""
        known = self.of(who) | {who.role}
        return [kept.what for text, kept in self.texts.items() if text in read and not kept.readers & known]

    @property
    def marks(self) -> list[str]:
        """Everything by which something is known to be about these things."""
        return sorted({*self.ids.values(), *self.texts})
