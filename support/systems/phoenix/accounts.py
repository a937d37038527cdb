"""People of a scenario on Phoenix: each belongs to a tenant."""

from __future__ import annotations

from collections.abc import Mapping

from support.scenario.people import Persona
from support.systems import accounts
from support.systems.phoenix.people import TENANT, VERA, tenant_of


class Accounts(accounts.Accounts):
    """Makes accounts in the tenant of whoever it is, in whose name the first admin of that tenant acts."""

    def told_of(self, who: Persona) -> Mapping[str, str]:
        """Vera does not say where she belongs: to the first company then."""
        return {} if who is VERA else {"tenant": tenant_of(who)}

    def admin_of(self, who: Persona) -> str:
        return "admin_email" if tenant_of(who) == TENANT else "other_admin_email"
