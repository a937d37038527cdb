"""The people of the features: who they always are, and who they are in one scenario."""

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


PERSONAS = {
    persona.name: persona
    for persona in (
        Persona("Lina", "listener"),
        Persona("Arno", "artist"),
        Persona("Milo", "moderator"),
        Persona("Ada", "admin"),
        Persona("Zoe", "listener"),  # not where Lina is: no member, no owner
    )
}
"""Everybody whom `features/README.md` introduces, by first name."""


def persona(name: str) -> Persona:
    """Return the persona of this first name. Raises ValueError when nobody is called so."""
    if name not in PERSONAS:
        raise ValueError(f"nobody is called {name}: there are {', '.join(PERSONAS)}")
    return PERSONAS[name]
