"""What a person's dashboard shows them, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, contains_string, equal_to

from support.measuring import Sample
from support.people import Persona
from support.systems.veza.answers import data
from support.waiting import eventually, never

if TYPE_CHECKING:
    from support.systems.veza import Veza

SHOWN_WITHIN = 5.0
"""Seconds until something that a person did is among their recent activity: it travels over the event bus."""
SETTLE = 0.5
"""Seconds in which something that must not appear is looked for."""


class Dashboard:
    def __init__(self, veza: Veza) -> None:
        self._veza = veza
        self.sample = Sample()
        """Seconds until the dashboard was there, over all the times that the scenario speaks of."""

    def of(self, who: Persona) -> dict[str, Any]:
        """`{profile, recommendations, recent_activity, missing}`; nothing may be missing."""
        shown: dict[str, Any] = data(self._veza.as_(who, "web").get("/api/dashboard"))
        assert shown["missing"] == [], f"the dashboard of {who.name} misses {shown['missing']}"
        return shown

    def recommended(self, who: Persona) -> list[tuple[str, str]]:
        """Title and reason of what is recommended, best first; only tracks that this scenario published."""
        ours = {track.id: track.title for track in self._veza.music.tracks.values()}
        return [
            (ours[track["id"]], track["reason"]) for track in self.of(who)["recommendations"] if track["id"] in ours
        ]

    def activity(self, who: Persona) -> list[tuple[str, str]]:
        """Kind and summary of what a person did lately, in the order shown, which must be newest first."""
        entries = self.of(who)["recent_activity"]
        times = [entry["at"] for entry in entries]
        assert times == sorted(times, reverse=True), f"the activity is not newest first: {times}"
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
        name = self._veza.accounts.of(artist).person.display_name
        assert_that(recommended[0][0], equal_to(title), f"what is recommended to {who.name} first")
        assert_that(recommended[0][1], contains_string(name), "the reason that is given")

    def check_no_reason(self, who: Persona, artist: Persona) -> None:
        name = self._veza.accounts.of(artist).person.display_name
        reasons = [track["reason"] for track in self.of(who)["recommendations"]]
        told = [reason for reason in reasons if name in reason]
        assert_that(told, equal_to([]), f"the reasons given to {who.name} that speak of {artist.name}")

    def time(self, who: Persona, times: int) -> None:
        """Open the dashboard so many times, one after another."""
        web = self._veza.as_(who, "web")
        for _ in range(times):
            reply = web.get("/api/dashboard")
            data(reply)
            self.sample.add(reply.elapsed)
