"""What somebody in the scenario's conversation listens to, as the others there are told of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, has_length, is_in, not_

from support.observing.measuring import Sample
from support.observing.waiting import eventually, never, now
from support.systems.veza.lines import HEARD_WITHIN, QUICK
from support.systems.veza.players import PLAYING_LASTS

if TYPE_CHECKING:
    from support.clients.websocket import Frame
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.lines import Line
    from support.systems.veza.music import Music
    from support.systems.veza.players import Players
    from support.systems.veza.seen import Seen

SETTLE = 0.4
"""Seconds in which something that must not be told is listened for."""
CLEARED_WITHIN = 1.5
"""Seconds until something that plays no longer must be cleared, where the scenario measures no time."""
RESTARTED_WITHIN = 5.0
"""The same where the part that plays it has been started again."""
LOOKED_AFTER = 3.0
"""Seconds after which what has been silent for too long is noticed."""
PAUSE_LASTS = 5.0
"""Seconds for which it is kept at most what somebody has paused."""
NOTHING = ""
Shown = tuple[str, bool]
"""A title, or `NOTHING`, and whether it is paused."""


class NowPlaying:
    """All that the others are told of what somebody listens to, from the beginning of the scenario."""

    def __init__(
        self,
        system: System,
        accounts: Accounts,
        music: Music,
        players: Players,
        conversations: Conversations,
        seen: Seen,
    ) -> None:
        self._system, self._accounts, self._music, self._players = system, accounts, music, players
        self._talk, self._seen = conversations, seen
        self._expected: dict[str, list[Shown]] = {}
        """By person, all that the others have to be told of them, in order."""
        self._paused_at = 0.0
        self._silent = 0.0, 0.0
        """For how many seconds nothing had been heard of what somebody listens to, and when that was."""
        self._changed_at: list[float] = []
        self._gone: set[str] = set()
        """The names of those who have left the conversation, and listen still."""

    # Listening

    def pause(self, who: Persona) -> None:
        self._paused_at = now()
        self._players.pause(who)

    def pause_twice(self, who: Persona) -> None:
        """A pause that is over at once, and, when the others know that it is, one more that is not."""
        title = self._music.stream_of(who).track.title
        self.pause(who)
        self._players.go_on(who)
        for shown in (False, True, False):
            self._expect(who, (title, shown))
        self.check_told(self._talk.others(who), who, (title, False))
        self._expect(who, (title, True))
        self.pause(who)

    def be_silent(self, people: Sequence[Persona], seconds: float) -> None:
        """Let it be so long since anything was heard of what they listen to."""
        self._silent = seconds, now()
        self._players.be_silent(people, seconds)

    def change_often(self, who: Persona, titles: Sequence[str], times: int, meanwhile: Callable[[int], None]) -> None:
        """Start one track after another, each when everybody has been told of the one before.

        After each `meanwhile` is called with how many they are.
        """
        lines = self._talk.lines(self._talk.others(who))
        for number in range(times):
            title = titles[number % len(titles)]
            self._changed_at.append(now())
            self._music.start(who, title)
            self._expect(who, (title, False))
            for line in lines:
                self._await_told(line, who, RESTARTED_WITHIN)
            meanwhile(number + 1)

    # What the others are told

    def check_told(
        self, watchers: Sequence[Persona], who: Persona, *shown: Shown, within: float = CLEARED_WITHIN
    ) -> None:
        """Each device of the watchers has been told of these next, once each; the cache holds the last of them.

        What is expected last is not expected anew: then nothing more must have been told.
        """
        known = self._expected.setdefault(who.name, [])
        if list(shown) != known[-len(shown) :]:
            for one in shown:
                self._expect(who, one)
        lines = self._talk.lines(watchers)
        for line in lines:
            self._await_told(line, who, within)
        wanted = {line: list(self._expected[who.name]) for line in lines}
        wanted |= {line: [] for (name, _), line in self._talk.connections.items() if name == who.name}
        never(
            lambda: {line.name: told for line, due in wanted.items() if (told := self._told(line, who)) != due},
            not_(equal_to({})),
            during=SETTLE,
            what=f"who is told otherwise of what {who.name} listens to than {self._expected[who.name]}",
        )
        self._check_kept(who, shown[-1])

    def check_told_again(self, watchers: Sequence[Persona], who: Persona) -> None:
        """They have been told once more of what they were told last."""
        last = self._expected[who.name][-1]
        self._expect(who, last)
        self.check_told(watchers, who, last)

    def check_nothing_new(self, watchers: Sequence[Persona], who: Persona) -> None:
        """They have been told of nothing but what this scenario looked at."""
        self.check_told(watchers, who, self._expected[who.name][-1])

    def check_told_elsewhere(self, watchers: Sequence[Persona], others: Sequence[Persona], who: Persona) -> None:
        """The watchers were told the same in one more conversation, and the others, who are not in it, of none."""
        main, wanted = self._talk.conversation.id, list(self._expected[who.name])
        for one in (*watchers, *others):
            told: dict[str, list[Shown]] = {}
            for frame in self._frames(self._talk.line(one), who, everywhere=True):
                if frame.data["conversation_id"] != main:
                    shown = self._shown(frame.data, self._talk.line(one))
                    told.setdefault(frame.data["conversation_id"], []).append(shown)
            assert_that(
                list(told.values()),
                equal_to([wanted] if one in watchers else []),
                f"what {one.name} is told in other conversations of what {who.name} listens to",
            )

    def check_found_on_joining(self, people: Sequence[Persona], who: Persona) -> None:
        """Whoever joins again is told the same, and what others there listen to of whom something was expected."""
        assert who.name in self._expected, f"nothing was expected of {who.name}"
        for one in people:
            last = {name: shown[-1] for name, shown in self._expected.items() if name not in (one.name, *self._gone)}
            wanted = sorted((name, *shown) for name, shown in last.items() if shown[0] != NOTHING)
            self._talk.join(one)
            for playing in self._talk.told[one.name]["playing"]:
                self._accounts.check_named(playing["person"], f"who listens, as {one.name} is told on joining")
            told = sorted(
                (self._accounts.name_of(playing["person"]["id"]), playing["track"]["title"], playing["paused"])
                for playing in self._talk.told[one.name]["playing"]
                if self._accounts.name_of(playing["person"]["id"]) in self._expected
            )
            assert_that(told, equal_to(wanted), f"what plays, as {one.name} is told on joining")

    def check_told_again_on_return(self, watchers: Sequence[Persona], who: Persona) -> None:
        """While somebody is not there, who joins is told nothing of them; when they come, what they listen to still."""
        self._talk.leave(who)
        self._gone.add(who.name)
        self.check_found_on_joining(watchers[:1], who)
        self._talk.join(who)
        self._gone.remove(who.name)
        self.check_told_again(watchers, who)

    def check_cleared_after(self, watchers: Sequence[Persona], who: Persona, seconds: float) -> None:
        """Whoever has paused is shown until so long after it, and no longer."""
        self._check_cleared_at(watchers, who, self._paused_at, seconds, 1.0)

    def check_cleared_by_silence(self, watchers: Sequence[Persona], who: Persona, seconds: float) -> None:
        """What no player follows is shown until nothing has been heard of it for so long, and no longer."""
        silent, since = self._silent
        self._check_cleared_at(watchers, who, since, seconds - silent, LOOKED_AFTER)

    def _check_cleared_at(
        self, watchers: Sequence[Persona], who: Persona, since: float, seconds: float, late: float
    ) -> None:
        """So many seconds after a moment, and at most so many later."""
        self._expect(who, (NOTHING, False))
        lines = self._talk.lines(watchers)
        for line in lines:
            self._await_told(line, who, seconds + late)
            lasted = self._frames(line, who)[-1].clock - since
            assert lasted >= seconds, f"{line.name} was told after {lasted:.2f} s that {who.name} listens to nothing"
        self.check_told(watchers, who, (NOTHING, False))

    def delays(self, watchers: Sequence[Persona]) -> Sample:
        """Seconds from each start until each device of the watchers was told of it."""
        sample = Sample()
        (who,) = self._expected
        for line in self._talk.lines(watchers):
            frames = self._frames_of(line, who)
            assert_that(frames, has_length(len(self._changed_at)), f"how often {line.name} was told of a change")
            for frame, started in zip(frames, self._changed_at, strict=True):
                sample.add(frame.clock - started)
        return sample

    def further_delays(self, reader: Persona, read: Sequence[tuple[float, str]]) -> Sample:
        """Seconds from when a device of the reader was told of each change until the page showed it.

        `read` is what the page showed, and when, on the clock that stamps frames.
        """
        (who,) = self._expected
        (line,) = self._talk.lines([reader])
        frames = self._frames_of(line, who)
        titles = [title for title, _ in self._expected[who]]
        assert_that([text for _, text in read], equal_to([f"Listening to “{title}”" for title in titles]), "the page")
        sample = Sample()
        for frame, (shown_at, _) in zip(frames, read, strict=True):
            sample.add(max(0.0, shown_at - frame.clock))
        return sample

    def check_connected(self, people: Sequence[Persona]) -> None:
        """No line of theirs has ended since the scenario began, and each sees what the others say."""
        lines = self._talk.lines(people)
        ended = [line.name for line in lines if line.ended]
        assert_that(ended, equal_to([]), "whose connection has ended")
        for who in people:
            said = self._talk.say_confirmed(who, f"Here is {who.name}")
            self._seen.check_seen_once([one for one in people if one != who], said)

    def _expect(self, who: Persona, shown: Shown) -> None:
        self._expected.setdefault(who.name, []).append(shown)

    def _await_told(self, line: Line, who: Persona, within: float = CLEARED_WITHIN) -> None:
        eventually(
            partial(self._told, line, who),
            equal_to(list(self._expected[who.name])),
            within=within,
            poll=QUICK,
            what=f"all that {line.name} is told of what {who.name} listens to",
        )

    def _told(self, line: Line, who: Persona) -> list[Shown]:
        return [self._shown(frame.data, line) for frame in self._frames(line, who)]

    def _shown(self, told: dict[str, Any], line: Line) -> Shown:
        """What a frame says, when it is about a conversation that was joined and names the track as its artist did."""
        assert_that(told["conversation_id"], is_in(sorted(line.joined)), f"where {line.name} is told of it")
        self._accounts.check_named(told["person"], f"who listens, as {line.name} is told")
        if told["track"] is None:
            return NOTHING, bool(told["paused"])
        tracks = {track.id: track.title for track in (*self._music.tracks.values(), *self._music.removed)}
        assert_that(told["track"]["id"], is_in(list(tracks)), f"the track of which {line.name} is told")
        assert_that(told["track"]["title"], equal_to(tracks[told["track"]["id"]]), "the title of the track")
        return told["track"]["title"], bool(told["paused"])

    def _frames(self, line: Line, who: Persona, *, everywhere: bool = False) -> list[Frame]:
        """What this device was told of somebody in the scenario's conversation, and in any that it has not joined."""
        others = set() if everywhere else line.joined - {self._talk.conversation.id}
        return [frame for frame in self._frames_of(line, who.name) if frame.data["conversation_id"] not in others]

    def _frames_of(self, line: Line, name: str) -> list[Frame]:
        about = [frame for frame in line.frames() if frame.data["type"] == "NowPlaying"]
        return [frame for frame in about if self._accounts.name_of(frame.data["person"]["id"]) == name]

    def _check_kept(self, who: Persona, shown: Shown) -> None:
        """The cache says the same, where the suite may look into it."""
        cache = self._system.cache
        if cache is None:
            return
        key = f"now_streaming:{self._accounts.of(who).id}"

        stream = next(
            (one for one in reversed(self._music.streams) if (one.listener, one.track.title) == (who, shown[0])), None
        )
        wanted = (
            {
                "stream_id": stream.id,
                "track": {"id": stream.track.id, "title": stream.track.title},
                "quality": stream.quality,
                "paused": shown[1],
            }
            if stream and shown[0] != NOTHING
            else None
        )  # what is heard in a browser was not started by the suite

        def kept() -> object:
            text = cache.get(key)
            found = json.loads(text) if text else None
            if wanted is not None or found is None:
                return found
            return found["track"]["title"], found["paused"]

        expected = wanted or (None if shown[0] == NOTHING else shown)
        eventually(kept, equal_to(expected), within=HEARD_WITHIN, what=f"what {who.name} listens to, as it is kept")
        if shown[0] != NOTHING:
            lasts, left = PAUSE_LASTS if shown[1] else PLAYING_LASTS, cache.ttl(key)
            least = 0 if shown[1] else PAUSE_LASTS
            assert left is None or least < left <= lasts, f"what {who.name} hears is kept for {left} s, not {lasts:g}"
