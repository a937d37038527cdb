"""Phoenix as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from support.scenario.people import Persona
from support.scenario.world import World, world
from support.systems.accounts import Peopled
from support.systems.answers import refused
from support.systems.belongings import Belongings
from support.systems.contract import Operation
from support.systems.guessing import Guessing
from support.systems.lists import Filling
from support.systems.phoenix import words  # noqa: F401 - of its sentences
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.belongings import UwesThings
from support.systems.phoenix.certainty import Certainty
from support.systems.phoenix.contract import CONTRACT, GATEWAY
from support.systems.phoenix.counts import Counts
from support.systems.phoenix.crowd import Crowd
from support.systems.phoenix.deployments import Deployments
from support.systems.phoenix.experiments import EXPERIMENTS, Experiments
from support.systems.phoenix.followers import Followers
from support.systems.phoenix.judgement import Judgements
from support.systems.phoenix.kinds import Kinds
from support.systems.phoenix.outcomes import Outcomes
from support.systems.phoenix.recovery import Recovery
from support.systems.phoenix.series import Collected
from support.systems.phoenix.sessions import Sessions
from support.systems.phoenix.states import States
from support.systems.phoenix.tenants import Tenants
from support.systems.phoenix.wishes import Wishes

if TYPE_CHECKING:
    from support.systems.phoenix.pages.dashboard import Dashboard


class Phoenix(Peopled):
    """One scenario's view of Phoenix."""

    contract = CONTRACT
    accounts: Accounts

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self, GATEWAY)
        self.experiments = Experiments(self, self.accounts)
        self._browsers: dict[str, Dashboard] = {}

    @cached_property
    def crowd(self) -> Crowd:
        return Crowd(self, self.accounts)

    @cached_property
    def collected(self) -> Collected:
        return Collected(self, self.accounts, self.experiments)

    @cached_property
    def deployments(self) -> Deployments:
        return Deployments(self, self.accounts, self.experiments, self.collected)

    @cached_property
    def judgements(self) -> Judgements:
        return Judgements(self.experiments, self.collected)

    @cached_property
    def counts(self) -> Counts:
        return Counts(self, self.experiments)

    @cached_property
    def certainty(self) -> Certainty:
        return Certainty(self.accounts, self.experiments, self.collected, self.judgements)

    @cached_property
    def kinds(self) -> Kinds:
        return Kinds(self.experiments, self.collected, self.deployments)

    @cached_property
    def outcomes(self) -> Outcomes:
        return Outcomes(self, self.accounts, self.experiments, self.judgements)

    @cached_property
    def recovery(self) -> Recovery:
        looking = self.collected, self.judgements, self.followers, self.kinds
        return Recovery(self, self.accounts, self.experiments, *looking)

    @cached_property
    def followers(self) -> Followers:
        return Followers(self, self.accounts, self.experiments)

    @cached_property
    def guessing(self) -> Guessing:
        return Guessing(self)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self, self.accounts)

    @cached_property
    def states(self) -> States:
        return States(self.accounts, self.experiments, self.collected)

    @cached_property
    def tenants(self) -> Tenants:
        return Tenants(self, self.accounts, self.experiments)

    @cached_property
    def wishes(self) -> Wishes:
        return Wishes(self, self.accounts, self.experiments)

    @cached_property
    def belongings(self) -> Belongings:
        return self._things.all_of_them()

    @cached_property
    def _things(self) -> UwesThings:
        return UwesThings(self, self.accounts, self.experiments)

    def leave_traces(self) -> None:
        self._things.leave_traces()

    def fillings(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        if operation.name == f"GET {EXPERIMENTS}":
            return [self._things.filling(who)]
        return super().fillings(operation, who)

    def made(self, operation: Operation, thing: Mapping[str, Any], remove: Callable[[], object]) -> None:
        """Only admins remove an experiment."""
        if operation.makes == "experiment_id":
            root, path = self.accounts.root(self.contract.person), f"{EXPERIMENTS}/{thing['id']}"
            remove = partial(root.delete, path)
        super().made(operation, thing, remove)

    def did(self, service: str, frame: Mapping[str, Any]) -> bool | None:
        return {"error": False, "subscribed": True, "unsubscribed": True, "pong": True}.get(frame["type"])

    def browser(self, who: Persona) -> Dashboard:
        """Somebody's browser; opened when it is first needed."""
        from support.systems.phoenix.pages.dashboard import Dashboard

        if who.name not in self._browsers:
            visit = self.world.visit(who.name)
            self._browsers[who.name] = Dashboard(self, self.accounts, self.experiments, who, visit)
        return self._browsers[who.name]

    def phone(self, who: Persona) -> Dashboard:
        """Somebody's browser, on a phone."""
        from support.systems.phoenix.pages.dashboard import Dashboard

        visit = self.world.visit(who.name, "phone")
        self._browsers[f"{who.name}'s phone"] = Dashboard(self, self.accounts, self.experiments, who, visit)
        return self.looking()

    def check_shown(self, name: str, state: str, within: float) -> None:
        """The list in the first browser and the page in the second come to show this state."""
        listing, page = self._browsers.values()
        listing.check_listed(name, state, within)
        page.check_state(state, within)

    def check_asked_to_sign_in(self) -> None:
        """Every browser comes to ask for that."""
        assert len(self._browsers) > 1, "nobody has two browsers open"
        for browser in self._browsers.values():
            browser.check_asked_to_sign_in()

    def looking(self) -> Dashboard:
        """The browser that was opened last."""
        return list(self._browsers.values())[-1]

    def check_all_forbidden(self) -> None:
        """Everything that the scenario judges was refused."""
        assert self.replies, "nothing was asked for yet"
        for reply in self.replies:
            refused(reply, 403)

    def views(self) -> Mapping[str, str]:
        experiments = [f"/experiments/{one.id}" for one in self.experiments.all()]
        return {"the experiments": "/", "an experiment": experiments[0], "signing in": "/sign-in"}


SYSTEM = Phoenix


def phoenix(context: Any) -> Phoenix:
    """Phoenix, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Phoenix), f"a sentence of Phoenix stands in a feature of {found.contract.name}"
    return found
