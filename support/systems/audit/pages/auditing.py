"""The auditor's pages, by labels, roles and names: the search, a record, the integrity check."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any

from hamcrest import all_of, assert_that, contains_string, ends_with, equal_to, has_length, starts_with

from support.observing.waiting import eventually
from support.systems.answers import refused
from support.systems.audit.records import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hamcrest.core.matcher import Matcher

    from support.clients.browser import Element, Visit
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.integrity import Integrity
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

SHOWN_WITHIN = 5.0
"""Seconds until a page shows something."""
SIGNED_IN_WITHIN = 10.0
QUERY = "/api/v1/audit/query"
WHERE: dict[str, tuple[str, tzinfo]] = {
    "desktop": ("Asia/Kolkata", timezone(timedelta(hours=5, minutes=30))),
    "phone": ("America/Phoenix", timezone(-timedelta(hours=7))),
}
"""Where somebody sits who looks at a page that wide, and how the clocks go there, all year."""
PAGE = 25
"""Records on a page."""
VERSIONS = 6
"""Of a document that says another thing each time, up to its limits: what it is called, described, made of."""
KINDS_OF_RECORDS = 15
"""Of things that were done or refused, which are recorded of a day's work at least."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GO_TO = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"
"""As the buttons of a browser for back and forth do."""
SAYS = """main => {
  const texts = (what) => [...main.querySelectorAll(what)].map((one) => one.textContent);
  return {
    headings: texts("h1, h2"),
    regions: [...main.querySelectorAll("[role=region]")].map((one) => one.getAttribute("aria-label")),
    heads: texts("thead th"),
    rows: [...main.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
  };
}"""
"""What the page of a record says, besides what stands under names."""
CELLS = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"


class Auditing:
    """Audit in somebody's browser."""

    def __init__(
        self, system: System, accounts: Accounts, ontology: Ontology, records: Records, integrity: Integrity
    ) -> None:
        self._system, self._accounts, self._ontology = system, accounts, ontology
        self._records, self._integrity = records, integrity
        self._visits: dict[str, Visit] = {}
        self._visit: Visit | None = None
        self._clocks: tzinfo = UTC
        """As the clocks go where somebody sits who looks at the page."""

    @property
    def _page(self) -> Visit:
        assert self._visit is not None, "nobody has opened a browser yet"
        return self._visit

    def _see(self, element: Element, what: str, within: float = SHOWN_WITHIN) -> Element:
        eventually(element.is_visible, equal_to(True), within=within, what=f"whether {what} is shown")
        return element

    def _text(self) -> str:
        return str(self._page.page.get_by_role("main").inner_text())

    def sign_in(self, who: Persona, viewport: str) -> None:
        """Open the page, fill in the form, and be greeted by name."""
        zone, self._clocks = WHERE[viewport]
        self._visit = self._system.world.visit(who.name, "phone" if viewport == "phone" else "desktop", zone)
        person, page = self._accounts.of(who).person, self._page.page
        self._page.go(self._system.platform.url("audit-service") + "/")
        self._see(page.get_by_role("heading", name="Sign in"), "the form to sign in")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password").fill(person.password)
        page.get_by_role("button", name="Sign in").click()
        self._see(page.get_by_role("button", name="Sign out"), "the button to sign out", SIGNED_IN_WITHIN)
        assert_that(page.get_by_role("banner").inner_text(), contains_string(person.display_name), "who is greeted")
        self._check_cookie()

    def _check_cookie(self) -> None:
        """No script can read what keeps the browser signed in, and it goes to no page but ours, over TLS."""
        name = self._system.contract.cookies["audit-service"]
        (cookie,) = (one for one in self._page.page.context.cookies() if one["name"] == name)
        kept = {"httpOnly": cookie.get("httpOnly"), "secure": cookie.get("secure"), "sameSite": cookie.get("sameSite")}
        assert_that(kept, equal_to({"httpOnly": True, "secure": True, "sameSite": "Strict"}), "how the cookie is kept")

    def search(self, other: Persona, action: str) -> None:
        """Search by text, which is somebody's name in capitals, and by action."""
        page = self._page.page
        self._see(page.get_by_role("heading", name="Records", level=1), "the records")
        page.get_by_label("Text").fill(self._accounts.of(other).person.display_name.upper())
        choice = page.get_by_label("Action")
        offered = set(choice.get_by_role("option").all_inner_texts())
        assert_that(offered, equal_to({"any", *ACTIONS}), "the actions that can be searched for")
        choice.select_option(action)
        page.get_by_role("button", name="Search").click()

    def check_found(self, name: str) -> None:
        """One record is found, that of the last change of a document; who, what, to what and where stand in its row."""
        page = self._page.page
        self._see(page.get_by_text("1 record", exact=True).first, "that there is one record")
        record = self._last(name)
        row = page.get_by_role("row").nth(1).inner_text()
        for told in (record["actor_username"], record["action"], record["resource_name"], record["branch"]):
            assert_that(row, contains_string(told), "the row of the record")
        self._check_rows([record])

    def _last(self, name: str) -> Record:
        return self._records.of(name)[-1]

    def check_record(self, name: str) -> None:
        """Opened, it says all that is recorded, and what the document said before and after; all of it is text."""
        page, record = self._page.page, self._last(name)
        page.get_by_role("row").nth(1).get_by_role("link").click()
        self._see(page.get_by_role("heading", name=f"{record['action']} of {name}"), "the record")
        assert page.url.endswith(f"/records/{record['event_id']}"), f"the record is at {page.url}"
        self._check_page(record)
        assert page.locator("main b").count() == 0, "what a document says has become markup"

    def check_opened(self, name: str) -> None:
        """A record of each thing that was done, and each of the first versions of a document, opened one by one."""
        found = self._records.search(branches=[], correlation_id=self._system.world.correlation_id)["records"]
        each = {(one["action"], one["success"]): one for one in found}
        assert len(each) >= KINDS_OF_RECORDS, f"only {len(each)} kinds of things are recorded: {sorted(each)}"
        for one in (*each.values(), *self._records.of(name)[:VERSIONS]):
            self._page.page.evaluate(GO_TO, f"/records/{one['event_id']}")
            self._check_page(one)

    def _check_page(self, record: Record) -> None:
        """It says all that is recorded, each thing in its place, what was said before and after, and nothing else."""
        page, number = self._page.page, f"as number {record['position']}"
        ends = (number, f"{number}, archived")
        recorded = page.get_by_role("definition").last
        what = f"whether the record of {record['action']} is shown"
        eventually(
            lambda: recorded.count() > 0 and (recorded.text_content() or "").endswith(ends),
            equal_to(True),
            within=SHOWN_WITHIN,
            what=what,
        )
        self._check_terms(record)
        said = page.get_by_role("main").evaluate(SAYS)
        changes = record["changes"] or {"fields_changed": []}
        heading = f"{record['action']} of {record['resource_name'] or record['resource_type']}"
        expected: dict[str, Any] = {"headings": [heading], "regions": [], "heads": [], "rows": []}
        if changes["fields_changed"]:
            title = _title(changes["version_before"], changes["version_after"])
            expected = {
                "headings": [heading, title], "regions": [title], "heads": ["Field", "Before", "After"],
                "rows": [_said_of(changes, field) for field in changes["fields_changed"]],
            }  # fmt: skip
        assert_that(said, equal_to(expected), f"what the page of {heading} says was said before and after")

    def check_narrowed(self, who: Persona) -> None:
        """Narrowed down in each way, the page shows what a search finds, page by page, and how many there are."""
        refused(self._accounts.as_(who, "audit-service").get("/api/v1/audit/poison"), 403)
        name = self._accounts.of(who).person.display_name
        self._narrow(name, "done")
        self._check_shown({"text": name, "success": True})
        self._narrow(name, "refused")
        self._check_shown({"text": name, "success": False})
        self._check_refusal()
        branch = self._ontology.branch
        times = [datetime.fromisoformat(one["event_time"]) for one in self._records.search()["records"]]
        first, after = times[0], times[-1] + timedelta(minutes=1)
        self._narrow(branch, "any", until=first)
        eventually(self._shown, equal_to([]), within=SHOWN_WITHIN, what="the records up to the minute of the first")
        self._narrow(branch, "any", since=first, until=after)
        self._check_shown({"text": branch})
        self._narrow(branch, "any", since=after)
        eventually(self._shown, equal_to([]), within=SHOWN_WITHIN, what="the records after the minute of the last")

    def _check_refusal(self) -> None:
        """The first of what is shown, which was refused, opened says so, and why; then back to the list."""
        page = self._page.page
        record = self._records.one(self._shown()[0].rpartition("/")[2])
        page.get_by_role("row").nth(1).get_by_role("link").click()
        self._see(page.get_by_role("heading", name=f"{record['action']} of {record['resource_name']}"), "the record")
        self._check_terms(record)
        page.get_by_role("link", name="All records").click()
        self._see(page.get_by_role("heading", name="Records", level=1), "the records")

    def _check_terms(self, record: Record) -> None:
        """The page says all of a record, each thing under its name; moments as the clocks go where it is looked at."""
        page = self._page.page
        names, said = (page.get_by_role(one).all_text_contents() for one in ("term", "definition"))
        told = dict(zip(names, said, strict=True))
        when, recorded = told.get("When", ""), told.get("Recorded", "")
        number = f", as number {record['position']}{', archived' if record['archived'] else ''}"
        expected = {
            "Who": _listed(record["actor_username"] or "somebody unknown", record["actor_role"]),
            "Did": record["action"], "To": f"{record['resource_name'] or '–'} ({record['resource_type']})",
            "On branch": record["branch"] or "–", "When": when,
            "From where": _listed(record["ip_address"], record["user_agent"]) or "–",
            "Outcome": "done" if record["success"] else f"refused: {record['error_code'] or 'not said'}",
            "Request": record["request_id"], "Correlation": record["correlation_id"], "Recorded": recorded,
        }  # fmt: skip
        assert_that(told, equal_to(expected), f"what the page says of {record['action']}")
        assert_that(when, self._is_of(record["event_time"]), "when it was done, as the page says")
        assert recorded.endswith(number), f"the page says that it was recorded {recorded}, and not {number[2:]}"
        moment = recorded.removesuffix(number)
        assert_that(moment, self._is_of(record["recorded_at"]), "when it was recorded, as the page says")

    def _is_of(self, moment: str) -> Matcher[str]:
        """Whether a text says this moment by the clocks where somebody sits: the day, the month, the year, the time."""
        at = datetime.fromisoformat(moment).astimezone(self._clocks)
        return all_of(starts_with(f"{at.day} {MONTHS[at.month - 1]}"), ends_with(f" {at:%Y, %H:%M:%S}"))

    def _check_rows(self, records: Sequence[Record]) -> None:
        """The rows say of each of these when it was done, who did what to what, and what that changed."""
        rows = self._page.page.get_by_role("row").evaluate_all(CELLS)[1:]
        expected = [_row(one) for one in records]
        assert_that([cells[1:] for cells in rows], equal_to(expected), "what the rows say of who did what")
        for cells, record in zip(rows, records, strict=True):
            assert_that(cells[0], self._is_of(record["event_time"]), f"when {record['action']} was done, in its row")

    def _narrow(self, text: str, outcome: str, since: datetime | None = None, until: datetime | None = None) -> None:
        """As somebody fills it in by their own clock, which shows minutes."""
        page = self._page.page
        moments = [f"{one.astimezone(self._clocks):%Y-%m-%dT%H:%M}" if one else "" for one in (since, until)]
        for label, given in zip(("Text", "From", "Until"), (text, *moments), strict=True):
            page.get_by_label(label).fill(given)
        page.get_by_label("Outcome").select_option(outcome)
        page.get_by_role("button", name="Search").click()

    def _check_shown(self, query: dict[str, Any]) -> None:
        """Every page of what a query finds, the newest first, with what it says of how many there are."""
        page, main = self._page.page, self._page.page.get_by_role("main")
        found = self._records.search(branches=[], descending=True, **query)["records"]
        assert found, f"nothing is found by {query}"
        for offset in range(0, len(found), PAGE):
            if offset:
                page.get_by_role("button", name="Older").click()
            expected = [f"/records/{one['event_id']}" for one in found[offset : offset + PAGE]]
            eventually(
                self._shown, equal_to(expected), within=SHOWN_WITHIN, what=f"the records after {offset} of {query}"
            )
            told = f"{offset + 1} to {offset + len(expected)}"
            assert_that(main.inner_text(), contains_string(told), "which records it says that it shows")
            number = "1 record" if len(found) == 1 else f"{len(found):,} records"
            assert main.get_by_text(number, exact=True).count(), f"it does not say that there are {number}"
            more = page.get_by_role("button", name="Older").is_enabled()
            assert_that(more, equal_to(offset + PAGE < len(found)), f"whether there are older ones after {told}")
            newer = page.get_by_role("button", name="Newer").is_enabled()
            assert_that(newer, equal_to(offset > 0), f"whether there are newer ones before {told}")
            self._check_rows(found[offset : offset + PAGE])
        if len(found) > PAGE:
            last = self._shown()
            for step, expected in (("Newer", found[offset - PAGE : offset]), ("Older", found[offset:])):
                page.get_by_role("button", name=step).click()
                there = [f"/records/{one['event_id']}" for one in expected]
                eventually(self._shown, equal_to(there), within=SHOWN_WITHIN, what=f"the records on the page {step}")
            assert_that(self._shown(), equal_to(last), "the last page, from which somebody looks for something else")

    def _shown(self) -> list[str]:
        """Where the rows lead, all of one moment."""
        links = self._page.page.get_by_role("row").get_by_role("link")
        return list(links.evaluate_all("links => links.map((one) => one.getAttribute('href'))"))

    def check_integrity(self, *, whole: bool) -> None:
        """The check on the page says whether all is as it was recorded, and names what is not."""
        page = self._page.page
        self._open_integrity()
        number = self._integrity.check(whole=whole)["checked"]
        self._see(page.get_by_role("button", name="Check all records"), "the button to check").click()
        verdict = "Everything is as it was recorded" if whole else "One thing is not as recorded"
        verdict = f"{verdict}. {number:,} records were looked at"
        self._see(page.get_by_role("main").get_by_text(verdict), f'"{verdict}"', SIGNED_IN_WITHIN)
        items = page.get_by_role("main").get_by_role("listitem").all_inner_texts()
        assert_that(items, has_length(0 if whole else len(self._integrity.touched)), "what the page lists as amiss")
        if not whole:
            for record in self._integrity.touched:
                named = page.get_by_role("main").get_by_role("link", name=f"Record {record['position']} ")
                assert named.get_attribute("href") == f"/records/{record['event_id']}", "where the finding leads"

    def _open_integrity(self) -> None:
        """Go on to the check while the records are still on their way: they do not take its place when they come."""
        page = self._page.page
        with page.expect_response(f"**{QUERY}") as came, self._page.held_back(f"**{QUERY}") as held:
            page.get_by_role("link", name="Records").click()
            page.get_by_role("link", name="Integrity").click()
            self._see(page.get_by_role("heading", name="Integrity", level=1), "the page of the check")
            assert held, "the page of the records asked for none"
        came.value.finished()
        page.evaluate("() => new Promise(requestAnimationFrame)")  # by then the page has done with them what it does
        headings = page.get_by_role("main").get_by_role("heading", level=1).all_inner_texts()
        assert_that(headings, equal_to(["Integrity"]), "the page that is shown when the records have come late")

    def check_signed_out(self, who: Persona) -> None:
        """After signing out no page shows anything but the form, and the session is over at every service."""
        page, service = self._page.page, self._system.platform.url("audit-service")
        name = self._system.contract.cookies["audit-service"]
        token = next(one["value"] for one in page.context.cookies() if one["name"] == name)
        page.get_by_role("button", name="Sign out").click()
        self._see(page.get_by_role("heading", name="Sign in"), "the form to sign in")
        for address in self._system.views().values():
            page.goto(service + address)
            self._see(page.get_by_role("heading", name="Sign in"), f"the form to sign in at {address}")
        for one, path in self._system.contract.entries.items():
            refused(self._system.service(one, token, who.name).get(path), 401)

    def check_nothing_for(self, who: Persona, name: str) -> None:
        """Whoever may not read records is told so, and is shown none."""
        banner = self._page.page.get_by_role("banner").inner_text()
        assert_that(banner, contains_string(self._accounts.of(who).person.display_name), "who is greeted")
        self._see(self._page.page.get_by_text("Your role does not allow"), "that the role does not allow it")
        assert self._ontology.id_of(name) not in self._page.page.content(), f"the page holds something of {name}"
        assert self._page.page.get_by_role("row").count() == 0, "records are shown"


def _shown(value: object) -> str:
    """As the page shows what a field said."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def _said_of(changes: Record, field: str) -> list[str]:
    """The row of a field that has changed: what it said before and after, a dash where it was not there."""
    sides = (changes["old_values"], changes["new_values"])
    return [field, *(_shown(side[field]) if field in side else "–" for side in sides)]


def _title(before: int | None, after: int | None) -> str:
    """Above what has changed: from which version to which."""
    first = "" if before is None else f"version {before} → "
    return "What changed" if after is None else f"What changed ({first}version {after})"


def _listed(*said: str) -> str:
    return ", ".join(one for one in said if one)


def _row(record: Record) -> list[str]:
    """What the row of a record says, besides when: who did what to what, on which branch, and what that changed."""
    changed = ", ".join((record["changes"] or {"fields_changed": []})["fields_changed"])
    what = changed if record["success"] else record["error_code"] or "refused"
    named = [record["resource_name"] or "–", record["branch"] or "–", what or "–"]
    return [record["actor_username"] or "somebody unknown", record["action"], *named]
