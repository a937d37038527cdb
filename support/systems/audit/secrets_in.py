"""Secrets and personal details that developers put into the ontology, and that nobody may read in the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.audit.ontology import Ontology
    from support.systems.system import System


WORDS = (
    *("email", "phone", "ssn", "credit_card", "bank_account", "passport", "driver_license", "personal_address"),
    *("date_of_birth", "password", "secret", "token", "api_key", "access_key", "private_key", "credential"),
)
"""The words of the contract."""
SPELLINGS: Sequence[Callable[[list[str]], str]] = (
    "_".join,
    lambda parts: "-".join(parts).upper(),
    lambda parts: "".join(part.capitalize() for part in parts),
    lambda parts: " ".join(["her", *parts]),
    lambda parts: "old" + "".join(part.capitalize() for part in parts),
    lambda parts: "_".join(["DB", *parts]).upper(),
    "".join,
)
DEEPEST = 10
"""Levels that metadata may have."""
PLAIN: dict[str, Any] = {"description": "", "properties": []}


class SecretsIn:
    """What is secret in the documents of a scenario."""

    def __init__(self, audit: System, ontology: Ontology) -> None:
        self._ontology = ontology
        self._mark = audit.world.data.mark
        self.values: dict[str, str] = {}
        """Each value that is secret, and what it is."""

    def make(self, who: Persona, name: str) -> None:
        self._ontology.create(who, "object type", name, metadata=self._metadata("first"), **PLAIN)

    def change(self, who: Persona, name: str) -> None:
        """Nothing else changes: that something was is to be told, though what is told of it is the same as before."""
        self._ontology.change(who, name, name, metadata=self._metadata("second"), **PLAIN)

    def _metadata(self, which: str) -> dict[str, Any]:
        """In several spellings, in lists and deep inside; and, beside them, what only sounds like it."""
        return {
            "password": self._secret(which, "a password"),
            "owner": {"email": self._secret(which, "an e-mail"), "name": "Olga"},
            "sources": [{"connection": {"apiKey": self._secret(which, "a key in another spelling"), "tables": 3}}],
            "Client-Secret": {"value": self._secret(which, "a secret within a secret")},
            "contactPhone": self._secret(which, "a number at the end of a longer key"),
            "all": self._all(which),
            "numbers": {"pin_token": [self._number(which), {"of": self._number(which)}], "ssn": self._number(which)},
            "far down": self._far_down(which),
            "tokens_per_second": ["no secret", {"emails_sent": 3, "passwordless": True}],
        }

    def _all(self, which: str) -> dict[str, Any]:
        """Every word of the contract, in every spelling."""
        keys = dict.fromkeys(spell(word.split("_")) for word in WORDS for spell in SPELLINGS)
        return {key: self._secret(which, f"what stands under {key}") for key in keys}

    def _far_down(self, which: str) -> Any:
        """As deep as anything may be, in lists and in other things by turns."""
        found: Any = {"apiKey": self._secret(which, "a key as deep down as may be")}
        for level in range(DEEPEST - 2):
            found = [found] if level % 2 else {"beside": level, "within": found}
        return found

    def _number(self, which: str) -> int:
        number = 10**12 + int(self._mark, 36) % 10**9 * 1000 + len(self.values)
        self.values[str(number)] = f"a number that is secret, the {which}"
        return number

    def _secret(self, which: str, what: str) -> str:
        value = f"{self._mark}-{which}-{len(self.values):03}"
        self.values[value] = what
        return value
