"""The same thing told twice: addresses, and speakers whose names are nearly the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to, greater_than

from support.clients.http import Reply
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.contract import MADE_UP
from support.systems.events.catalogue import API, LINES, Catalogue
from support.systems.events.facts import Facts, Speaker
from support.systems.events.pages_to_scrape import prose
from support.systems.events.scraping import DONE_WITHIN, SETTLES, Scraping
from support.systems.events.tables import speaker

AT_ONCE, CONFLICT, GONE = 8, 409, 404
MOVED = (301, 308, 303, 307)
"""With which pages say that they have moved, the last one first."""
QUERIES = ("id=1", "id=2", "ID=1", "utmost=1", "12", "13", "12=", "id=1&at=2", "at=2&id=1")
"""What follows a question mark, by which a site may tell its pages apart."""
SAYS = (
    '<link rel="canonical" href="{url}">',
    '<link rel="canonical" href="{path}?utm_source=here#top">',
    '<meta property="og:url" content="{url}">',
)
"""How a page says which one is the right one: by its whole address, by its path, and to those who link to it."""


class Duplicates:
    def __init__(self, catalogue: Catalogue, scraping: Scraping, accounts: Accounts) -> None:
        self._catalogue, self._scraping, self._accounts = catalogue, scraping, accounts
        self._answers: list[tuple[int, dict[str, Any]]] = []
        """Status and scrape of what was asked for last."""
        self._replies: Sequence[Reply] = ()
        self._decided, self._names = "", list[str]()
        self._refused = CONFLICT
        """How whoever decides it once more is refused: there is nothing to decide when two have become one."""
        self._untouched: list[dict[str, Any]] = []
        """Events at which nobody speaks who was decided on; all of them, where nothing came of it."""
        self._others: list[str] = []
        """The addresses of pages that lead to another one."""

    # Addresses

    def ask_at_once(self, name: str, times: int) -> None:
        url = self._scraping.pages[name].url
        replies = at_the_same_time([partial(self._scraping.ask_for, url)] * times)
        self._answers = [(reply.status, data(reply, 202)) for reply in replies]
        self._scraping.pages[name].scrape, self._scraping.last = self._answers[0][1], name

    def check_same_scrape(self) -> None:
        assert_that(len({scrape["id"] for _, scrape in self._answers}), equal_to(1), "how many scrapes there are")
        assert self._catalogue.rows("scrapes") in (None, 1), "there is more than one scrape in the database"

    def ask_again(self, name: str, how: str = "") -> None:
        url = self._scraping.pages[name].url
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        written = {
            "": url,
            "a fragment": f"{url}#programme",
            "a campaign": f"{url}?utm_source=mail&utm_campaign=bees",
            "its host in capitals": f"{scheme}://{host.upper()}/{path}",
        }
        reply = self._scraping.ask_for(written[how])
        self._answers = [(reply.status, data(reply, reply.status))]

    def check_one_address(self, ways: Sequence[str]) -> None:
        """Each is accepted, and scraped by the address in its one form."""
        host, path = "lu.ma", f"/{self._catalogue.name}?of=bees&at=7"
        written = {
            "as it is": f"https://{host}{path}",
            "its usual port": f"https://{host}:443{path}",
            "a fragment": f"https://{host}{path}#programme",
            "a campaign": f"https://{host}{path}&utm_source=mail&utm_campaign=bees",
            "its host in capitals": f"https://{host.upper()}{path}",
            "its usual port, and all of the rest": f"HTTPS://{host.title()}:443{path}&utm_medium=mail#top",
        }
        urls = [written[way] for way in ways]
        many = data(self._catalogue.kept_by().post(f"{self._catalogue.path}/scrapes/batch", json={"urls": urls}))
        told = {way: (one["scrape"] or one["error"]).get("url") for way, one in zip(ways, many["results"], strict=True)}
        assert_that(told, equal_to(dict.fromkeys(ways, written["as it is"])), "by which address each is scraped")

    def check_own_addresses(self, ways: Sequence[str]) -> None:
        """Each is accepted, and scraped by the address as it is written, which is none of the others."""
        page = f"https://lu.ma/{self._catalogue.name}"
        written = {
            "as it is": f"{page}?of=bees&at=7",
            "its query the other way round": f"{page}?at=7&of=bees",
            "a word alone": f"{page}?12",
            "another word alone": f"{page}?13",
            "a word that is nothing": f"{page}?12=",
            "a word twice": f"{page}?12&12",
            "a slash at the end": f"{page}/?of=bees&at=7",
            "its query in capitals": f"{page}?of=BEES&at=7",
            "its path in capitals": f"{page.replace('/c-', '/C-')}?of=bees&at=7",
            "a blank": f"{page}?of=bees+7",
            "a blank that is escaped": f"{page}?of=bees%207",
            "a letter that is escaped": f"{page}?of=%62ees&at=7",
        }
        assert len({*written.values()}) == len(written), f"two of these are the same: {written}"
        urls = [written[way] for way in ways]
        many = data(self._catalogue.kept_by().post(f"{self._catalogue.path}/scrapes/batch", json={"urls": urls}))
        told = {way: (one["scrape"] or one["error"]).get("url") for way, one in zip(ways, many["results"], strict=True)}
        wanted = dict(zip(ways, urls, strict=True))
        assert_that(told, equal_to(wanted), "by which address each is scraped that is of its own")
        scrapes = {one["scrape"]["id"] for one in many["results"]}
        assert_that(len(scrapes), equal_to(len(urls)), "how many scrapes there are of addresses of their own")

    def check_others(self, name: str) -> None:
        """Addresses that differ in what a site tells its pages apart by are other pages, however they are written."""
        page, path = self._scraping.pages[name], f"{self._catalogue.path}/scrapes"
        made = {page.url: page.scrape["event_id"]}
        urls = [f"{page.url}?{query}" for query in QUERIES]
        scrapes = {url: data(self._scraping.ask_for(url), 202)["id"] for url in urls}
        for url, scrape in scrapes.items():
            eventually(
                lambda scrape=scrape: self._end_of(f"{path}/{scrape}")[0],  # type: ignore[misc]
                equal_to("done"),
                within=DONE_WITHIN,
                what=f"how the scrape of {url} ends",
            )
            made[url] = self._end_of(f"{path}/{scrape}")[1]
            again = data(self._scraping.ask_for(f"{url}&utm_medium=mail#top"))
            assert_that((again["id"], again["known"]), equal_to((scrape, True)), "the same address with a campaign")
        assert len({*made.values()}) == len(made), f"pages of different addresses are one event: {made}"
        found = {one["url"]: one["id"] for one in self._catalogue.listed()}
        assert_that(found, equal_to(made), "the events there are, by their addresses")

    def check_known(self) -> None:
        """It is told which event there is, and nobody asks for the page again."""
        name = self._scraping.last
        status, scrape = self._answers[0]
        known = self._scraping.pages[name].scrape["event_id"]
        told = (status, scrape["known"], scrape["event_id"])
        assert_that(told, equal_to((200, True, known)), "the answer to having it scraped again")
        never(
            lambda: len(self._scraping.site.visits(self._scraping.pages[name].path)),
            greater_than(1),
            during=SETTLES,
            what="how often the page is asked for",
        )
        self._check_only(known)

    def _check_only(self, identity: str) -> None:
        assert_that([one["id"] for one in self._catalogue.listed()], equal_to([identity]), "the events there are")

    def stage_other(self, how: str) -> None:
        """Stage a page that leads to the first one."""
        first = next(iter(self._scraping.pages.values()))
        if how == "has moved to it":
            to = first.url
            for status in MOVED:
                to = self._scraping.site.stage(f"other-{status}", status=status, location=to)
                to = to if status % 2 else f"/{to.split('/', 3)[3]}"  # the next one is told without its site
            self._others = [to]
        else:
            path = f"/{first.url.split('/', 3)[3]}"
            for number, says in enumerate(SAYS):
                html = prose(first.facts).replace("<head>", f"<head>{says.format(url=first.url, path=path)}")
                self._others.append(self._scraping.site.stage(f"other-{number}", html=html))

    def ask_other(self) -> None:
        self._answers = [(202, data(self._scraping.ask_for(one), 202)) for one in self._others]

    def check_same_event(self) -> None:
        """Each of them is, and is known when it is asked for again."""
        known = self._scraping.pages[self._scraping.last].scrape["event_id"]
        for (_, scrape), url in zip(self._answers, self._others, strict=True):
            eventually(
                partial(self._end_of, f"{self._catalogue.path}/scrapes/{scrape['id']}"),
                equal_to(("done", known)),
                within=DONE_WITHIN,
                what="how the scrape of the other page ends, and its event",
            )
            again = data(self._scraping.ask_for(url))
            told = (again["id"], again["known"], again["event_id"])
            assert_that(
                told, equal_to((scrape["id"], True, known)), "the answer to having the other page scraped again"
            )
        self._check_only(known)
        self._catalogue.check_shown(known)

    def tell_by_hand(self, name: str) -> None:
        """Several programs at the same moment: one of them is first, unless it is known already."""
        body = Facts("By hand", url=self._scraping.pages[name].url).body()
        self._replies = self._by_several(f"{self._catalogue.path}/events", body)

    def check_told_before(self) -> None:
        """The event of the page is the one that was told by hand, and there is no other."""
        (told,) = (data(reply, 201)["id"] for reply in self._replies if reply.status != CONFLICT)
        for reply in self._replies:
            if reply.status == CONFLICT:
                assert_that(refused(reply, CONFLICT).details["event_id"], equal_to(told), "the event that is known")
        assert_that(
            self._scraping.pages[self._scraping.last].scrape["event_id"], equal_to(told), "the event of the page"
        )
        self._check_only(told)

    def _by_several(self, path: str, body: Mapping[str, Any]) -> list[Reply]:
        """Send it as several programs do at the same moment, who have asked for something before.

        So all of them have a connection by then, and none is held up by making one.
        """
        client = self._catalogue.kept_by()
        at_the_same_time([partial(client.get, f"{self._catalogue.path}/topics")] * AT_ONCE)
        return at_the_same_time([partial(client.post, path, json=body)] * AT_ONCE)

    def _end_of(self, path: str) -> tuple[str, str]:
        scrape = data(self._catalogue.kept_by().get(path))
        return scrape["state"], scrape["event_id"]

    def check_by_hand(self) -> None:
        """Who tells of an event whose address is known is told which it is."""
        known = self._scraping.pages[self._scraping.last].scrape["event_id"]
        for reply in self._replies:
            refusal = refused(reply, CONFLICT)
            assert_that((refusal.code, refusal.details["event_id"]), equal_to(("EVENT_EXISTS", known)), "the refusal")
        self._check_only(known)
        self._catalogue.check_shown(known)

    def check_elsewhere(self) -> None:
        """The same address is another event in another catalogue."""
        one = self._scraping.pages[self._scraping.last]
        other = self._catalogue.other
        scrape = data(self._scraping.ask_for(one.url, catalogue=other), 202)["id"]
        path = f"/api/v1/catalogues/{other}/scrapes/{scrape}"
        done = eventually(
            lambda: data(self._catalogue.kept_by().get(path))["event_id"] or "",
            greater_than(""),
            within=DONE_WITHIN,
            what="the event of the same page in another catalogue",
        )
        assert done != one.scrape["event_id"], "it is the event of the first catalogue"
        self._check_only(one.scrape["event_id"])
        for name in (self._catalogue.name, other):
            path = f"/api/v1/catalogues/{name}/processing"
            eventually(
                lambda path=path: data(self._catalogue.kept_by().get(path))["done"],  # type: ignore[misc]
                equal_to(1),
                within=SETTLES,
                what="how many pages are done in each of two catalogues",
            )

    # Speakers

    def check_alike(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Each pair, announced for two events of a catalogue of its own, is one, two, or two and a review.

        And so it is if they are announced for one event, and by whichever door.
        """
        for number, row in enumerate(rows):
            one, other = speaker(row["first"]), speaker(row["second"])
            ways: Mapping[str, Sequence[tuple[Speaker, ...]]] = {
                "events": [(one,), (other,)],
                "events/batch": [(one, other)],
                "import": [(other,), (one,)],
            }
            for door, told in ways.items():
                name = self._catalogue.make(f"{door[-1]}{number}-{self._catalogue.name}"[:60])
                self._check_alike(name, door, told, row["they are"])

    def _announce(self, door: str, bodies: Sequence[dict[str, Any]]) -> None:
        """Tell of events one after the other, all at once, or line by line."""
        client = self._catalogue.kept_by()
        if door.endswith("import"):
            lines = "\n".join(map(json.dumps, bodies)).encode()
            told = data(client.request("POST", door, content=lines, headers=LINES))["imported"]
        elif door.endswith("batch"):
            told = data(client.post(door, json={"events": bodies}))["successful"]
        else:
            told = len([data(client.post(door, json=body), 201) for body in bodies])
        assert_that(told, equal_to(len(bodies)), f"how many events were made by {door}")

    def _check_alike(self, name: str, door: str, told: Sequence[tuple[Speaker, ...]], they_are: str) -> None:
        """What those are who are announced for events of a catalogue, one event after the other."""
        path, client = f"/api/v1/catalogues/{name}", self._catalogue.kept_by()
        self._announce(f"{path}/{door}", [Facts(f"Evening {at}", speakers=some).body() for at, some in enumerate(told)])
        listed = data(client.get(f"{path}/speakers"))
        names = [one["name"] for one in listed]
        reviews = [sorted(one["name"] for one in review["speakers"]) for review in data(client.get(f"{path}/reviews"))]
        both = sorted(one.name for some in told for one in some)
        first = [told[0][0].name]
        wanted = {"one": (first, []), "to be reviewed": (both, [both]), "two": (both, [])}[they_are]
        what = f"the speakers and the reviews of {' and '.join(both)}, announced for {len(told)} events"
        assert_that((sorted(names), reviews), equal_to(wanted), what)
        if they_are == "one":
            firm = next((one.company for some in told for one in some if one.company), "")
            assert_that(
                listed[0]["company"], equal_to(firm), f"where {' and '.join(both)}, who are one, are known to work"
            )
            for query in filter(None, (*first, firm)):
                found = data(client.get(f"{path}/events/search", params={"q": query}))
                assert_that(len(found), equal_to(len(told)), f'how many of {len(told)} events are found by "{query}"')

    def tell_at_once(self, name: str, times: int) -> None:
        bodies = [Facts(f"Evening {number}", speakers=(speaker(name),)).body() for number in range(times)]
        client, path = self._catalogue.kept_by(), f"{self._catalogue.path}/events"
        for reply in at_the_same_time([partial(client.post, path, json=body) for body in bodies]):
            data(reply, 201)

    def check_one_speaker(self, name: str, times: int) -> None:
        found = data(self._catalogue.open().get(f"{self._catalogue.path}/speakers"))
        assert_that([one["name"] for one in found], equal_to([name]), "the speakers of the catalogue")
        events = self._catalogue.listed()
        speakers = [one["id"] for event in events for one in event["speakers"]]
        assert_that(speakers, equal_to([found[0]["id"]] * times), f"who speaks at the {times} events")

    def reviews(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = data(self._catalogue.kept_by().get(f"{self._catalogue.path}/reviews"))
        return found

    def review(self, names: Sequence[str] = ()) -> dict[str, Any]:
        """The one that there is; of several, the one of those names."""
        found = [one for one in self.reviews() if not names or _names_in(one) == sorted(names)]
        assert_that(len(found), equal_to(1), f"how many reviews of {' and '.join(names) or 'anybody'} there are")
        return found[0]

    def check_reviews(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Just these, the likeliest first, with how alike they are; each speaker as they are listed."""
        listed = {one["id"]: one for one in data(self._catalogue.open().get(f"{self._catalogue.path}/speakers"))}
        found = self.reviews()
        told = [(_names_in(one), f"{one['score']:.2f}") for one in found]
        wanted = [(sorted((row["one"], row["other"])), row["alike"]) for row in rows]
        assert_that(told, equal_to(wanted), "what is to be reviewed")
        for one in (each for review in found for each in review["speakers"]):
            assert_that(one, equal_to(listed.get(one["id"])), f"who {one['name']} is, of whom it is to be reviewed")
        wrong = {one["kind"]: one["count"] for one in self._catalogue.counted()["findings"]}
        counted = wrong["speakers who may be the same"]
        assert_that(counted, equal_to(len(rows)), "how many reviews are said to wait")

    def decide(self, names: Sequence[str], *, same: bool) -> None:
        self._decided, self._names = f"{self._catalogue.path}/reviews/{self.review(names)['id']}", sorted(names)
        self._refused = GONE if same else CONFLICT
        self._untouched = [one for one in self._catalogue.listed() if not same or not {*names} & _speakers_of(one)]
        answers = self._by_several(self._decided, {"same": same})
        decided = [reply for reply in answers if reply.status == 204]
        assert_that(len(decided), equal_to(1), "how often it is decided that is decided by several at the same moment")
        if same:
            self._merge(*names)
        for reply in answers:
            if reply not in decided:
                refused(reply, self._refused)

    def _merge(self, one: str, gone: str) -> None:
        """From now on, one speaks wherever the other was said to."""
        known = self._catalogue.facts
        firm = next((each.company for facts in known.values() for each in facts.speakers if each.name == one), "")
        for identity, facts in known.items():
            merged: dict[str, Speaker] = {}
            for each in sorted(facts.speakers, key=lambda each: each.name == gone):
                who = Speaker(one, firm, each.role) if each.name == gone else each
                merged.setdefault(who.name, who)
            known[identity] = replace(facts, speakers=tuple(merged.values()))

    def check_decided(self) -> None:
        """There is nothing to decide any more, whichever way; events of others are as they were."""
        for same in (True, False):
            refused(self._catalogue.kept_by().post(self._decided, json={"same": same}), self._refused)
        there = [one for one in self._catalogue.listed() if one["id"] in {event["id"] for event in self._untouched}]
        assert_that(there, equal_to(self._untouched), "the events that have nothing to do with who was decided on")
        left = [_names_in(one) for one in self.reviews()]
        assert self._names not in left, f"{' and '.join(self._names)} are to be reviewed still: {left}"

    def check_speaks(self, who: Mapping[str, Sequence[str]]) -> None:
        """Who there is, and at which events each of them speaks."""
        found: dict[str, list[str]] = {}
        for event in self._catalogue.listed():
            for one in event["speakers"]:
                found.setdefault(one["name"], []).append(event["name"])
        told = {name: sorted(names) for name, names in found.items()}
        assert_that(told, equal_to({name: sorted(names) for name, names in who.items()}), "who speaks where")
        listed = data(self._catalogue.open().get(f"{self._catalogue.path}/speakers"))
        assert_that(sorted(one["name"] for one in listed), equal_to(sorted(who)), "the speakers of the catalogue")

    def check_nobody(self, name: str) -> None:
        """Nobody of this name is listed or found."""
        for path in ("speakers", "events/search"):
            found = data(self._catalogue.open().get(f"{self._catalogue.path}/{path}", params={"q": name}))
            assert_that([one["name"] for one in found if one["name"] == name], equal_to([]), f"who is called {name}")

    def check_may_not(self, people: Sequence[Persona]) -> None:
        review = self.review()
        for who in people:
            client = self._accounts.as_(who, API)
            refused(client.get(f"{self._catalogue.path}/reviews"), 403)
            for identity in (review["id"], MADE_UP):
                refused(client.post(f"{self._catalogue.path}/reviews/{identity}", json={"same": True}), 403)
        assert_that(self.review(), equal_to(review), "what is to be reviewed")


def _speakers_of(event: Mapping[str, Any]) -> set[str]:
    return {str(one["name"]) for one in event["speakers"]}


def _names_in(review: Mapping[str, Any]) -> list[str]:
    return sorted(str(one["name"]) for one in review["speakers"])
