"""Fresh data for one scenario: the seed decides what it is like, a mark keeps scenarios and runs apart."""

import base64
import hashlib
import random
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from support.scenario.people import Person, Persona

if TYPE_CHECKING:
    from faker import Faker

_ADJECTIVES, _NOUNS = map(
    str.split,
    (
        "Amber Blue Borrowed Bright Broken Copper Distant Early Electric Faded Golden Hidden Hollow Late "
        "Little Lost Northern Open Paper Quiet Restless Salt Secret Silver Slow Small Southern Velvet "
        "Wandering Winter",
        "Avenue Balcony Bridge Bus Circus Coast Corner Engine Garden Harbour Island Lantern Letter "
        "Lighthouse Market Meadow Mirror Morning Orchard Parade Piano Rain River Station Street Tide Train "
        "Valley Window",
    ),
)
_SYLLABLES = [consonant + vowel for consonant in "bcdfglmnprstvz" for vowel in "aeiou"]


def mark_of(unique: str) -> str:
    """Return eight small letters and digits that stand for a longer text."""
    return base64.b32encode(hashlib.sha256(unique.encode()).digest())[:8].decode().lower()


class SeededData:
    """The data of one scenario: the same for the same seed, whatever else is asked for meanwhile.

    `seed` belongs to the scenario: made of the run's seed and the scenario's identity. `unique` differs
    from scenario to scenario and from run to run; the `mark` made of it goes into everything by which
    things are told apart (e-mail addresses, names of conversations, playlists, tracks), so that runs may
    repeat against one living environment.
    """

    def __init__(self, seed: int, unique: str) -> None:
        self.seed = seed
        self.mark = mark_of(unique)
        """Eight small letters and digits, in everything that this scenario makes."""
        digest = hashlib.sha256(unique.encode()).digest()
        self._house = "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[8:12]).capitalize()
        self._people: dict[str, Person] = {}
        self._families: set[str] = set()
        self._counts: dict[str, int] = {}

    @cached_property
    def faker(self) -> "Faker":
        """Faker, for anything that has no builder here. Its own sequence: using it changes nothing else."""
        return _faker(random.Random(f"{self.seed} faker"))

    def person(self, persona: Persona) -> Person:
        """Return who a persona is in this scenario: the same person every time.

        E-mail addresses and family names are unique everywhere: what people see of each other is the name.
        The password has 8 or more characters of every kind, and is masked in everything that is written down.
        """
        if persona.name not in self._people:
            chance = random.Random(f"{self.seed} person {persona.name}")
            faker = _faker(chance)
            family = faker.last_name()
            while family in self._families:
                family = faker.last_name()
            self._families.add(family)
            self._people[persona.name] = Person(
                persona,
                f"{family}-{self._house}",
                f"{_plain(persona.name)}.{_plain(family)}.{self.mark}@people.test",
                f"secret-{chance.randrange(10**6):06}-{chance.choice(_ADJECTIVES)}-{chance.choice(_NOUNS)}",
            )
        return self._people[persona.name]

    def title(self, kind: str) -> str:
        """Return a new title for a thing of this kind: "Slow Harbour"."""
        # 30 adjectives beside 29 nouns, both shuffled: all 870 pairs come before one comes again.
        number = self._counts.get(kind, 0)
        self._counts[kind] = number + 1
        chance = random.Random(f"{self.seed} {kind}")
        adjective = chance.sample(_ADJECTIVES, len(_ADJECTIVES))[number % len(_ADJECTIVES)]
        noun = chance.sample(_NOUNS, len(_NOUNS))[number % len(_NOUNS)]
        return f"{adjective} {noun}"

    def chance(self, kind: str) -> random.Random:
        """Return a source of chance for the next thing of a kind, independent of all other kinds."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return random.Random(f"{self.seed} {kind} {self._counts[kind]}")


def load_names() -> None:
    """Load what names are made of, which takes a while the first time."""
    _faker(random.Random(0))


def _faker(chance: random.Random) -> "Faker":
    """Return a Faker that draws from this source: 90 ms for the first of a process, 1 ms for any other."""
    from faker import Faker

    faker = Faker("it_IT")
    faker.seed_instance(chance.getrandbits(64))
    return faker


def _plain(name: str) -> str:
    """Return a name as an address may have it: small letters without accents, dots between words."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(c if c.isalnum() else " " for c in letters).split())
