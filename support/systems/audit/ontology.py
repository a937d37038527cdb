"""The ontology as developers work on it: a branch of their own, its object types and schemas, each version of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import cycle
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.clients.http import HttpClient, Reply
from support.clients.unreachable import Unreachable
from support.observing.histories import History
from support.scenario.people import Persona
from support.systems.answers import data, refused

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.system import System

KINDS = {"object type": "object-types", "schema": "schemas"}
SAID = ("display_name", "description", "properties", "metadata")
LEFT_OUT: dict[str, Any] = {"description": "", "properties": [], "metadata": {}}
"""What a document says where whoever made or changed it left that out, whatever it said before."""
CONFIRMED = 201
DESCRIPTIONS = ("", "Where trams sleep.\n\t– »Żółć« & 日本 🚋\n", "x" * 1990 + " – the end")
PROPERTIES: tuple[list[dict[str, Any]], ...] = (
    [{"name": "name", "type": "text", "required": True}, {"name": "since", "type": "date", "required": False}],
    [{"name": f"of-{number}", "type": "number", "required": bool(number % 2)} for number in range(100)],
    [],
)
METADATA: tuple[dict[str, Any], ...] = (
    {"owner": "Żółć", "since": [2027, None, {"deep": [True, 0.5, "", []]}], "gone": None},
    {"owner": "Żółć", "since": [2027, None, {"deep": [False, 0.5, "", []]}], "zero": 0, "Owner": "another"},
)
"""What documents say one version after another, besides what they are called: nothing, something, and all they may."""
CHANGES, READS = "changes", "reads"
"""What people do to a document, and auditors to its records, in histories."""


LEEWAY = timedelta(seconds=1)
"""By how much the clocks of the platform may differ from ours."""


@dataclass(frozen=True)
class Deed:
    """What made a version of a document: who did it, when by the clock here, with what, and what they were answered."""

    who: Persona
    asked_at: datetime
    answered_at: datetime
    answer: Mapping[str, Any]
    """The document, as it was shown to whoever made this version; empty where it was deleted."""
    agent: str = "acceptance"
    """The program, as it named itself."""
    correlation_id: str = ""
    """That of the scenario, unless another was given."""


@dataclass
class Document:
    """A document as its developers know it."""

    kind: str
    name: str
    version: int = 0
    """The last one that was confirmed; 0 when there is none, or when it was deleted."""
    versions: list[dict[str, Any]] = field(default_factory=list)
    """What each version says, from the first one on; empty for one in which it was deleted."""
    deeds: list[Deed] = field(default_factory=list)
    """What made each of them."""


class Ontology:
    """The branch of a scenario, and all that happens on it."""

    def __init__(self, audit: System, accounts: Accounts) -> None:
        self._audit, self._accounts = audit, accounts
        self.documents: dict[str, Document] = {}
        self.history = History(lost=(Unreachable, TimeoutError))
        """What people did in a workload: they change a document (its id) to a version, by its words."""
        self.refused: Counter[str] = Counter()
        """How many changes were refused because they were too late, by method."""
        self.last: Reply | None = None
        """The answer to what somebody last asked for, to be judged."""
        self._asked: tuple[Persona, datetime] | None = None
        """Who asked for that, and when."""

    @cached_property
    def owner(self) -> Persona:
        """Who makes the branch, and closes it with the scenario."""
        from support.systems.audit.people import OLGA

        return OLGA

    @cached_property
    def branch(self) -> str:
        """The branch of this scenario; made when it is first spoken of."""
        return self._branch(f"b-{self._audit.world.data.mark}")

    @cached_property
    def neighbour(self) -> str:
        """Another branch of the owner's, whose name begins as that of the scenario's does."""
        return self._branch(f"{self.branch}-beside")

    def _branch(self, name: str) -> str:
        data(self._accounts.as_(self.owner).post("/api/v1/branches", json={"name": name}), 201)
        path = f"/api/v1/branches/{name}"
        self._audit.world.cleanup.add(f"close the branch {name}", lambda: self._close(path))
        return name

    def _close(self, path: str) -> None:
        """Whoever has locked it still does so no longer."""
        root = self._accounts.root(self.owner)
        locked = root.post(f"{path}/force-unlock", json={"reason": "the scenario is over"})
        assert locked.status in (200, 404, 409), locked.text
        data(root.delete(path))

    def path(self, document: Document, branch: str = "") -> str:
        """Where documents of its kind are, on the branch of the scenario or another one."""
        return f"/api/v1/branches/{branch or self.branch}/{KINDS[document.kind]}"

    def id_of(self, name: str) -> str:
        """As records call it."""
        return f"{self.branch}/{name}"

    def body(self, text: str, **more: Any) -> dict[str, Any]:
        return {"display_name": text, "properties": [{"name": "name", "type": "text"}], **more}

    def whole_body(self, version: int, text: str, **more: Any) -> dict[str, Any]:
        """All that a document can say, up to its limits; from version to version some of it is another and some not."""
        return {
            "display_name": text,
            "description": DESCRIPTIONS[version // 2 % len(DESCRIPTIONS)],
            "properties": PROPERTIES[version // 3 % len(PROPERTIES)],
            "metadata": METADATA[version % len(METADATA)],
            **more,
        }

    # One at a time, each to be judged

    def create(
        self, who: Persona, kind: str, name: str, text: str = "", lock: str | None = None, **more: Any
    ) -> Document:
        """Make a document; it is confirmed."""
        document = self.documents.setdefault(name, Document(kind, name))
        body = self.whole_body(document.version + 1, text or name, **more)
        return self._as_asked(document, data(self.try_create(who, document, body, lock), CONFIRMED), body)

    def change(self, who: Persona, name: str, text: str, lock: str | None = None, **more: Any) -> Document:
        """Change what it is called, and whatever else it says; it is confirmed."""
        document = self.documents[name]
        body = self.whole_body(document.version + 1, text, **more)
        return self._as_asked(document, data(self.try_change(who, document, body, lock)), body)

    def change_the_rest_away(self, who: Persona, name: str) -> Document:
        """Change a document and say nothing but what it is called: that is all that it says from then on."""
        document = self.documents[name]
        assert any(document.versions[-1][one] for one in LEFT_OUT), f"{name} says nothing that could be left out"
        body = {"display_name": f"{name} alone"}
        return self._as_asked(document, data(self.try_change(who, document, body)), body)

    def repeat(self, who: Persona, name: str) -> Document:
        """Change a document to what it says already; that is a version as any other."""
        document = self.documents[name]
        return self.confirmed(document, data(self.try_change(who, document, document.versions[-1])))

    def delete(self, who: Persona, name: str, lock: str | None = None) -> Document:
        """Delete a document; it is confirmed."""
        document = self.documents[name]
        data(self.try_delete(who, document, lock))
        document.versions.append({})
        document.deeds.append(self._deed({}))
        document.version += 1
        self._check_shown(document)
        return document

    def lives(self, who: Persona, times: int) -> Iterator[Document]:
        """Make so many documents of each kind in turn, change and delete each; after each deed, to what it was done."""
        for number, kind in zip(range(times), cycle(KINDS), strict=False):
            name = f"{kind.capitalize().replace(' ', '-')}-{number}"
            yield self.create(who, kind, name)
            yield self.change(who, name, f"{name} of the north")
            yield self.delete(who, name)

    def try_create(self, who: Persona, document: Document, body: dict[str, Any], lock: str | None = None) -> Reply:
        client = self._asking(who)
        self.last = client.post(self.path(document), json={"name": document.name, **body}, headers=_holding(lock))
        return self.last

    def try_change(self, who: Persona, document: Document, body: dict[str, Any], lock: str | None = None) -> Reply:
        path = f"{self.path(document)}/{document.name}"
        asked = {"version": document.version, **body}
        self.last = self._asking(who).put(path, json=asked, headers=_holding(lock))
        return self.last

    def try_delete(self, who: Persona, document: Document, lock: str | None = None) -> Reply:
        path, seen = f"{self.path(document)}/{document.name}", {"version": document.version}
        self.last = self._asking(who).delete(path, params=seen, headers=_holding(lock))
        return self.last

    def post_together(self, who: Persona, changes: Sequence[dict[str, Any]], lock: str | None = None) -> Reply:
        """Ask for several changes in one go."""
        path = f"/api/v1/branches/{self.branch}/changes"
        self.last = self._asking(who).post(path, json={"changes": list(changes)}, headers=_holding(lock))
        return self.last

    def wish(self, action: str, document: Document, version: int | None = None) -> dict[str, Any]:
        """One of several changes: with all that the document is to say, of the version that was seen."""
        about = {"action": action, "kind": document.kind.replace(" ", "_"), "name": document.name}
        seen = {} if action == "create" else {"version": document.version if version is None else version}
        body = self.whole_body(len(document.versions) + 1, f"{document.name} {action}d")
        return {**about, **seen, **({} if action == "delete" else body)}

    def change_together(self, who: Persona, wishes: Sequence[tuple[str, Document]], lock: str | None = None) -> None:
        """Make these changes in one go; all are confirmed, in their order, and anybody is shown what they made."""
        asked = [self.wish(*one) for one in wishes]
        told, by = data(self.post_together(who, asked, lock)), self._accounts.of(who).id
        made = [{name: value for name, value in one.items() if name != "changed_at"} for one in told]
        expected = [
            {
                "action": action, "kind": document.kind.replace(" ", "_"), "name": document.name,
                "version": len(document.versions) + 1, "changed_by": by,
            }
            for action, document in wishes
        ]  # fmt: skip
        assert_that(made, equal_to(expected), "what is told of changes that were made together")
        client = self._accounts.as_(self.owner)
        for (action, document), answer, wish in zip(wishes, told, asked, strict=True):
            self.documents[document.name] = document
            if action == "delete":
                document.versions.append({})
                document.deeds.append(self._deed({}))
                document.version += 1
                self._check_shown(document)
            else:
                shown = data(client.get(f"{self.path(document)}/{document.name}"))
                assert_that(shown["changed_at"], equal_to(answer["changed_at"]), f"when {document.name} was changed")
                self._as_asked(document, shown, {name: wish[name] for name in SAID})

    def change_with(self, who: Persona, name: str, text: str, agent: str, headers: Mapping[str, str]) -> Document:
        """Change a document by a program that names itself and its request; it is confirmed."""
        document = self.documents[name]
        asked = {"version": document.version, **self.body(text)}
        said = {"User-Agent": agent, **headers}
        reply = self._asking(who).put(f"{self.path(document)}/{name}", json=asked, headers=said)
        return self.confirmed(document, data(reply), agent=agent, correlation_id=headers["X-Correlation-Id"])

    def _asking(self, who: Persona) -> HttpClient:
        """oms as somebody reaches it who is about to change something."""
        client = self._accounts.as_(who)
        self._asked = who, datetime.now(UTC)
        return client

    def _deed(self, answer: Mapping[str, Any], **by: str) -> Deed:
        """What was just asked for, and confirmed."""
        assert self._asked is not None, "nobody has asked for anything yet"
        who, at = self._asked
        return Deed(who, at, datetime.now(UTC), answer, **by)

    def change_old(self, who: Persona, name: str) -> None:
        """Try to change and delete a document from another version than the last, and to make it again.

        All of it is refused, and counted by its method in `refused`.
        """
        document, client = self.documents[name], self._accounts.as_(who)
        path, body = f"{self.path(document)}/{name}", self.body("too late")
        for version in (document.version - 1, document.version + 1):
            for method, asked in (
                ("PUT", {"json": {"version": version, **body}}),
                ("DELETE", {"params": {"version": version}}),
            ):
                if version:
                    self._too_late(method, client.request(method, path, **asked), {"version": document.version})
        self._too_late("POST", client.post(self.path(document), json={"name": name, **body}), {})

    def try_what_is_gone(self, who: Persona, name: str) -> None:
        """Try to change and to delete a document that was deleted; it is not there."""
        document = self.documents[name]
        for version in (document.version, document.version - 1):
            gone = Document(document.kind, name, version)
            for reply in (self.try_change(who, gone, self.body("too late")), self.try_delete(who, gone)):
                refused(reply, 404)

    def _too_late(self, method: str, reply: Reply, told: dict[str, Any]) -> None:
        self.last = reply
        self.refused[method] += 1
        assert_that(refused(reply, 409).details, equal_to(told), f"what is told of the present version, after {method}")

    def _as_asked(self, document: Document, told: dict[str, Any], asked: dict[str, Any]) -> Document:
        """Confirmed, and as it was asked for: the next version, by what was said and nothing else."""
        number = len(document.versions) + 1
        assert_that(told["version"], equal_to(number), f"the version of {document.name}")
        said = {name: told[name] for name in SAID}
        expected = {**LEFT_OUT, **asked}
        expected["properties"] = [{"required": False, **one} for one in expected["properties"]]
        assert_that(said, equal_to({name: expected[name] for name in SAID}), f"what {document.name} says")
        return self.confirmed(document, told)

    def confirmed(self, document: Document, told: dict[str, Any], **by: str) -> Document:
        """Keep in mind what a change was answered: the version that it made, and what that says.

        It is what anybody is shown from then on.
        """
        document.version = told["version"]
        document.versions.append({name: told[name] for name in SAID})
        document.deeds.append(self._deed(told, **by))
        self._check_answer(document)
        self._check_shown(document)
        return document

    def _check_answer(self, document: Document) -> None:
        """It says whose change of what it is, and that it was made just now."""
        deed, told = document.deeds[-1], document.deeds[-1].answer
        by = self._accounts.of(deed.who).id
        about = {"name": document.name, "branch": self.branch, "version": len(document.versions), "changed_by": by}
        assert_that({one: told[one] for one in about}, equal_to(about), f"what a change of {document.name} is told as")
        assert_that(told.keys(), equal_to({*SAID, *about, "changed_at"}), f"what is told of {document.name}")
        at = datetime.fromisoformat(told["changed_at"])
        late = f"version {document.version} of {document.name} says that it was made at {at}"
        assert deed.asked_at - LEEWAY <= at <= deed.answered_at + LEEWAY, late

    def _check_shown(self, document: Document) -> None:
        """Whoever asks for the document is shown the version that was just made, or that there is none."""
        reply = self._accounts.as_(self.owner).get(f"{self.path(document)}/{document.name}")
        if document.deeds[-1].answer:
            assert_that(data(reply), equal_to(document.deeds[-1].answer), f"{document.name}, right after its change")
        else:
            assert_that(reply.status, equal_to(404), f"the answer to whoever asks for {document.name}, once deleted")

    def check_kept(self, name: str) -> None:
        """oms shows the document as it was confirmed, by itself and in its list, and each version as it was made."""
        document, client = self.documents[name], self._accounts.as_(self.owner)
        self._check_shown(document)
        last, path = document.deeds[-1].answer, self.path(document)
        listed = [one for one in data(client.get(path, params={"after": name[:-1]})) if one["name"] == name]
        assert_that(listed, equal_to([last] if last else []), f"{name}, as it is listed")
        kept = data(client.get(f"{path}/{name}/versions"))
        said = [{**one, "changed_at": one["changed_at"] if one["body"] else ""} for one in kept]
        expected = [
            {
                "version": number,
                "body": said_then or None,
                "changed_by": self._accounts.of(deed.who).id,
                "changed_at": deed.answer.get("changed_at", ""),
            }
            for number, (said_then, deed) in enumerate(zip(document.versions, document.deeds, strict=True), 1)
        ]
        assert_that(said, equal_to(expected), f"the versions of {name}")
        for one, deed in zip(kept, document.deeds, strict=True):
            at = datetime.fromisoformat(one["changed_at"])
            late = f"version {one['version']} of {name} is said to be of {at}"
            assert deed.asked_at - LEEWAY <= at <= deed.answered_at + LEEWAY, late

    def confirmed_last(self, document: Document) -> None:
        """The last change was of this document, and confirmed."""
        assert self.last is not None, "nobody has asked for anything yet"
        self.confirmed(document, data(self.last))

    def check_listed(self, kind: str) -> None:
        """Those of a kind are listed by name: all of them, and those behind each of them."""
        names = sorted(name for name, one in self.documents.items() if one.kind == kind)
        client, path = self._accounts.as_(self.owner), self.path(Document(kind, ""))
        for after in ("", *names, "Depot-"):
            listed = [one["name"] for one in data(client.get(path, params={"after": after}))]
            assert_that(listed, equal_to([one for one in names if one > after]), f'the {kind}s after "{after}"')
        said = {one["name"]: one for one in data(client.get(path))}
        shown = {name: data(client.get(f"{path}/{name}")) for name in names}
        assert_that(said, equal_to(shown), f"what the {kind}s say, listed and one by one")

    def check_refused(self, *statuses: int) -> Any:
        """The last that somebody asked for was refused; the refusal."""
        assert self.last is not None, "nobody has asked for anything yet"
        return refused(self.last, *statuses)


def _holding(lock: str | None) -> dict[str, str]:
    """What tells in the name of which lock something is changed."""
    return {"X-Lock-Id": lock} if lock else {}
