"""What admins do to accounts, what becomes of it on every service, and what the audit log tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hamcrest import assert_that, equal_to, has_length, is_in, not_

from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.veza.contract import ENTRIES
from support.systems.veza.times import moment

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.clients.websocket import SocketClient
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.roles import Roles

LOG = "/api/v1/admin/audit-log"
ANOTHER_ADMIN = Persona("Olga", "admin")
PRETENDED = {"X-Client-Address": "8.8.8.8", "X-Forwarded-For": "8.8.8.8", "Forwarded": "for=8.8.8.8"}
"""With what somebody says that they are elsewhere, who is not to be believed."""
AGREE = timedelta(seconds=2)
"""By how much the clocks of Veza and of this machine may differ."""
SETTLE = 0.4
"""Seconds in which something that must not happen is watched for."""
REFUSED_WITHIN = 5.0
"""Seconds after all is well until a change that was made meanwhile counts everywhere."""


@dataclass
class Act:
    """Something that an admin did to an account, as the audit log has to tell it."""

    admin: Persona
    who: Persona
    action: str
    details: dict[str, str] = field(default_factory=dict)
    asked: datetime = field(default_factory=lambda: datetime.now(UTC))
    answered: datetime = field(default_factory=lambda: datetime.now(UTC))


class Administration:
    """Admins and their log."""

    def __init__(self, system: System, accounts: Accounts, conversations: Conversations, roles: Roles) -> None:
        self._system, self._accounts, self._talk, self._roles = system, accounts, conversations, roles
        self._acts: list[Act] = []
        """What was done in the scenario, oldest first."""
        self._held: dict[str, str] = {}
        """The role that somebody was given last, by name."""
        self._replies: list[Reply] = []
        self._given: list[tuple[Persona, str]] = []
        """Who gave somebody which role while another admin gave them another."""

    # What admins do

    def give(self, admin: Persona, who: Persona, role: str, *, again: bool = False, pretending: bool = False) -> None:
        """Give somebody a role; `again` when they have it already, which is no change."""
        before = self._held.get(who.name, who.role)
        assert (before == role) is again, f"{who.name} is {before} already"
        backend, path = self._accounts.as_(admin, "backend-api"), self._account(who, "role")
        act = Act(admin, who, "role_changed", {"from": before, "to": role})
        data(backend.put(path, json={"role": role}, headers=PRETENDED if pretending else None))
        self._held[who.name] = role
        self._note(act, again)

    def deactivate(self, admin: Persona, who: Persona, *, again: bool = False, pretending: bool = False) -> None:
        """Close somebody's account; `again` when it is closed already, which is no change."""
        backend = self._accounts.as_(admin, "backend-api")
        path = self._account(who, "deactivate")
        act = Act(admin, who, "account_deactivated")
        told = data(backend.post(path, headers=PRETENDED if pretending else None))
        assert_that(told["active"], equal_to(False), f"whether the account of {who.name} is active")
        self._note(act, again)

    def deactivate_at_once(self, admins: Sequence[Persona], who: Persona) -> None:
        self._accounts.sign_in_all(admins)
        path = self._account(who, "deactivate")
        clients = [self._accounts.as_(admin, "backend-api") for admin in admins]
        act = Act(admins[0], who, "account_deactivated")
        for reply in at_the_same_time([partial(client.post, path) for client in clients]):
            data(reply)
        self._note(act, again=False)

    def give_at_once(self, admins: Sequence[Persona], who: Persona) -> None:
        """Two admins give somebody a role each, at the same moment; and so again with other roles."""
        self._accounts.sign_in_all(admins)
        clients = [self._accounts.as_(admin, "backend-api") for admin in admins]
        path = self._account(who, "role")
        for roles in (("artist", "moderator"), ("listener", "admin"), ("moderator", "artist")):
            asked = [partial(client.put, path, {"role": role}) for client, role in zip(clients, roles, strict=True)]
            for reply in at_the_same_time(asked):
                data(reply)
            self._given += zip(admins, roles, strict=True)

    def check_one_after_the_other(self, who: Persona) -> None:
        """The log tells of each change once, with who made it; each began with what the one before had made."""
        entries = self._entries(who)[::-1]
        told = sorted((self._name(entry["actor_id"]), entry["details"]["to"]) for entry in entries)
        wanted = sorted((admin.name, role) for admin, role in self._given)
        assert_that(told, equal_to(wanted), f"who made {who.name} what, as the audit log tells")
        before = [entry["details"]["from"] for entry in entries]
        assert_that(before, equal_to([who.role, *(entry["details"]["to"] for entry in entries[:-1])]), "what they were")
        last = entries[-1]["details"]["to"]
        assert_that(self._found(who)["role"], equal_to(last), f"what {who.name} is in the end")

    def _note(self, act: Act, again: bool) -> None:
        act.answered = datetime.now(UTC)
        if not again:
            self._acts.append(act)

    def try_all(self, people: Sequence[Persona], who: Persona) -> None:
        """Have each of them, who are no admins, try all that admins do, and read of it."""
        self._accounts.sign_in_all(people)
        for one in people:
            backend = self._accounts.as_(one, "backend-api")
            self._replies.append(backend.put(self._account(who, "role"), json={"role": "admin"}))
            self._replies.append(backend.post(self._account(who, "deactivate")))
            own, theirs = self._accounts.of(one).id, self._accounts.of(who).id
            for asked in ("", f"?target_id={theirs}", f"?target_id={own}", f"?actor_id={own}"):
                self._replies.append(backend.get(f"{LOG}{asked}"))

    def try_on_themselves(self, admin: Persona) -> None:
        backend = self._accounts.as_(admin, "backend-api")
        self._replies.append(backend.put(self._account(admin, "role"), json={"role": "listener"}))
        self._replies.append(backend.post(self._account(admin, "deactivate")))

    def try_to_change_the_log(self, people: Sequence[Persona]) -> None:
        """Have each of them try to add to it, to change and to remove an entry; none of that is offered at all."""
        self._accounts.sign_in_all(people)
        entry = self._entries(self._acts[-1].who)[0]
        for one, path in product(people, (LOG, f"{LOG}/{entry['id']}")):
            backend = self._accounts.as_(one, "backend-api")
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                changed = {**entry, "details": {"from": "nobody", "to": "nobody"}}
                reply = backend.request(method, path, json=None if method == "DELETE" else changed)
                assert_that(reply.status, is_in([403, 404, 405]), f"the answer to {method} on the audit log")

    def check_not_allowed(self) -> None:
        assert self._replies, "nobody tried anything"
        for reply in self._replies:
            assert_that(refused(reply, 403).code, equal_to("AUTH_INSUFFICIENT_PERMISSIONS"), "the reason")

    def check_for_another_admin(self, admin: Persona) -> None:
        assert self._replies, f"{admin.name} tried nothing"
        for reply in self._replies:
            assert_that(refused(reply, 409).code, equal_to("ADMIN_OWN_ACCOUNT"), "the reason")

    # What becomes of it

    def check_taken_for(self, who: Persona, role: str) -> None:
        """On each of their devices web and backend-api say so, all let them in, and they may do what that role may."""
        for name, device in self._accounts.devices(who).items():
            told = {
                "web": data(device.on("web").get(ENTRIES["web"]))["user"]["role"],
                "backend-api": data(device.on("backend-api").get(ENTRIES["backend-api"]))["role"],
                "those who look for people": self._found(who)["role"],
            }
            assert_that(told, equal_to(dict.fromkeys(told, role)), f"what {who.name} is taken for on the {name}")
            moderates = self._roles.can_remove_a_message(who, name)
            wanted = equal_to(role in ("moderator", "admin"))
            assert_that(moderates, wanted, f"whether {who.name} moderates on the {name}")
            self._accounts.check_let_in(device)

    def _found(self, who: Persona) -> dict[str, Any]:
        account = self._accounts.of(who)
        query = f"/api/v1/people?q={quote(account.person.display_name)}"
        found = data(self._accounts.as_(who, "backend-api").get(query))
        return next(dict(one) for one in found if one["id"] == account.id)

    def check_still_open(self, who: Persona) -> None:
        """No live connection that they had has ended, and each is answered."""
        devices = self._accounts.devices(who).items()
        connections = {
            f"{service} ({name})": one for name, device in devices for service, one in device.connections.items()
        }
        never(
            lambda: [service for service, one in connections.items() if one.closed is not None],
            not_(equal_to([])),
            during=SETTLE,
            what=f"which connections of {who.name} have ended",
        )
        for service, one in connections.items():
            before = len(one.frames)
            one.send({"type": "Ping", "command_id": "still-open"})
            eventually(
                partial(_has_more, one, before),
                equal_to(True),
                within=2,
                what=f"whether {service} answers {who.name} still",
            )

    def check_refused_in_talk(self, who: Persona, devices: Sequence[str]) -> None:
        """Every connection of theirs is gone, no device is let in, and nothing more is told to them."""
        for device in devices:
            line = self._talk.line(who, device)
            eventually(
                partial(getattr, line, "ended"), equal_to(True), within=2, what=f"whether {line.name} is cut off"
            )
            self._accounts.check_refused(self._accounts.device(who, device).token)

    def check_refused_at_last(self, who: Persona, limit: float) -> None:
        """When all is well, every service comes to refuse them, and closes their connections."""
        self._system.world.faults.mend()
        device = self._accounts.device(who)
        self._accounts.check_connections_closed([device], limit)
        eventually(
            lambda: {name: device.clients[name].get(path).status for name, path in ENTRIES.items()},
            equal_to(dict.fromkeys(ENTRIES, 401)),
            within=REFUSED_WITHIN,
            what=f"the status with which each service answers {who.name}",
        )
        self._accounts.check_refused(device.token)

    def check_gone(self, who: Persona) -> None:
        """They cannot sign in, and are not among the people whom others find, who find themselves."""
        assert_that(self._accounts.attempt_as(who).reply.status, equal_to(401), f"the answer to {who.name} signing in")
        admin = self._acts[-1].admin
        found = [self._name(identity) for identity in self._found_by(admin, (admin, who))]
        assert_that(found, equal_to([admin.name]), f"whom {admin.name} finds of {admin.name} and {who.name}")

    def _found_by(self, reader: Persona, people: Sequence[Persona]) -> list[str]:
        """The ids of those of these people whom somebody finds by their names."""
        wanted = {self._accounts.of(one).id: self._accounts.of(one).person.display_name for one in people}
        backend = self._accounts.as_(reader, "backend-api")
        found = [data(backend.get(f"/api/v1/people?q={quote(name)}")) for name in wanted.values()]
        return [str(one["id"]) for listed in found for one in listed if one["id"] in wanted]

    # What the log tells

    def check_logged(self) -> None:
        """Of each person: all that was done to them, newest first, once, and nothing else."""
        assert self._acts, "nothing was done"
        for who in {act.who for act in self._acts}:
            acts = [act for act in reversed(self._acts) if act.who == who]
            entries = self._entries(who)
            told = [(entry["action"], entry["details"], self._name(entry["actor_id"])) for entry in entries]
            wanted = [(act.action, act.details, act.admin.name) for act in acts]
            assert_that(told, equal_to(wanted), f"what the audit log tells of {who.name}")
            for entry, act in zip(entries, acts, strict=True):
                self._check_when_and_where(entry, act)
            self._check_sorted_out(who, acts[0].admin, entries)

    def _check_sorted_out(self, who: Persona, admin: Persona, entries: list[dict[str, Any]]) -> None:
        """Whoever asks for what one did, or for one kind of deed, is told just that; it is among all that was done."""
        root, target = self._accounts.root(), self._accounts.of(who).id
        asked = [("actor_id", self._accounts.of(one).id) for one in (admin, who)]
        asked += [("action", action) for action in ("role_changed", "account_deactivated")]
        for field_, value in asked:
            told = data(root.get(f"{LOG}?target_id={target}&{field_}={value}"))
            wanted = [entry for entry in entries if entry[field_] == value]
            what = f"what the audit log tells of {who.name} to whoever asks for the {field_} {self._name(value)}"
            assert_that(told, equal_to(wanted), what)
        told = [entry for entry in data(root.get(f"{LOG}?limit=200")) if entry["target_id"] == target]
        assert_that(told, equal_to(entries), f"what the audit log tells of {who.name}, among all that was done")

    def check_logged_once_of(self) -> None:
        """Something that two did at the same moment was done by one of them."""
        (act,) = self._acts
        entries = self._entries(act.who)
        assert_that(entries, has_length(1), f"what the audit log tells of {act.who.name}")
        (entry,) = entries
        assert_that(entry["action"], equal_to(act.action), "what was done")
        assert_that(self._name(entry["actor_id"]), is_in([act.admin.name, ANOTHER_ADMIN.name]), "who did it")
        self._check_when_and_where(entry, act)

    def check_nothing_logged(self, who: Persona) -> None:
        assert_that(self._entries(who), equal_to([]), f"what the audit log tells of {who.name}")

    def _check_when_and_where(self, entry: dict[str, Any], act: Act) -> None:
        at = moment(entry["at"])
        in_time = act.asked - AGREE <= at <= act.answered + AGREE
        assert in_time, f"the log says {at}, and it was done between {act.asked} and {act.answered}"
        address = ip_address(entry["address"])
        pretended = ip_address(PRETENDED["X-Client-Address"])
        said = f"the log says that {act.admin.name} was at {address}"
        assert not address.is_unspecified and address != pretended, said
        if self._system.is_next_door:
            assert address.is_loopback, f"{said}, and she was here"

    def _entries(self, who: Persona) -> list[dict[str, Any]]:
        """What the log tells of somebody, newest first; asked by Veza's own administrator."""
        path = f"{LOG}?target_id={self._accounts.of(who).id}"
        return list(data(self._accounts.root().get(path)))

    def _account(self, who: Persona, what: str) -> str:
        return f"/api/v1/admin/people/{self._accounts.of(who).id}/{what}"

    def _name(self, identity: str) -> str:
        return self._accounts.name_of(identity)


def _has_more(connection: SocketClient, before: int) -> bool:
    return len(connection.frames) > before
