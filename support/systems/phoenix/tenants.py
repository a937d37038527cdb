"""Companies that share a Phoenix: what one of them can do with, or learn of, an experiment of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from hamcrest import assert_that, empty, equal_to

from support.clients.http import Reply
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.contract import MADE_UP
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.experiments import EXPERIMENTS, Experiments
from support.systems.phoenix.people import tenant_of
from support.systems.phoenix.words import STATES
from support.systems.system import System

LOAD = {"process_count": 10, "metrics_per_second": 100, "seconds": 60}
COUNTED_WITHIN = 5.0
"""Seconds until nobody creates any between three looks at how many there are."""
PROCESSORS = {"processors": [{"type": "topk", "config": {"k": 1}}]}


@dataclass(frozen=True)
class Deed:
    """Something that can be tried on an experiment, and which roles may do it with one of their own tenant."""

    words: str
    method: str
    path: str
    """After the path of the experiment."""
    roles: frozenset[str]
    body: Any = None
    status: int = 200
    """With which it is answered to whoever may, of an experiment that waits to be started."""


_ALL, _ADMIN = frozenset({"user", "viewer", "admin"}), frozenset({"admin"})
DEEDS = (
    Deed("read it", "GET", "", _ALL),
    Deed("read its states", "GET", "/transitions", _ALL),
    Deed("read its pipelines", "GET", "/pipelines", _ALL),
    Deed("read its figures", "GET", "/metrics", _ALL),
    Deed("load it", "PUT", "/load", _ADMIN, LOAD),
    Deed("change its candidate", "PUT", "/pipelines/candidate", _ADMIN, PROCESSORS, 409),
    Deed("change its baseline", "PUT", "/pipelines/baseline", _ADMIN, PROCESSORS, 409),
    Deed("start it", "PATCH", "/state", _ADMIN, {"state": "initializing"}),
    Deed("have it run", "PATCH", "/state", _ADMIN, {"state": "running"}, 400),
    Deed("end it early", "PATCH", "/state", _ADMIN, {"state": "analyzing"}, 400),
    Deed("cancel it", "PATCH", "/state", _ADMIN, {"state": "cancelled"}),
    Deed("delete it", "DELETE", "", _ADMIN, status=204),
)


@dataclass
class Trial:
    """What somebody was answered who tried a deed on an experiment, and on one that there is not."""

    who: Persona
    deed: Deed
    reply: Reply
    on_nothing: Reply


class Tenants:
    def __init__(self, system: System, accounts: Accounts, experiments: Experiments) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments
        self._trials: list[Trial] = []
        self._before: list[Any] = []

    def try_everything(self, people: Sequence[Persona], name: str) -> None:
        """Each tries every deed on it, and the same on an experiment that there is not."""
        one = self._experiments.of(name)
        self._before = self._all_of_it(name)
        for who in people:
            client = self._accounts.as_(who)
            for deed in DEEDS:
                replies = [
                    client.request(deed.method, f"{path}{deed.path}", json=deed.body)
                    for path in (one.path, f"{EXPERIMENTS}/{MADE_UP}")
                ]
                self._trials.append(Trial(who, deed, *replies))

    def check_forbidden_alike(self) -> None:
        """Everything was forbidden, word for word as with an experiment that there is not."""
        assert self._trials, "nothing was tried"
        for trial in self._trials:
            refusal, on_nothing = refused(trial.reply, 403), refused(trial.on_nothing, 403)
            assert_that(refusal, equal_to(on_nothing), f"what {trial.who.name} is told who wants to {trial.deed.words}")
            if trial.who.role in trial.deed.roles:
                message = refusal.message.lower()
                assert "forbidden" in message, f"{trial.who.name} wants to {trial.deed.words}, and is told: {message}"

    def check_unchanged(self, name: str) -> None:
        assert_that(self._all_of_it(name), equal_to(self._before), f'all of "{name}"')

    def _all_of_it(self, name: str) -> list[Any]:
        one = self._experiments.of(name)
        client = self._accounts.as_(one.owner)
        seen = [data(client.get(f"{one.path}{part}")) for part in ("", "/transitions", "/pipelines")]
        database = self._system.database
        if database is not None:
            seen.append(
                database.rows("SELECT * FROM phoenix.loads WHERE experiment_id = %s::uuid", [one.id]),
            )
        return seen

    def check_infers_nothing(self, who: Persona, name: str) -> None:
        """No list, count or search of theirs has it, in any order or state; nor any person of its tenant."""
        one, client = self._experiments.of(name), self._accounts.as_(who)
        title = one.asked["name"]
        for question in ("", f"?q={title}", f"?q={self._system.world.data.mark}", "?state=pending&state=running"):
            for sort in ("name", "-name", "created_at", "-created_at"):
                separator = "&" if question else "?"
                page = data(client.get(f"{EXPERIMENTS}{question}{separator}sort={sort}&per_page=100"))
                found = [each["id"] for each in page["experiments"]]
                assert one.id not in found, f"{who.name} finds it by {question or 'asking for all'}"
                if "q=" in question:
                    assert_that(page["total_count"], equal_to(len(found)), f"experiments of which {who.name} is told")
        self._check_counted(who)
        person = self._accounts.of(one.owner)
        mark = self._system.world.data.mark
        for word in (mark, self._system.world.person(one.owner).family_name, person.id):
            found = [each["id"] for each in data(client.get(f"/api/v1/people?q={word}"))]
            assert person.id not in found, f"{who.name} finds {one.owner.name} by {word}"

    def _check_counted(self, who: Persona) -> None:
        """Whoever asks for all is told how many their own company has; others may create some at the same time."""
        database, client = self._system.database, self._accounts.as_(who)
        if database is None:
            return

        def unlike(states: Sequence[str]) -> list[int]:
            counts = "SELECT count(*) FROM phoenix.experiments WHERE tenant = %s AND state = ANY(%s)"
            asked = "".join(f"&state={state}" for state in states)
            known = [tenant_of(who), list(states or STATES)]
            before = database.value(counts, known)
            page = data(client.get(f"{EXPERIMENTS}?per_page=1{asked}"))
            after = database.value(counts, known)
            numbers = (page["total_count"], page["total_pages"])
            return [int(told - before if told < before else max(0, told - after)) for told in numbers]

        for states in ((), ("pending",), ("pending", "cancelled", "failed")):
            eventually(
                partial(unlike, states),
                equal_to([0, 0]),
                within=COUNTED_WITHIN,
                what=f"by how many {who.name} is told a wrong number, of experiments and of pages with one each",
            )

    def check_name_is_free(self, who: Persona, name: str) -> None:
        """Whoever gives another company's name to an experiment of their own is not told that there is one."""
        wish = self._experiments.wish(f"{name} of {who.name}") | {"name": self._experiments.of(name).asked["name"]}
        self._experiments.note(who, f"{name} of {who.name}", wish, self._experiments.ask(who, wish))

    def check_finds_all(self, people: Sequence[Persona], names: Sequence[str]) -> None:
        """Each finds exactly these of the scenario, and reads each."""
        expected = sorted(self._experiments.of(name).id for name in names)
        for who in people:
            client = self._accounts.as_(who)
            page = data(client.get(f"{EXPERIMENTS}?q={self._system.world.data.mark}&per_page=100"))
            found = sorted(each["id"] for each in page["experiments"])
            assert_that(found, equal_to(expected), f"experiments that {who.name} finds")
            assert_that(page["total_count"], equal_to(len(expected)), f"experiments of which {who.name} is told")
            self._check_chosen(who, page["experiments"])
            self._check_searched(who)
            for name in names:
                assert_that(
                    self._experiments.read(name, who)["id"], equal_to(self._experiments.of(name).id), "which it is"
                )

    def _check_chosen(self, who: Persona, found: Sequence[Mapping[str, Any]]) -> None:
        """Of what somebody finds, they are shown what is in the states, and in the order, that they ask for."""
        for states in (["pending"], ["cancelled"], ["pending", "cancelled"], ["running", "failed"]):
            for sort in ("name", "created_at", "-name", "-created_at"):
                asked = "".join(f"&state={state}" for state in states)
                path = f"{EXPERIMENTS}?q={self._system.world.data.mark}&sort={sort}{asked}"
                page = data(self._accounts.as_(who).get(path))
                chosen = [one for one in found if one["state"] in states]
                chosen.sort(key=itemgetter(sort.lstrip("-")), reverse=sort.startswith("-"))
                seen = [one["id"] for one in page["experiments"]]
                what = f"what {who.name} is shown of {' and '.join(states)} by {sort}"
                assert_that(seen, equal_to([one["id"] for one in chosen]), what)
                assert_that(page["total_count"], equal_to(len(chosen)), f"the number of {what}")
                if len(states) > 1 and sort == "-created_at":
                    self._check_one_by_one(who, path, seen)

    def _check_one_by_one(self, who: Persona, path: str, ids: Sequence[str]) -> None:
        """The same in pages of one, each of which says which of how many it is; beyond the last there is nothing."""
        for number in range(1, len(ids) + 2):
            page = data(self._accounts.as_(who).get(f"{path}&per_page=1&page={number}"))
            seen = ([one["id"] for one in page["experiments"]], page["current_page"], page["total_pages"])
            expected = (list(ids[number - 1 : number]), number, len(ids))
            assert_that(seen, equal_to(expected), f"page {number} of one each that {who.name} is shown of {path}")

    def _check_searched(self, who: Persona) -> None:
        """What somebody looks for is a text, whatever its capitals, and no pattern that stands for other texts."""
        mark = self._system.world.data.mark
        for text in (f"{mark[:-1]}_", f"{mark[0]}%{mark[-1]}", f"%{mark}", f"{mark}.*", f"{mark} {mark}"):
            page = data(self._accounts.as_(who).get(f"{EXPERIMENTS}?{urlencode({'q': text})}"))
            found = [each["name"] for each in page["experiments"] if mark in each["name"]]
            assert_that((found, page["total_count"]), equal_to(([], 0)), f"what {who.name} finds who looks for {text}")

    def check_roles(self, people: Sequence[Persona], owner: Persona) -> None:
        """Each does with an experiment of their own company what their role allows, and nothing of what it does not."""
        for who in people:
            for number, deed in enumerate(DEEDS):
                name = f"{who.name} {number}"
                self._experiments.create(owner, name)
                self._check_role(who, deed, name)

    def _check_role(self, who: Persona, deed: Deed, name: str) -> None:
        one, before = self._experiments.of(name), self._all_of_it(name)
        reply = self._accounts.as_(who).request(deed.method, f"{one.path}{deed.path}", json=deed.body)
        if who.role in deed.roles:
            assert_that(reply.status, equal_to(deed.status), f"what {who.name} is answered who wants to {deed.words}")
        else:
            assert_that(refused(reply, 403).code, equal_to("AUTH_INSUFFICIENT_PERMISSIONS"), f"why not {deed.words}")
            assert_that(self._all_of_it(name), equal_to(before), f"all of it, once {who.name} tried to {deed.words}")

    def check_creates(self, who: Persona, *, may: bool) -> None:
        """Whether somebody of this role may create an experiment; nothing is there if not."""
        wish = self._experiments.wish(f"By {who.name}")
        reply = self._experiments.ask(who, wish)
        if may:
            self._experiments.note(who, f"By {who.name}", wish, reply)
            return
        refused(reply, 403)
        found = data(self._accounts.as_(who).get(f"{EXPERIMENTS}?q={wish['name']}"))["experiments"]
        assert_that(found, empty(), f"what {who.name} created without the right to")

    def check_no_power_over(self, admin: Persona, who: Persona) -> None:
        """An admin of another company can neither give somebody a role nor close their account."""
        client, identity = self._accounts.as_(admin), self._accounts.of(who).id
        for path, method, body in (
            (f"{identity}/role", "PUT", {"role": "viewer"}),
            (f"{identity}/deactivate", "POST", None),
        ):
            told, nothing = (
                refused(client.request(method, f"/api/v1/admin/people/{each}", json=body), 403, 404)
                for each in (path, path.replace(identity, MADE_UP))
            )
            assert_that(told, equal_to(nothing), f"what {admin.name} is told of {who.name}")
        me = data(self._accounts.as_(who).get("/api/v1/people/me"))
        assert_that(me["role"], equal_to(who.role), f"the role of {who.name}")

    def check_none_over_oneself(self, admin: Persona) -> None:
        """An admin can neither give up their role nor close their account: a company always has one."""
        client, identity = self._accounts.as_(admin), self._accounts.of(admin).id
        before = data(client.get("/api/v1/people/me"))
        for path, method, body in (("role", "PUT", {"role": "user"}), ("deactivate", "POST", None)):
            refused(client.request(method, f"/api/v1/admin/people/{identity}/{path}", json=body), 409)
        after = data(client.get("/api/v1/people/me"))
        assert_that(after, equal_to(before), f"what {admin.name} is, who tried to be no admin any more")
