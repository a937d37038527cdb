"""Accounts: people who register, sign in and out, have a role, and may be shut out; and their sessions.

For the one service of a platform that owns its people (the others ask it whose session it is): an `AccountsService`
(`service.py`), with the tables of `migrations/` in its schema and an `Accounts` (`people.py`); `routes.py` offers all
of it. Veza's backend-api has people of its own, since they are also artists, and shares the rest.
"""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
"""The tables; they go before the service's own."""
