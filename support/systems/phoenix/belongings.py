"""One of everything that Phoenix keeps for somebody: what it is called, and who may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from support.systems.answers import data
from support.systems.belongings import Belongings, Kept
from support.systems.lists import Filling
from support.systems.phoenix.experiments import EXPERIMENTS, admin_of
from support.systems.phoenix.people import ADA, UWE, VERA
from support.systems.tokens import claims_of, signature_of

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.phoenix.accounts import Accounts
    from support.systems.phoenix.experiments import Experiments
    from support.systems.system import System

_OWNER, _COLLEAGUE = frozenset({"owner"}), frozenset({"colleague"})
NAME, LATER = "Mine", "And Another"
PAST_A_PAGE = 102
"""More than a page of experiments has at most."""


class UwesThings:
    """What Uwe has on Phoenix, which his colleagues see and no other company does."""

    def __init__(self, system: System, accounts: Accounts, experiments: Experiments) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments

    def all_of_them(self) -> Belongings:
        """An experiment that waits to be started, with the load that it is to have; an account and its session."""
        self._accounts.sign_in_all([UWE, VERA, ADA])
        why = f"To see what {self._system.world.data.mark} costs"
        one = self._experiments.create(UWE, NAME, description=why)
        self._experiments.load(NAME, 100, 100)
        account, token = self._accounts.of(UWE), self._accounts.token(UWE)
        return Belongings(
            UWE,
            ids={"experiment_id": one.id, "person_id": account.id, "session_id": str(claims_of(token)["sid"])},
            texts={
                self._experiments.title(NAME): Kept("the name of an experiment", _COLLEAGUE),
                why: Kept("what an experiment is for", _COLLEAGUE),
                one.nodes[0]: Kept("the node of an experiment", _COLLEAGUE),
                account.person.email: Kept("the e-mail of Uwe", _OWNER | {"admin of it"}),
                account.person.password: Kept("the password of Uwe"),
                signature_of(token): Kept("the token of Uwe", _OWNER),
            },
            relations={
                **{"Uwe": _OWNER | _COLLEAGUE, "Vera": _COLLEAGUE},
                "Ada": _COLLEAGUE | {"admin of it"},
            },
            go_on=self._go_on,
            own_ids={"person_id": lambda who: self._accounts.of(who).id},
        )

    def _go_on(self) -> dict[str, Kept]:
        """Uwe creates another one, which an admin starts and cancels: three changes of state."""
        self._experiments.create(UWE, LATER)
        self._experiments.run(LATER)
        data(self._experiments.set_state(ADA, LATER, "cancelled"))
        return {self._experiments.title(LATER): Kept("the name of a later experiment", _COLLEAGUE)}

    def leave_traces(self) -> None:
        """The experiment runs, so that it has pipelines."""
        self._experiments.run(NAME)

    def filling(self, who: Persona) -> Filling:
        """The list of those of a name that no others have."""
        remover = self._accounts.as_(admin_of(who))
        made: list[str] = []

        def create(number: int) -> Sequence[str]:
            for _ in range(number):
                wish = self._experiments.wish(f"Listed {len(made)}", target_nodes=["node-1"])
                made.append(str(data(self._experiments.ask(who, wish), 201)["id"]))
            return made[len(made) - number :]

        return Filling(
            create,
            remove=lambda one: remover.delete(f"{EXPERIMENTS}/{one}"),
            asks={"q": self._system.world.data.mark.upper()},
            up_to=PAST_A_PAGE,
        )
