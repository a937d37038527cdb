"""What a person's dashboard shows them, and how fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, is_in

from support.observing.measuring import Sample
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.music import CLOCKS_APART, Music
from support.systems.veza.preferences import UNLESS_CHOSEN
from support.systems.veza.times import moment

SHOWN_WITHIN = 5.0
"""Seconds until something that a person did is among their recent activity: it travels over the event bus."""
FITS = 20
"""Entries of recent activity that fit on the dashboard; who asks for more is told more."""
RECOMMENDED = 10
"""Recommendations that fit on it."""
SUMMARIES = {
    "signed_in": "Signed in",
    "listened": "Listened to “{}”",
    "playlist_created": "Made the playlist “{}”",
    "message_sent": "Wrote in “{}”",
    "track_published": "Published “{}”",
}
"""What is told of each kind of activity; the gap takes the name of what it is about."""
LONGEST = 600.0
"""Seconds in which a scenario has ended: nobody in it did anything longer ago."""
MOST = 50
"""Recommendations that whoever asks for more than the dashboard shows can have."""
NEWEST = "New on Veza"
"""The reason of what is recommended to anybody: it changes with whatever others publish."""
SHORT = 0.3
"""Seconds of a track of which there are many."""
SETTLE = 0.5
"""Seconds in which something that must not appear is looked for."""


@dataclass(frozen=True)
class Looked:
    """What was recommended at a moment: on the dashboard, to who asks for no number, by numbers, and all of it."""

    who: Persona
    left: set[str]
    """The ids of what there is to be recommended."""
    shown: list[dict[str, Any]]
    unasked: list[dict[str, Any]]
    told: Mapping[int, list[dict[str, Any]]]
    all: list[dict[str, Any]]


class Dashboard:
    def __init__(self, system: System, accounts: Accounts, music: Music) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self.sample = Sample()
        """Seconds until the dashboard was there, over all the times that the scenario speaks of."""
        self.shown: list[tuple[Persona, dict[str, Any]]] = []
        """Who opened their dashboard at the same moment as others, and what it showed them."""
        self._many: list[str] = []
        self._looked: list[Looked] = []

    def of(self, who: Persona) -> dict[str, Any]:
        """`{profile, recommendations, recent_activity, missing}`; nothing may be missing."""
        shown: dict[str, Any] = data(self._accounts.as_(who, "web").get("/api/dashboard"))
        assert shown["missing"] == [], f"the dashboard of {who.name} misses {shown['missing']}"
        for part, most in (("recommendations", RECOMMENDED), ("recent_activity", FITS)):
            assert len(shown[part]) <= most, f"the dashboard of {who.name} has {len(shown[part])} {part}, not {most}"
        return shown

    def recommended(self, who: Persona) -> list[tuple[str, str]]:
        """Title and reason of what is recommended, best first; only tracks that this scenario published."""
        return self._ours(self.of(who))

    def _ours(self, shown: dict[str, Any]) -> list[tuple[str, str]]:
        ours = {track.id: track.title for track in self._music.tracks.values()}
        return [(ours[track["id"]], track["reason"]) for track in shown["recommendations"] if track["id"] in ours]

    def activity(self, who: Persona) -> list[tuple[str, str]]:
        """Kind and summary of what a person did lately, in the order shown, which must be newest first."""
        entries = self.of(who)["recent_activity"]
        times = [entry["at"] for entry in entries]
        assert times == sorted(times, reverse=True), f"the activity is not newest first: {times}"
        ages = [(datetime.now(UTC) - moment(at)).total_seconds() for at in times]
        untrue = [at for at, age in zip(times, ages, strict=True) if not -CLOCKS_APART < age < LONGEST]
        assert not untrue, f"{who.name} did nothing at {untrue}, and it is {datetime.now(UTC).isoformat()}"
        return [(entry["kind"], entry["summary"]) for entry in entries]

    def await_activity(self, who: Persona, expected: Sequence[tuple[str, str]]) -> None:
        """Wait until the activity is exactly this: kind, and a text that its summary holds, newest first."""

        def seen() -> list[tuple[str, str]]:
            found = self.activity(who)
            known = dict(enumerate(expected))
            return [
                (kind, known[place][1]) if place in known and known[place][1] in summary else (kind, summary)
                for place, (kind, summary) in enumerate(found)
            ]

        eventually(
            seen,
            equal_to(list(expected)),
            within=SHOWN_WITHIN,
            poll=0.05,
            what=f"the recent activity of {who.name}, newest first",
        )

    def check_about(self, who: Persona, subjects: Mapping[str, tuple[str, str | None]]) -> None:
        """Each kind of what somebody did lately is told in its words, of the thing of this name and id."""
        told = {one["kind"]: (one["summary"], one["subject_id"]) for one in self.of(who)["recent_activity"]}
        wanted = {kind: (SUMMARIES[kind].format(name), identity) for kind, (name, identity) in subjects.items()}
        assert_that(told, equal_to(wanted), f"what the activity of {who.name} is about")

    def mentions(self, who: Persona, text: str) -> int:
        """How many entries of somebody's activity speak of something."""
        return sum(text in summary for _, summary in self.activity(who))

    def await_mentioned_once(self, who: Persona, text: str) -> None:
        eventually(
            lambda: self.mentions(who, text),
            equal_to(1),
            within=SHOWN_WITHIN,
            poll=0.05,
            what=f'entries with "{text}" in the activity of {who.name}',
        )

    def check_all_listened(self, who: Persona) -> None:
        """Everything that the scenario has somebody listen to is in their activity once, in the order they did."""
        titles = [stream.track.title for stream in self._music.streams if stream.listener == who]
        backend = self._accounts.as_(who, "backend-api")

        def listened() -> list[str]:
            entries = data(backend.get("/api/v1/activity?limit=200"))
            return [entry["summary"] for entry in reversed(entries) if entry["kind"] == "listened"]

        found = eventually(
            lambda: len(listened()),
            greater_than_or_equal_to(len(titles)),
            within=SHOWN_WITHIN,
            poll=0.1,
            what=f"how often the activity of {who.name} tells that she listened to something",
        )
        assert_that(found, equal_to(len(titles)), f"how often {who.name} listened, by the activity")
        told = [next((title for title in titles if title in summary), summary) for summary in listened()]
        assert_that(told, equal_to(titles), f"what {who.name} listened to, by the activity, oldest first")

    def await_last_listened(self, who: Persona) -> None:
        """The dashboard comes to show as much as fits of what somebody listened to: the last of it, newest first."""
        last = [stream.track.title for stream in self._music.streams if stream.listener == who][-FITS:]
        self.await_activity(who, [("listened", title) for title in reversed(last)])

    def check_never_mentioned(self, who: Persona, text: str) -> None:
        never(
            lambda: self.mentions(who, text) > 0,
            equal_to(True),
            during=SETTLE,
            what=f'the activity of {who.name} speaks of "{text}"',
        )

    def check_first_recommendation(self, who: Persona, title: str, artist: Persona) -> None:
        recommended = self.recommended(who)
        assert recommended, f"nothing of this scenario is recommended to {who.name}"
        name = self._accounts.of(artist).person.display_name
        assert_that(recommended[0][0], equal_to(title), f"what is recommended to {who.name} first")
        assert_that(recommended[0][1], equal_to(f"More by {name}"), "the reason that is given")

    def check_reasons(self, who: Persona) -> None:
        """Each reason is that of the contract: the artist, or what somebody heard most of this kind."""
        heard = [stream.track for stream in self._music.streams if stream.listener == who]
        times = Counter(track.title for track in heard)
        for title, reason in self.recommended(who):
            track = self._music.tracks[title]
            alike = [one.title for one in heard if one.kind == track.kind]
            most = {one for one in alike if times[one] == max(times[each] for each in alike)}
            because = {f"Because you listened to “{one}”" for one in most}
            if track.artist_id in {one.artist_id for one in heard}:
                because = {f"More by {track.artist}"}
            assert_that(reason, is_in(sorted(because)), f'the reason for which "{title}" is recommended to {who.name}')

    def check_first_alone(self, who: Persona, title: str) -> None:
        """Whoever asks for one recommendation gets one: the first."""
        told = self._asked_for(who, 1)
        assert_that([one["title"] for one in told], equal_to([title]), f"the one that {who.name} asks for")

    def check_newest(self, who: Persona, titles: Sequence[str]) -> None:
        """Somebody who has listened to nothing is recommended these among the newest, and each because it is new."""
        told = self._asked_for(who, MOST)
        assert_that({one["reason"] for one in told}, equal_to({NEWEST}), f"the reasons given to {who.name}")
        ours = [title for title, _ in self._ours({"recommendations": told})]
        assert_that(ours, equal_to(list(titles)), f"what is recommended to {who.name} as new")

    def _asked_for(self, who: Persona, number: int) -> list[dict[str, Any]]:
        return list(data(self._accounts.as_(who, "stream-server").get(f"/api/recommendations?limit={number}")))

    def check_no_reason(self, who: Persona, artist: Persona) -> None:
        name = self._accounts.of(artist).person.display_name
        reasons = [track["reason"] for track in self.of(who)["recommendations"]]
        told = [reason for reason in reasons if name in reason]
        assert_that(told, equal_to([]), f"the reasons given to {who.name} that speak of {artist.name}")

    def open_at_once(self, people: Sequence[Persona], times: int) -> None:
        """Have several people open their dashboards at the same moment, so many times."""
        self._accounts.sign_in_all(people)
        for _ in range(times):
            self.shown += zip(people, at_the_same_time([partial(self.of, who) for who in people]), strict=True)

    def check_each_saw_their_own(self) -> None:
        """Profile, recommendations and activity were those that each sees when nobody else looks, every time."""
        accounts = self._accounts
        mine, profiles = {}, {}
        for who in dict(self.shown):
            profiles[who] = self._profile(who)
            entries = data(self._accounts.as_(who, "backend-api").get("/api/v1/activity?limit=200"))
            mine[who] = ({entry["id"] for entry in entries}, _chosen(self.recommended(who)))
        for number, (who, shown) in enumerate(self.shown, 1):
            which = f"the dashboard that {who.name} saw, number {number} of {len(self.shown)}"
            activity, recommended = mine[who]
            others = [entry["summary"] for entry in shown["recent_activity"] if entry["id"] not in activity]
            assert_that(accounts.name_of(shown["profile"]["id"]), equal_to(who.name), f"whose profile is on {which}")
            assert_that(shown["profile"], equal_to(profiles[who]), f"the profile on {which}")
            assert_that(others, equal_to([]), f"what others did, on {which}")
            assert shown["recent_activity"], f"there is no activity on {which}"
            assert_that(_chosen(self._ours(shown)), equal_to(recommended), f"what is recommended on {which}")

    def _profile(self, who: Persona) -> dict[str, Any]:
        """Somebody's profile, as backend-api has it: which has to be what they registered with, and not long ago."""
        told: dict[str, Any] = data(self._accounts.as_(who, "backend-api").get("/api/v1/users/me"))
        person = self._accounts.of(who).person
        wanted = {
            **{"id": self._accounts.of(who).id, "email": person.email, "display_name": person.display_name},
            **{"role": who.role, "active": True, "preferred_quality": UNLESS_CHOSEN},
        }
        assert_that({**told, "created_at": None}, equal_to({**wanted, "created_at": None}), f"who {who.name} is")
        age = (datetime.now(UTC) - moment(told["created_at"])).total_seconds()
        assert -CLOCKS_APART < age < LONGEST, f"the account of {who.name} is said to be {age:.0f} s old"
        return told

    # As many as fit

    def publish_many(self, artist: Persona, number: int) -> None:
        """So many short tracks of a kind of their own, so that nothing of anybody else is recommended for them."""
        self._music.length, kind = SHORT, f"Night jazz {self._system.world.data.mark}"
        self._many = [self._system.world.data.title("short track") for _ in range(number)]
        self._music.publish(artist, self._many, kind)

    def listen_in_turn(self, who: Persona, number: int) -> None:
        """Somebody listens to so many of them, one after another, and looks after each at what is recommended."""
        server = self._accounts.as_(who, "stream-server")
        for title in self._many[:number]:
            heard = self._music.start(who, title).track
            left = {track.id for track in self._music.tracks.values() if track.artist_id == heard.artist_id}
            left -= {stream.track.id for stream in self._music.streams if stream.listener == who}
            limits = {1, RECOMMENDED, len(left) - 1, len(left), len(left) + 1}
            told = {limit: data(server.get(f"/api/recommendations?limit={limit}")) for limit in sorted(limits)}
            unasked = data(server.get("/api/recommendations"))
            self._looked.append(
                Looked(who, left, self.of(who)["recommendations"], unasked, told, self._asked_for(who, MOST))
            )

    def check_as_many_as_fit(self, artist: Persona) -> None:
        """Each time all the others by the artist were recommended, ten at most or as many as were asked for."""
        assert self._looked, "nobody has looked at what is recommended"
        name = self._accounts.of(artist).person.display_name
        for one in self._looked:
            who = one.who
            when = f"recommended to {who.name}, with {len(one.left)} left to listen to"
            assert_that({track["id"] for track in one.all}, equal_to(one.left), f"all that is {when}")
            assert_that(len(one.all), equal_to(len(one.left)), f"how much is {when}")
            for limit, told in {**one.told, RECOMMENDED: one.unasked}.items():
                assert_that(told, equal_to(one.all[:limit]), f"what is {when}, asked for {limit}")
            assert_that(one.shown, equal_to(one.all[:RECOMMENDED]), f"what is {when}, on the dashboard")
            for track in one.all:
                known = data(self._accounts.as_(who, "stream-server").get(f"/api/tracks/{track['id']}"))
                wanted = {**known, "reason": f"More by {name}"}
                assert_that(track, equal_to(wanted), f"a track that is {when}, beside what is known of it")

    def time(self, who: Persona, times: int) -> None:
        """Open the dashboard so many times, one after another."""
        web = self._accounts.as_(who, "web")
        for _ in range(times):
            reply = web.get("/api/dashboard")
            data(reply)
            self.sample.add(reply.elapsed)


def _chosen(recommended: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is recommended because of what the person listened to."""
    return [(title, reason) for title, reason in recommended if reason != NEWEST]
