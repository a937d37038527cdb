"""Players of the suite and other devices: what they do to streams, what is kept of it, and who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, LiteralString

from hamcrest import assert_that, equal_to, greater_than, has_length, not_, not_none

from support.observing.histories import NothingProven
from support.observing.waiting import eventually, never, now
from support.systems.answers import data
from support.systems.veza.lines import HEARD_WITHIN, QUICK

if TYPE_CHECKING:
    from support.clients.websocket import SocketClient
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.music import Music, Stream

SETTLE = 0.4
"""Seconds in which something that must not be told is listened for."""
PLAYED = (("Pause", 0.25), ("Play", None), ("Seek", 1.5), ("Pause", None), ("Play", 1.6), ("Stop", 1.75))
"""What a player does with a track that it plays, and where it is in it then: where it was, if it does not say."""
STATES = {"Pause": "paused", "Play": "playing", "Stop": "stopped"}
"""What becomes of a stream by a command; any other leaves it as it was."""
FOLLOWED = (
    *(("Started", 0), ("Paused", 0.25), ("Resumed", 0.25), ("Progress", 1.5)),
    *(("Paused", 1.5), ("Resumed", 1.6), ("Stopped", 1.75)),
)
"""What another device is told of that."""
STOPPED_BY_CALL = (("Started", 0), ("Stopped", 0))
"""The same of a second stream, which is stopped by a call."""
FROM_ELSEWHERE = (("Pause", 0.5), ("Seek", 1.25), ("Stop", 1.5))
"""What another device does to what is played, and where it is then."""
HEARD_BACK = (("Paused", 0.5), ("Progress", 1.25), ("Stopped", 1.5))
"""What the player is told of that."""
PLAYING_LASTS, STORED_AFTER = 60.0, 5.0
"""Seconds for which it is kept what somebody listens to, and after which it is stored anew how far they are."""
AGREE = timedelta(seconds=2)
"""By how much the clocks of Veza and of this machine may differ."""
_STORED: LiteralString = (
    "SELECT listener_id::text AS listener, track_id::text AS track, quality, state, position_seconds AS place,"
    " started_at, stopped_at FROM stream.streams WHERE id = %s::uuid"
)


class Players:
    """The players of a scenario, one of each person, and the devices that lie beside them."""

    def __init__(self, system: System, accounts: Accounts, music: Music) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._players: dict[str, SocketClient] = {}
        self._beside: dict[tuple[str, str], SocketClient] = {}
        self._since: dict[str, float] = {}
        """By person, when their player was connected."""
        self._commands, self._stops = count(1), count()

    def play(self, who: Persona, title: str) -> None:
        """Start a track, and play it on a player that stays connected."""
        stream = self._music.start(who, title)
        self._command(stream, "Play")

    def pause(self, who: Persona) -> None:
        self._command(self._music.stream_of(who), "Pause")

    def go_on(self, who: Persona) -> None:
        self._command(self._music.stream_of(who), "Play")

    def stop(self, who: Persona, title: str) -> None:
        """Stop what they started of this track last: by the call first, then by their player, and so on in turn."""
        stream = next(one for one in reversed(self._music.streams) if (one.listener, one.track.title) == (who, title))
        if next(self._stops) % 2 and stream == self._music.streams[-1]:
            self._command(stream, "Stop")
        else:
            self._stop_by_call(stream)

    def vanish(self, who: Persona) -> None:
        """The line of their player breaks without a word."""
        self._players.pop(who.name).drop()

    def go_on_elsewhere(self, who: Persona, device: str) -> None:
        """Another device of theirs plays on what they play; the player it was on vanishes."""
        before = self._players.pop(who.name)
        self._players[who.name] = self._connect(who, device)
        self.go_on(who)
        before.drop()

    def follow(self, who: Persona, device: str) -> None:
        """Have another device of theirs listen to what their player does."""
        self._beside[who.name, device] = self._connect(who, device)

    def play_to_the_end(self, who: Persona, title: str) -> None:
        """Play a track, with a pause and a leap, and stop it; and once more, stopped by a call."""
        self.play(who, title)
        stream, state, place = self._music.stream_of(who), "playing", 0.0
        for kind, told in PLAYED:
            self._command(stream, kind, told)
            state, place = STATES.get(kind, state), place if told is None else told
            self._check_stored(stream, state, place)
        stream = self._music.start(who, title)
        self._command(stream, "Play", 0)
        self._stop_by_call(stream)

    def check_followed(self, who: Persona, device: str) -> None:
        """That device was told of each act of the player once, in order, and was answered nothing."""
        streams = [stream for stream in self._music.streams if stream.listener == who]
        wanted = [
            {
                "type": f"Playback{what}",
                "stream_id": stream.id,
                "track": {"id": stream.track.id, "title": stream.track.title},
                "position_seconds": place,
            }
            for stream, followed in zip(streams, (FOLLOWED, STOPPED_BY_CALL), strict=True)
            for what, place in followed
        ]
        follower = self._beside[who.name, device]

        def told() -> list[dict[str, Any]]:
            return [frame.data for frame in follower.frames]

        what = f"what the {device} of {who.name} is told"
        eventually(told, equal_to(wanted), within=HEARD_WITHIN, what=what)
        for stream in streams:
            self._check_over(stream)
        never(told, not_(has_length(len(wanted))), during=SETTLE, what=what)

    def _check_over(self, stream: Stream) -> None:
        """What has stopped stays so, and where it was: to stop it again is answered alike, all else is refused."""
        place = PLAYED[-1][1] if stream == self._music.streams[0] else 0.0
        self._stop_by_call(stream, place)
        player = self._players[stream.listener.name]
        for kind in ("Stop", "Play", "Pause", "Seek", "Progress"):
            answer = self._ask(player, stream, kind, 0.5 if kind in ("Seek", "Progress") else None)
            told = (answer["success"], (answer["error"] or {}).get("code"), (answer["data"] or {}).get("state"))
            wanted = (True, None, "stopped") if kind == "Stop" else (False, "STREAM_STOPPED", None)
            assert_that(told, equal_to(wanted), f"the answer to {kind} of what {stream.listener.name} has stopped")
        self._check_stored(stream, "stopped", place)

    def check_heard_back(self, who: Persona, device: str) -> None:
        """What that device does to what they play has its effect, and their player is told of each act once."""
        self.play(who, self._music.stream_of(who).track.title)
        player, stream = self._players[who.name], self._music.stream_of(who)
        before = len(player.frames)
        for kind, place in FROM_ELSEWHERE:
            self._command(stream, kind, place, on=self._beside[who.name, device])
        self._check_stored(stream, "stopped", FROM_ELSEWHERE[-1][1])
        wanted = [(f"Playback{what}", stream.id, place) for what, place in HEARD_BACK]

        def told() -> list[tuple[str, str, float]]:
            heard = [frame.data for frame in player.frames[before:]]
            return [(one["type"], one.get("stream_id", ""), one.get("position_seconds", -1.0)) for one in heard]

        what = f"what the player of {who.name} is told of what they do on the {device}"
        eventually(told, equal_to(wanted), within=HEARD_WITHIN, what=what)
        never(told, not_(has_length(len(wanted))), during=SETTLE, what=what)

    def tell_how_far(self, who: Persona, place: float) -> None:
        """Their player, which has played for a while, tells where it is: that is stored, and renews what is kept.

        Raises NothingProven when it has not played for long enough.
        """
        stream = next(one for one in reversed(self._music.streams) if one.listener == who)
        if (played := now() - self._since[who.name]) < STORED_AFTER:
            raise NothingProven(f"{who.name} has played for {played:.1f} s only")
        self._command(stream, "Progress", place)
        self._check_stored(stream, "playing", place)
        if (cache := self._system.cache) is not None:
            key = f"now_streaming:{self._accounts.of(who).id}"
            eventually(
                lambda: cache.ttl(key) or 0,
                greater_than(PLAYING_LASTS - STORED_AFTER),
                within=HEARD_WITHIN,
                what=f"seconds for which it is kept what {who.name} listens to, who goes on",
            )

    def be_silent(self, people: Sequence[Persona], seconds: float) -> None:
        """Let it be so long since anything was heard of what each of these people listens to."""
        database = self._system.database
        assert database is not None, "this needs a hand on the database"
        for who in people:
            touched = database.run(
                "UPDATE stream.streams SET seen_at = now() - make_interval(secs => %s)"
                " WHERE listener_id = %s::uuid AND stopped_at IS NULL",
                (seconds, self._accounts.of(who).id),
            )
            assert_that(touched, equal_to(1), f"how many streams of {who.name} go on")

    def _check_stored(self, stream: Stream, state: str, place: float) -> None:
        """What was answered is stored: whose stream of what it is, what has become of it, where it is, and when."""
        if (database := self._system.database) is None:
            return
        (row,) = database.rows(_STORED, (stream.id,))
        began, over = row.pop("started_at"), row.pop("stopped_at")
        wanted = {
            "listener": self._accounts.of(stream.listener).id,
            "track": stream.track.id,
            "quality": stream.quality,
            "state": state,
            "place": place,
        }
        assert_that(row, equal_to(wanted), "what is stored of the stream")
        world, today = self._system.world, datetime.now(UTC)
        soonest, latest = (today - timedelta(seconds=world.clock() - at) for at in (stream.asked, stream.told))
        assert soonest - AGREE <= began <= latest + AGREE, f"it was started from {soonest} to {latest}, not at {began}"
        assert_that(over is not None, equal_to(state == "stopped"), "whether it is stored when it was stopped")
        assert over is None or began <= over <= today + AGREE, f"it is said to have been stopped at {over}"

    def _connect(self, who: Persona, device: str = "laptop") -> SocketClient:
        name = who.name if device == "laptop" else f"{who.name} ({device})"
        return self._system.socket("stream-server", self._accounts.device(who, device).token, name)

    def _stop_by_call(self, stream: Stream, place: float | None = None) -> None:
        """`place` is where it has to be then, if that is known."""
        told = data(self._accounts.as_(stream.listener, "stream-server").post(f"/api/stream/{stream.id}/stop"))
        place = told["position_seconds"] if place is None else place
        wanted = {"stream_id": stream.id, "state": "stopped", "position_seconds": place}
        assert_that(told, equal_to(wanted), f"the answer to {stream.listener.name}, who stops a stream")

    def _command(
        self, stream: Stream, kind: str, place: float | None = None, *, on: SocketClient | None = None
    ) -> None:
        """Say it over the line of its listener's player, connected when it is first needed, or of the device given."""
        who = stream.listener
        if on is None and who.name not in self._players:
            self._players[who.name], self._since[who.name] = self._connect(who), now()
        answer = self._ask(on or self._players[who.name], stream, kind, place)
        told = answer["data"] or {}
        assert answer["success"], f"{kind} of {who.name} was refused: {answer}"
        assert_that(told["stream_id"], equal_to(stream.id), f"the stream of which {kind} of {who.name} is answered")
        place = told["position_seconds"] if place is None else place
        wanted = (STATES.get(kind, told["state"]), place)
        assert_that((told["state"], told["position_seconds"]), equal_to(wanted), f"the answer to {kind} of {who.name}")

    def _ask(self, player: SocketClient, stream: Stream, kind: str, place: float | None) -> dict[str, Any]:
        """Say it over this line, and wait for the answer."""
        identity = f"now-{next(self._commands)}"
        where = {} if place is None else {"position_seconds": place}
        player.send({"type": kind, "stream_id": stream.id, "command_id": identity, **where})
        answer = eventually(
            partial(_answer, player, identity),
            not_none(),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f"the answer that the player of {stream.listener.name} gets",
        )
        assert answer is not None
        return answer


def _answer(player: SocketClient, identity: str) -> dict[str, Any] | None:
    answers = [frame.data for frame in player.frames if frame.data.get("type") == "CommandResponse"]
    return next((answer for answer in answers if answer["command_id"] == identity), None)
