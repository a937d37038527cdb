"""The auditor's pages, by labels, roles and names: the search, a record, the integrity check."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, contains_string, equal_to

from support.observing.waiting import eventually
from support.systems.answers import refused

if TYPE_CHECKING:
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
LONG_AGO = "2020-01-01T00:00"
"""As somebody fills in a moment."""
PAGE = 25
"""Records on a page."""


class Auditing:
    """Audit in somebody's browser."""

    def __init__(
        self, system: System, accounts: Accounts, ontology: Ontology, records: Records, integrity: Integrity
    ) -> None:
        self._system, self._accounts, self._ontology = system, accounts, ontology
        self._records, self._integrity = records, integrity
        self._visits: dict[str, Visit] = {}
        self._visit: Visit | None = None

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
        self._visit = self._system.world.visit(who.name, "phone" if viewport == "phone" else "desktop")
        person, page = self._accounts.of(who).person, self._page.page
        page.goto(self._system.platform.url("audit-service") + "/")
        self._see(page.get_by_role("heading", name="Sign in"), "the form to sign in")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password").fill(person.password)
        page.get_by_role("button", name="Sign in").click()
        self._see(page.get_by_role("button", name="Sign out"), "the button to sign out", SIGNED_IN_WITHIN)
        assert_that(page.get_by_role("banner").inner_text(), contains_string(person.display_name), "who is greeted")

    def search(self, other: Persona, action: str) -> None:
        """Search by text, which is somebody's name in capitals, and by action."""
        page = self._page.page
        self._see(page.get_by_role("heading", name="Records", level=1), "the records")
        page.get_by_label("Text").fill(self._accounts.of(other).person.display_name.upper())
        page.get_by_label("Action").select_option(action)
        page.get_by_role("button", name="Search").click()

    def check_found(self, name: str) -> None:
        """One record is found, that of the last change of a document; who, what, to what and where stand in its row."""
        page = self._page.page
        self._see(page.get_by_text("1 record", exact=True).first, "that there is one record")
        record = self._last(name)
        row = page.get_by_role("row").nth(1).inner_text()
        for told in (record["actor_username"], record["action"], record["resource_name"], record["branch"]):
            assert_that(row, contains_string(told), "the row of the record")

    def _last(self, name: str) -> Record:
        return self._records.of(name)[-1]

    def check_record(self, name: str) -> None:
        """Opened, it says all that is recorded, and what the document said before and after; all of it is text."""
        page, record = self._page.page, self._last(name)
        page.get_by_role("row").nth(1).get_by_role("link").click()
        self._see(page.get_by_role("heading", name=f"{record['action']} of {name}"), "the record")
        assert page.url.endswith(f"/records/{record['event_id']}"), f"the record is at {page.url}"
        changes = record["changes"]
        for told in (
            f"{record['actor_username']}, {record['actor_role']}",
            record["ip_address"],
            record["user_agent"],
            record["request_id"],
            record["correlation_id"],
            record["branch"],
            f"{datetime.fromisoformat(record['event_time']):%H:%M:%S}",
            f"as number {record['position']}",
            f"version {changes['version_before']} → version {changes['version_after']}",
        ):
            assert_that(self._text(), contains_string(told), "the page of the record")
        for field in changes["fields_changed"]:
            row = page.get_by_role("row").filter(has=page.get_by_text(field, exact=True)).first
            cells = [cell.inner_text() for cell in row.get_by_role("cell").all()]
            said = [changes[side].get(field, "–") for side in ("old_values", "new_values")]
            assert_that(cells[1:], equal_to(said), f'what "{field}" said before and after')
        assert page.locator("main b").count() == 0, "what a document says has become markup"

    def check_narrowed(self, who: Persona) -> None:
        """Narrowed down in each way, the page shows what a search finds, page by page, and how many there are."""
        refused(self._accounts.as_(who, "audit-service").get("/api/v1/audit/poison"), 403)
        name = self._accounts.of(who).person.display_name
        self._narrow(name, "done")
        self._check_shown({"text": name, "success": True})
        self._narrow(name, "refused")
        self._check_shown({"text": name, "success": False})
        branch = self._ontology.branch
        self._narrow(branch, "any", until=LONG_AGO)
        eventually(self._shown, equal_to([]), within=SHOWN_WITHIN, what="the records up to long ago")
        self._narrow(branch, "any", since=LONG_AGO)
        self._check_shown({"text": branch})

    def _narrow(self, text: str, outcome: str, since: str = "", until: str = "") -> None:
        page = self._page.page
        for label, given in (("Text", text), ("From", since), ("Until", until)):
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
        if len(found) > PAGE:
            page.get_by_role("button", name="Newer").click()
            before = [f"/records/{one['event_id']}" for one in found[offset - PAGE : offset]]
            eventually(self._shown, equal_to(before), within=SHOWN_WITHIN, what="the records on the page before")

    def _shown(self) -> list[str]:
        """Where the rows lead, all of one moment."""
        links = self._page.page.get_by_role("row").get_by_role("link")
        return list(links.evaluate_all("links => links.map((one) => one.getAttribute('href'))"))

    def check_integrity(self, *, whole: bool) -> None:
        """The check on the page says whether all is as it was recorded, and names what is not."""
        page = self._page.page
        self._open_integrity()
        self._see(page.get_by_role("button", name="Check all records"), "the button to check").click()
        verdict = "Everything is as it was recorded" if whole else "not as recorded"
        self._see(page.get_by_role("main").get_by_text(verdict), f'"{verdict}"', SIGNED_IN_WITHIN)
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

    def check_nothing_for(self, who: Persona, name: str) -> None:
        """Whoever may not read records is told so, and is shown none."""
        banner = self._page.page.get_by_role("banner").inner_text()
        assert_that(banner, contains_string(self._accounts.of(who).person.display_name), "who is greeted")
        self._see(self._page.page.get_by_text("Your role does not allow"), "that the role does not allow it")
        assert self._ontology.id_of(name) not in self._page.page.content(), f"the page holds something of {name}"
        assert self._page.page.get_by_role("row").count() == 0, "records are shown"
