"""The one service of a platform that owns its people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from platforms.common.accounts import MIGRATIONS, sessions
from platforms.common.accounts.passwords import Passwords
from platforms.common.accounts.people import Accounts, RecordDeed, record_nothing
from platforms.common.fields import Email
from platforms.common.security import Caller
from platforms.common.service import Service
from platforms.common.settings import DatabaseSettings, PeopleSettings


class AccountsSettings(DatabaseSettings, PeopleSettings):
    admin_email: Email
    admin_password: str = Field(min_length=8, max_length=128)
    """The first admin, made at start unless the e-mail is known already."""
    bcrypt_rounds: int = Field(default=10, ge=4, le=16)
    session_seconds: int = Field(default=8 * 3600, ge=60, le=24 * 3600)
    """How long a sign-in is good for."""


class AccountsService(Service):
    """Has the tables of accounts before its own, and knows whose session it is."""

    settings: AccountsSettings

    def __init__(
        self,
        name: str,
        version: str,
        settings: AccountsSettings,
        *,
        issuer: str,
        schema: str,
        migrations: Sequence[Path],
        roles: Sequence[str],
        tenants: Sequence[str] = ("",),
        record: RecordDeed = record_nothing,
        peers: dict[str, str] | None = None,
    ) -> None:
        """`roles`, `tenants` and `record` are those of `Accounts`; `migrations` are of its own tables."""
        super().__init__(
            name, version, settings, issuer=issuer, schema=schema, migrations=(MIGRATIONS, *migrations), peers=peers
        )
        self.accounts = Accounts(
            database=self.database,
            cache=self.cache,
            copies=self.session_copies,
            passwords=Passwords(settings.bcrypt_rounds),
            jwt_secret=settings.jwt_secret,
            issuer=issuer,
            session_seconds=settings.session_seconds,
            roles=roles,
            tenants=tenants,
            record=record,
        )

    async def _session_truth(self, session_id: str) -> Caller | None:
        return await sessions.recall(self.database, self.session_copies, session_id)
