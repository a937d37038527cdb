"""One of everything that Events keeps for an organiser: what it is called, and who may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.systems.answers import data
from support.systems.belongings import Belongings, Kept
from support.systems.events.facts import Facts, Speaker
from support.systems.events.people import INES, VERA
from support.systems.tokens import claims_of, signature_of

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.events.catalogue import Catalogue
    from support.systems.events.scraping import Scraping
    from support.systems.system import System

_KEEPER = frozenset({"keeper"})
SCRAPED, HELD = "An Evening of Robots", "A Night of Robots"
ALIKE = (Speaker("Dwayne"), Speaker("Duane"))
"""Two who may be one."""


class InesThings:
    """The catalogue that Ines keeps, and all that is in it and known of it."""

    def __init__(self, system: System, accounts: Accounts, catalogue: Catalogue, scraping: Scraping) -> None:
        self._system, self._accounts = system, accounts
        self._catalogue, self._scraping = catalogue, scraping

    def all_of_them(self) -> Belongings:
        """An event of a page and one told by hand, a review, where Ines goes, a page that is refused, an account."""
        self._accounts.sign_in_all([INES, VERA])
        self._scraping.announce(SCRAPED)
        self._scraping.announce("A Page That Is Refused", status=404)
        self._scraping.ask_all()
        scraped = self._catalogue.get(self._scraping.await_end(SCRAPED)["event_id"])
        refused = self._scraping.await_end("A Page That Is Refused", "failed")
        told = [self._catalogue.add(Facts(f"{HELD} {number}", speakers=(ALIKE[number],))) for number in range(2)]
        ines = self._catalogue.kept_by()
        reply = ines.put(f"/api/v1/events/{told[0]['id']}/attendance")
        assert reply.status == 204, f"Ines may not go there: {reply.text[:200]}"
        (review,) = data(ines.get(f"{self._catalogue.path}/reviews"))
        topics = data(self._catalogue.open().get(f"{self._catalogue.path}/topics"))
        account, token = self._accounts.of(INES), self._accounts.token(INES)
        return Belongings(
            INES,
            ids={
                "catalogue": self._catalogue.name,
                "catalogue_id": self._catalogue.identity,
                "event_id": scraped["id"],
                "speaker_id": scraped["speakers"][0]["id"],
                "company_id": scraped["companies"][0]["id"],
                "topic_id": topics[0]["id"],
                "review_id": review["id"],
                "scrape_id": refused["id"],
                "scraped_id": self._scraping.pages[SCRAPED].scrape["id"],
                "person_id": account.id,
                "session_id": str(claims_of(token)["sid"]),
            },
            texts={
                review["id"]: Kept("the id of a review", _KEEPER | {"admin"}),
                refused["url"]: Kept("the address of a page that Ines has had scraped", _KEEPER | {"admin"}),
                account.person.email: Kept("the e-mail of Ines", _KEEPER | {"admin"}),
                account.person.password: Kept("the password of Ines"),
                signature_of(token): Kept("the token of Ines", _KEEPER),
            },
            relations={"Ines": _KEEPER},
            go_on=dict,
            own_ids={"person_id": lambda who: self._accounts.of(who).id},
        )
