"""The people of the features: who they always are, and who they are in one scenario."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """Somebody with a fixed meaning: a first name, and the role in which they use a platform."""

    name: str
    role: str


@dataclass(frozen=True)
class Person:
    """A persona in one scenario: nobody else has this e-mail address, on any platform, now or later."""

    persona: Persona
    family_name: str
    email: str
    password: str

    @property
    def name(self) -> str:
        """The first name, as the features call this person."""
        return self.persona.name

    @property
    def role(self) -> str:
        """The role that the persona has."""
        return self.persona.role

    @property
    def display_name(self) -> str:
        """How a platform shows this person: "Lina Marchetti"."""
        return f"{self.name} {self.family_name}"


_casts: dict[str, dict[str, Persona]] = {}
_platform = ""


def introduce(platform: str, *personas: Persona) -> None:
    """Say who the people of a platform are, as its README in `features/` does. ValueError for a name given twice."""
    cast = _casts.setdefault(platform, {})
    for one in personas:
        if cast.setdefault(one.name, one) != one:
            raise ValueError(f"{one.name} of {platform} is introduced twice")


@contextmanager
def on_stage(platform: str) -> Iterator[None]:
    """Within this, names are those of people of this platform; of any, where it has no name."""
    global _platform  # noqa: PLW0603 - a name in a sentence has nothing else to go by
    before, _platform = _platform, platform
    try:
        yield
    finally:
        _platform = before


def everybody() -> frozenset[str]:
    """The first names of all who were introduced, on any platform."""
    return frozenset(name for cast in _casts.values() for name in cast)


def persona(name: str) -> Persona:
    """Return the persona of this first name. Raises ValueError when nobody is called so."""
    casts = [_casts.get(_platform, {})] if _platform else [*_casts.values()]
    known = {each: persona for cast in reversed(casts) for each, persona in cast.items()}
    if name not in known:
        raise ValueError(f"nobody is called {name}: there are {', '.join(known) or 'no people so far'}")
    return known[name]
