"""Secrets and personal details that developers put into the ontology, and that nobody may read in the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.audit.ontology import Ontology
    from support.systems.system import System


WORDS = (
    *("EMAIL", "phone", "ssn", "credit_card", "bankAccount", "passport", "driver-license", "personal address"),
    *("DateOfBirth", "password", "secret", "access_token", "api_key", "accessKey", "private_key", "DB_CREDENTIAL"),
)
"""Every word of the contract, in one spelling or another."""


class SecretsIn:
    """What is secret in the documents of a scenario."""

    def __init__(self, audit: System, ontology: Ontology) -> None:
        self._ontology = ontology
        self._mark = audit.world.data.mark
        self.values: dict[str, str] = {}
        """Each value that is secret, and what it is."""

    def make(self, who: Persona, name: str) -> None:
        self._ontology.create(who, "object type", name, metadata=self._metadata("first"))

    def change(self, who: Persona, name: str) -> None:
        """Nothing else changes: that something was is to be told, though what is told of it is the same as before."""
        self._ontology.change(who, name, name, metadata=self._metadata("second"))

    def _metadata(self, which: str) -> dict[str, Any]:
        """In several spellings, in lists and deep inside; and, beside them, what only sounds like it."""
        return {
            "password": self._secret(which, "a password"),
            "owner": {"email": self._secret(which, "an e-mail"), "name": "Olga"},
            "sources": [{"connection": {"apiKey": self._secret(which, "a key in another spelling"), "tables": 3}}],
            "Client-Secret": {"value": self._secret(which, "a secret within a secret")},
            "contactPhone": self._secret(which, "a number at the end of a longer key"),
            "all": {key: self._secret(which, f"what stands under {key}") for key in WORDS},
            "tokens_per_second": ["no secret", {"emails_sent": 3, "passwordless": True}],
        }

    def _secret(self, which: str, what: str) -> str:
        value = f"{self._mark}-{which}-{len(self.values)}"
        self.values[value] = what
        return value
