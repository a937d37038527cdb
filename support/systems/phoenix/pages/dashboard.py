"""The dashboard in somebody's browser: the list of experiments, and the page of each; by labels, roles and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, contains_string, equal_to, has_item

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.contract import COOKIE, GATEWAY
from support.systems.phoenix.experiments import Experiments
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.browser import Visit

SHOWN_WITHIN = 5.0
"""Seconds until the page shows something, where the scenario measures no time."""
CRITERIA = {
    "min_cardinality_reduction": "Cardinality reduction, at least",
    "max_latency_increase": "Latency increase, at most",
    "critical_process_coverage": "Critical processes covered, at least",
}


class Dashboard:
    def __init__(
        self, system: System, accounts: Accounts, experiments: Experiments, who: Persona, visit: Visit
    ) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments
        self.who, self._visit, self._page = who, visit, visit.page

    def open(self, name: str = "") -> None:
        """Open the page of an experiment, or the list of all, as somebody who is signed in."""
        url = self._system.platform.url(GATEWAY)
        token = self._accounts.token(self.who)
        cookie: Any = {"name": COOKIE, "value": token, "url": url, "httpOnly": True, "secure": True}
        self._visit.context.add_cookies([cookie | {"sameSite": "Strict"}])
        self._page.goto(f"{url}/experiments/{self._experiments.of(name).id}" if name else f"{url}/")
        title = self._experiments.of(name).asked["name"] if name else "Experiments"
        self._page.get_by_role("heading", name=title, exact=True).wait_for()

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
