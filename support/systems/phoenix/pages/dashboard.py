"""The dashboard in somebody's browser: the list of experiments, and the page of each; by labels, roles and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, contains_string, equal_to, has_item, string_contains_in_order
from hamcrest.core.matcher import Matcher

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.contract import COOKIE, GATEWAY
from support.systems.phoenix.experiments import EXPERIMENTS, Experiments
from support.systems.phoenix.people import tenant_of
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.browser import Element, Visit

SHOWN_WITHIN = 5.0
"""Seconds until the page shows something, where the scenario measures no time."""
CRITERIA = {
    "min_cardinality_reduction": "Cardinality reduction, at least",
    "max_latency_increase": "Latency increase, at most",
    "critical_process_coverage": "Critical processes covered, at least",
}


JOURNEY = ("pending", "initializing", "running", "analyzing")
"""The steps of an experiment before its end, whichever that is."""


class Dashboard:
    def __init__(
        self, system: System, accounts: Accounts, experiments: Experiments, who: Persona, visit: Visit
    ) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments
        self.who, self._visit, self._page = who, visit, visit.page
        self._widths: list[int] = []

    def _address(self) -> str:
        return self._system.platform.url(GATEWAY)

    def open_as_nobody(self) -> None:
        self._visit.go(f"{self._address()}/")

    def check_asked_to_sign_in(self) -> None:
        self._await_one(self._page.get_by_role("heading", name="Sign in", exact=True), "asked to sign in")
        assert_that(self._page.get_by_role("article").count(), equal_to(0), "experiments shown to nobody in particular")

    def sign_in(self) -> None:
        """As somebody types e-mail and password, the password wrongly at first."""
        person = self._accounts.of(self.who).person
        self._page.get_by_label("E-mail").fill(person.email)
        for password in (f"{person.password}-not", person.password):
            self._page.get_by_label("Password").fill(password)
            self._page.get_by_role("button", name="Sign in").click()
            if password != person.password:
                told = self._page.get_by_role("alert").filter(has_text=re.compile(r"\w"))
                self._await_one(told, "why they are not let in")

    def check_signed_in(self) -> None:
        """The list, with who they are; they sign out at the end."""
        self._await_one(self._page.get_by_role("heading", name="Experiments", exact=True), "the list")
        told = f"{self._accounts.of(self.who).person.display_name}, {tenant_of(self.who)}"
        self._await_one(self._page.get_by_text(told, exact=True), f"the name and the company of {self.who.name}")
        self._page.get_by_role("button", name="Sign out").click()
        self.check_asked_to_sign_in()

    def go_to(self, name: str) -> None:
        """The address of an experiment, whatever comes of it."""
        self._visit.go(f"{self._address()}/experiments/{self._experiments.of(name).id}")

    def follow_link(self, name: str) -> None:
        """From the list to the page of an experiment."""
        self._page.get_by_role("link", name=self._experiments.of(name).asked["name"], exact=True).click()

    def check_forbidden(self, name: str) -> None:
        self._await_one(self._page.get_by_role("alert").get_by_text("forbidden"), "that it is forbidden")
        title = self._experiments.of(name).asked["name"]
        assert title not in self._page.content(), f"{self.who.name} is shown what it is called"

    def check_reason(self, reason: str) -> None:
        shown = self._page.get_by_role("status").inner_text()
        assert_that(shown, contains_string(reason), f"the reason on the page of {self.who.name}")

    def check_to_the_letter(self, name: str, text: str) -> None:
        """What was written is there as text, and has become no part of the page; here and in the list."""
        title = self._experiments.of(name).asked["name"]
        self._await_one(self._page.get_by_text(text, exact=True), "the text to the letter")
        for place in ("page", "list"):
            if place == "list":
                self.open_as_nobody()
                self._await_one(self._page.get_by_role("link", name=title, exact=True), "the name to the letter")
            made = self._page.locator("main img, main b").count()
            assert_that(made, equal_to(0), f"what the {place} has made of the text")
        self.check_no_trouble()

    def _await_one(self, found: Element, what: str) -> None:
        eventually(found.count, equal_to(1), within=SHOWN_WITHIN, what=f"how often {self.who.name} sees {what}")

    def measure(self, name: str) -> None:
        """How much wider than the screen the list is, and the page of an experiment."""
        self.open()
        self.check_listed(name, self._experiments.state(name))
        self._widths = [self._overflow()]
        self.open(name)
        self._widths.append(self._overflow())

    def check_fits(self) -> None:
        assert_that(self._widths, equal_to([0, 0]), "pixels by which list and page are wider than the screen")

    def _overflow(self) -> int:
        return int(self._page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def open(self, name: str = "") -> None:
        """Open the page of an experiment, or the list of all, as somebody who is signed in."""
        url = self._system.platform.url(GATEWAY)
        token = self._accounts.token(self.who)
        cookie: Any = {"name": COOKIE, "value": token, "url": url, "httpOnly": True, "secure": True}
        self._visit.context.add_cookies([cookie | {"sameSite": "Strict"}])
        self._visit.go(f"{url}/experiments/{self._experiments.of(name).id}" if name else f"{url}/")
        title = self._experiments.of(name).asked["name"] if name else "Experiments"
        self._page.get_by_role("heading", name=title, exact=True).wait_for()
        if name:
            duration = self._experiments.of(name).asked["config"]["duration"]
            told = self._page.get_by_role("main").inner_text()
            assert_that(told, self._says(name, duration), f"what the page of {self.who.name} says is tried")

    def _says(self, name: str, *more: str) -> Matcher[str]:
        """Both pipelines and where they are tried, in this order, as it was asked for."""
        asked = self._experiments.of(name).asked
        kinds = (asked["baseline_pipeline"], asked["candidate_pipeline"])
        return string_contains_in_order(asked["name"], *kinds, *asked["target_nodes"], *more)

    def check_state(self, state: str, within: float = SHOWN_WITHIN) -> None:
        """The page of an experiment comes to show this state, by itself."""
        eventually(
            lambda: self._page.locator('[aria-current="step"]').all_inner_texts(),
            equal_to([state]),
            within=within,
            what=f"the step at which the page of {self.who.name} is",
        )
        shown = self._page.get_by_role("status").inner_text()
        assert_that(shown, contains_string(state), f"the state on the page of {self.who.name}")
        steps = self._page.get_by_role("list", name="Progress").get_by_role("listitem").all_inner_texts()
        ends = [state] if state in ("failed", "cancelled") else ["completed"]
        assert_that(steps, equal_to([*JOURNEY, *ends]), f"the steps on the page of {self.who.name}")

    def check_result(self, name: str) -> None:
        """The page tells the result as it is: the recommendation, the figures, and how each criterion was met."""
        seen = self._experiments.read(name)
        results = seen["results"]
        figures = {
            "Recommendation": results["recommendation"],
            "Cardinality reduction": _percent(results["cardinality_reduction"]),
            "Confidence": _percent(results["confidence"] * 100),
            "Risk": results["risk"],
        }
        eventually(self._figures, equal_to(figures), within=SHOWN_WITHIN, what=f"the figures {self.who.name} sees")
        head, *rows = [row.all_inner_texts() for row in self._cells()]
        shown_rows = [dict(zip(head, row, strict=True)) for row in rows]
        expected = [
            {
                "Criterion": CRITERIA[one["name"]],
                "Limit": _percent(one["limit"]),
                "Seen": "unknown" if one["value"] is None else _percent(one["value"]),
                "Outcome": "met" if one["met"] else "missed",
            }
            for one in results["criteria"]
        ]
        assert_that(shown_rows, equal_to(expected), f"the criteria on the page of {self.who.name}")
        shown = self._page.get_by_role("status").inner_text()
        assert_that(shown, contains_string(seen["reason"]), f"the reason on the page of {self.who.name}")

    def check_figures(self, name: str, counts: dict[str, dict[str, int]]) -> None:
        """While it runs the page comes to tell how many series both pipelines have."""
        baseline, candidate = (sum(counts[variant].values()) for variant in ("baseline", "candidate"))
        fewer = _percent((baseline - candidate) / baseline * 100)
        expected = {"Baseline series": str(baseline), "Candidate series": str(candidate), "Fewer": fewer}
        eventually(self._figures, equal_to(expected), within=SHOWN_WITHIN, what=f'the figures of "{name}" on the page')

    def check_listed(self, name: str, state: str, within: float = SHOWN_WITHIN) -> None:
        """The list comes to show an experiment once, in this state."""
        title = self._experiments.of(name).asked["name"]
        eventually(
            lambda: [text.split("\n") for text in self._page.get_by_role("article").all_inner_texts() if title in text],
            has_item(has_item(equal_to(state))),
            within=within,
            what=f'"{name}" in the list of {self.who.name}',
        )

    def check_newest_first(self) -> None:
        """Of the scenario's experiments the list shows the latest first, each once, and says what is tried in it; the
        older ones have no place in it any more when others come in crowds.
        """
        names = [one.name for one in reversed(self._experiments.all())]
        titles = [self._experiments.of(name).asked["name"] for name in names]
        texts = self._page.get_by_role("article").all_inner_texts()
        ours = [text for text in texts if text.split("\n")[0] in titles]
        shown = [text.split("\n")[0] for text in ours]
        what = f"experiments in the list of {self.who.name}, the latest first"
        assert_that(shown, equal_to(titles[: max(1, len(ours))]), what)
        for name, text in zip(names, ours, strict=False):
            assert_that(text, self._says(name), f'what the list of {self.who.name} says of "{name}"')

    def check_counted(self) -> None:
        """The list tells how many experiments their company has, others of which may come and go meanwhile."""
        client = self._accounts.as_(self.who)

        def told() -> bool:
            before = data(client.get(f"{EXPERIMENTS}?per_page=1"))["total_count"]
            self.open()
            count = self._page.get_by_text(re.compile(r"^\d+ experiments?$"))
            count.wait_for()
            after = data(client.get(f"{EXPERIMENTS}?per_page=1"))["total_count"]
            shown = int(count.inner_text().partition(" ")[0])
            assert min(before, after) <= shown <= max(before, after), f"{shown} are told, and {after} are there"
            return True

        eventually(
            told, equal_to(True), within=SHOWN_WITHIN, what=f"what {self.who.name} is told of how many there are"
        )

    def check_not_listed(self, name: str) -> None:
        title = self._experiments.of(name).asked["name"]
        texts = self._page.get_by_role("article").all_inner_texts()
        assert_that([text for text in texts if title in text], equal_to([]), f'"{name}" in the list of {self.who.name}')

    def check_no_trouble(self) -> None:
        assert_that(self._visit.troubles, equal_to([]), f"what went wrong on the page of {self.who.name}")

    def _figures(self) -> dict[str, str]:
        terms, values = (self._page.get_by_role(role).all_inner_texts() for role in ("term", "definition"))
        return {re.sub(r"\s+", " ", term): value for term, value in zip(terms, values, strict=False)}

    def _cells(self) -> list[Any]:
        rows = self._page.get_by_role("table").get_by_role("row").all()
        return [row.locator("th, td") for row in rows]


def _percent(value: float) -> str:
    return f"{value:.1f} %"
