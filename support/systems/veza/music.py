"""Tracks, what is listened to, and the audio itself."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hamcrest import assert_that, close_to, equal_to, has_entry, has_length, is_not

from support.clients.http import HttpClient, Reply
from support.observing.sound import ALIKE, likeness
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.scenario.data.audio import wav
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.times import moment

BIT_RATES = {"low": 128, "medium": 192, "high": 320}
"""kbit/s of each quality."""
SECONDS_PLAYED, SECONDS_FETCHED = 12.0, 2.35
"""Length of the tracks that scenarios publish: for a browser, long enough to play for a while and to seek in; else no
whole seconds, so that nobody gets it right by rounding."""
USUALLY_GOOD_FOR = 300.0
"""Seconds for which an address is good unless somebody says for how long."""
CLOCKS_APART = 5.0
"""Seconds by which the clocks of the suite and of a service may differ."""
SETTLE = 0.5
"""Seconds in which something that must not happen is looked for."""
SILENT_WITHIN = 3.0
"""Seconds until the music of somebody who is gone has stopped."""
READY_WITHIN = 60.0
"""Seconds until a track that was handed in is ready, or is not: nobody promises how long that takes."""
_AUDIO: dict[tuple[str, float], bytes] = {}
_MP3_BIT_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""kbit/s by index in the header of an MPEG 1 layer III frame."""


@dataclass(frozen=True)
class Track:
    """A published track."""

    id: str
    title: str
    artist: str
    artist_id: str
    kind: str
    seconds: float


@dataclass(frozen=True)
class HandedIn:
    """A track on its way to be published, and a way to ask what is told of it."""

    title: str
    artist: Persona
    kind: str
    told: Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Stream:
    """A track that somebody started: where its audio is, and what was said of it."""

    id: str
    track: Track
    quality: str
    address: str
    expires_at: datetime
    metadata: dict[str, Any]
    listener: Persona
    asked: float
    """When it was asked for, on the scenario's clock."""
    told: float
    """When it had been answered."""


class Music:
    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self.tracks: dict[str, Track] = {}
        """By the title that the scenario uses; on Veza they carry nobody else's titles either."""
        self.removed: list[Track] = []
        """What was published, and removed by its artist."""
        self.streams: list[Stream] = []
        """What was started, oldest first."""
        self.length = SECONDS_PLAYED if "ui" in system.world.tags else SECONDS_FETCHED
        """Seconds of each track that this scenario publishes."""

    def publish(self, artist: Persona, titles: Sequence[str], kind: str = "Night jazz") -> None:
        """Have an artist publish tracks, and wait until they can be listened to."""
        for waiting in [self._hand_in(artist, title, kind) for title in titles]:
            self._await_ready(waiting)

    def hand_in(self, artist: Persona, title: str, seconds: float) -> None:
        """Have an artist publish a track of this length, and do not wait until it can be listened to."""
        self.length = seconds
        self._handed_in = self._hand_in(artist, title, "Night jazz")

    def _hand_in(self, artist: Persona, title: str, kind: str) -> HandedIn:
        backend = self._accounts.as_(artist, "backend-api")
        identity = data(self.upload(artist, title, kind), 201)["id"]
        path = f"/api/v1/tracks/{identity}"
        self._system.world.cleanup.add(f'remove the track "{title}"', partial(backend.delete, path))
        return HandedIn(title, artist, kind, partial(_told_of, backend, path))

    def _await_ready(self, waiting: HandedIn) -> None:
        told = eventually(
            waiting.told,
            has_entry("status", is_not("processing")),
            within=READY_WITHIN,
            what=f'"{waiting.title}" as backend-api tells of it',
        )
        assert_that(told["status"], equal_to("ready"), f'what has become of "{waiting.title}"')
        account = self._accounts.of(waiting.artist)
        self.tracks[waiting.title] = Track(
            told["id"],
            waiting.title,
            account.person.display_name,
            account.id,
            waiting.kind,
            float(told["duration_seconds"]),
        )

    def remove(self, artist: Persona, title: str) -> None:
        """Have an artist remove a track of theirs."""
        track = self.tracks.pop(title)
        reply = self._accounts.as_(artist, "backend-api").delete(f"/api/v1/tracks/{track.id}")
        assert_that(reply.status, equal_to(204), f'the answer to removing "{title}"')
        self.removed.append(track)

    def remove_handed_in(self, artist: Persona, title: str) -> str:
        """Have its artist remove the track that was handed in, which must be this one, before it is ready: its id."""
        handed_in = self._handed_in
        assert_that((handed_in.artist, handed_in.title), equal_to((artist, title)), "who handed in what")
        told, backend = handed_in.told(), self._accounts.as_(handed_in.artist, "backend-api")
        assert_that(told["status"], equal_to("processing"), "how far the track was when it was removed")
        assert_that(backend.delete(f"/api/v1/tracks/{told['id']}").status, equal_to(204), f'the answer for "{title}"')
        return str(told["id"])

    def interrupt_preparing(self, how: str) -> None:
        """Have stream-server stop or die while it is at the track that was handed in, and start again."""
        faults = self._system.world.faults
        faults.inflict("stream-server", how)
        told = self._handed_in.told()
        faults.mend()
        assert_that(told["status"], equal_to("processing"), "how far the track was when it was interrupted")

    def await_handed_in(self, title: str) -> None:
        """Wait until the track that was handed in, which must be this one, can be listened to."""
        assert_that(self._handed_in.title, equal_to(title), "what was handed in")
        self._await_ready(self._handed_in)

    def upload(self, artist: Persona, title: str, kind: str = "Night jazz") -> Reply:
        backend = self._accounts.as_(artist, "backend-api")
        audio = self._as_made(title)
        return backend.post(
            "/api/v1/tracks",
            data={"title": title, "genre": kind},
            files={"audio": (f"{title}.wav", audio, "audio/wav")},
        )

    def _as_made(self, title: str) -> bytes:
        """The audio of a track as its artist made it: a WAV file, another for each title."""
        return _AUDIO.setdefault((title, self.length), wav(self.length, seed=sum(title.encode())))

    # Listening

    def ask_to_start(self, who: Persona, track_id: str, quality: str | None, valid_seconds: int | None = None) -> Reply:
        asked: dict[str, Any] = {"track_id": track_id}
        if quality is not None:
            asked["quality"] = quality
        if valid_seconds is not None:
            asked["valid_seconds"] = valid_seconds
        return self._system.judge(self._accounts.as_(who, "stream-server").post("/api/stream/start", json=asked), who)

    def start(
        self, who: Persona, title: str, quality: str | None = "medium", valid_seconds: int | None = None
    ) -> Stream:
        """Have somebody start a track, in the quality that they prefer if none is given."""
        track, asked = self.tracks[title], self._system.world.clock()
        reply = self.ask_to_start(who, track.id, quality, valid_seconds)
        return self._started(who, track, reply, asked, valid_seconds or USUALLY_GOOD_FOR)

    def start_in_turn(self, who: Persona, titles: Sequence[str], times: int) -> None:
        """Listen to one track after another, starting over when all were heard, so many times."""
        for number in range(times):
            self.start(who, titles[number % len(titles)])

    def start_at_once(self, wanted: Sequence[tuple[Persona, str]], times: int) -> None:
        """Have each of them start a track so many times, each time all at the same moment."""
        self._accounts.sign_in_all([who for who, _ in wanted])
        for _ in range(times):
            at_the_same_time([partial(self.start, who, title) for who, title in wanted])

    def check_streams_apart(self) -> None:
        """Each stream is of the track that was started, there is no other like it, and its listener may stop it."""
        for stream in self.streams:
            who = stream.listener
            assert_that(stream.metadata["title"], equal_to(stream.track.title), f"what {who.name} got")
            like_it = [other.listener.name for other in self.streams if other.id == stream.id]
            assert_that(like_it, equal_to([who.name]), f'who got the same stream of "{stream.track.title}"')
            assert stream.track.id in stream.address, f"the address that {who.name} got is of another track"
            self._check_sound(stream, self.audio(stream))
            for again in ("", " once more"):
                reply = self._accounts.as_(who, "stream-server").post(f"/api/stream/{stream.id}/stop")
                assert reply.status == 200, f"{who.name} cannot stop what {who.name} started{again}: {reply.status}"
                assert_that(data(reply)["state"], equal_to("stopped"), f"what becomes of it{again}")

    def try_to_start(self, who: Persona, title: str, quality: str) -> None:
        """Start a track in a quality that may not exist; the scenario judges the answer."""
        asked = self._system.world.clock()
        reply = self.ask_to_start(who, self.tracks[title].id, quality)
        if reply.status == 200:
            self._started(who, self.tracks[title], reply, asked)

    def start_unknown(self, who: Persona) -> Reply:
        return self.ask_to_start(who, str(uuid.uuid4()), "medium")

    def _started(
        self, who: Persona, track: Track, reply: Reply, asked: float, good_for: float = USUALLY_GOOD_FOR
    ) -> Stream:
        """What somebody was given; the address is good for as long as it has to be, by what it says itself too."""
        got, now = data(reply), datetime.now(UTC)
        expires_at = moment(got["expires_at"])
        what = f'seconds for which the address of "{track.title}" is good'
        assert_that((expires_at - now).total_seconds(), close_to(good_for, CLOCKS_APART), what)
        sealed = dict(parse_qsl(urlsplit(got["stream_url"]).query))["expires"]
        assert_that(
            int(sealed), equal_to(round(expires_at.timestamp() * 1000)), "when the address says that it expires"
        )
        stream = Stream(
            got["stream_id"], track, got["quality"], got["stream_url"], expires_at, got["metadata"], who,
            asked, self._system.world.clock(),
        )  # fmt: skip
        self.streams.append(stream)
        return stream

    def last_stream(self, who: Persona, title: str) -> Stream:
        """What somebody started last, which must be this track."""
        if not self.streams:
            raise AssertionError(f'"{title}" was not started: {self._system.refusal(400, 404, 409, 422, 503)}')
        stream = self.stream_of(who)
        assert_that(stream.track.title, equal_to(title), "what was started")
        return stream

    def stream_of(self, who: Persona) -> Stream:
        """What was started last, which must have been by this person."""
        stream = self.streams[-1]
        assert_that(stream.listener.name, equal_to(who.name), "who started something last")
        return stream

    def check_described(self, stream: Stream) -> None:
        """The title, the artist and the length that a listener is told are those of the track."""
        told, track = stream.metadata, stream.track
        assert_that(told["title"], equal_to(track.title), "the title")
        assert_that(told["artist"], equal_to({"id": track.artist_id, "name": track.artist}), "the artist")
        assert_that(told["duration_seconds"], close_to(self.length, 0.2), "the length in seconds")
        assert_that(told["bitrate_kbps"], equal_to(BIT_RATES[stream.quality]), "the bit rate that is told")
        known = data(self._accounts.as_(stream.listener, "stream-server").get(f"/api/tracks/{track.id}"))
        assert_that(known["genre"], equal_to(track.kind), "the kind of music")
        told_of = {one["quality"]: one["bitrate_kbps"] for one in known["renditions"]}
        assert_that(told_of, equal_to(BIT_RATES), "the qualities that there are")
        rest = {name: value for name, value in told.items() if name != "bitrate_kbps"}
        assert_that(rest, equal_to(known), "what is told on starting, beside what is known of the track")

    def check_whole_audio(self, stream: Stream, bit_rate: int) -> None:
        """All of the track arrives, as MP3, really at this bit rate in kbit/s."""
        reply = self.audio(stream)
        assert_that(reply.status, equal_to(200), "the status of the audio")
        assert_that(reply.headers["content-type"], equal_to("audio/mpeg"), "the kind of content")
        assert_that(int(reply.headers["content-length"]), equal_to(len(reply.body)), "the length it announces")
        assert_that(_frame_bit_rate(reply.body), equal_to(bit_rate), "kbit/s in the header of the audio")
        seconds = len(reply.body) * 8 / (bit_rate * 1000)
        assert_that(seconds, close_to(self.length, 0.2), f"seconds of audio at {bit_rate} kbit/s")
        self._check_sound(stream, reply)

    def _check_sound(self, stream: Stream, reply: Reply) -> None:
        """It is what the artist handed in, all the time."""
        alike, title = likeness(self._as_made(stream.track.title), reply.body), stream.track.title
        assert alike > ALIKE, f'what sounds is not "{title}" all the time: somewhere it is {alike:.2f} like it'

    def audio(self, stream: Stream, part: str | None = None, address: str | None = None, method: str = "GET") -> Reply:
        """The audio at an address; `part` is a byte range such as `bytes=0-99`. No token goes along."""
        where = urlsplit(address or stream.address)
        client = self._system.service("stream-server")
        headers = {"Range": part} if part else {}
        path = where.path + (f"?{where.query}" if where.query else "")
        return client.request(method, path, headers=headers)

    # What is known of it

    def published_by(self, artist_id: str, title: str, track_id: str | None = None) -> bool:
        """Whether backend-api knows a track of this artist with this title.

        Ready or not; where the database may not be looked into, one that is not ready only by the id it was given.
        """
        if self._system.database is None:
            root = self._accounts.root()
            found = data(root.get(f"/api/v1/tracks?artist_id={artist_id}"))
            found += [data(root.get(f"/api/v1/tracks/{track_id}"))] if track_id else []
            return title in [track["title"] for track in found]
        sql = "SELECT 1 AS found FROM backend.tracks WHERE artist_id = %s::uuid AND title = %s"
        return bool(self._system.database.rows(sql, (artist_id, title)))

    def listened(self, who: Persona) -> list[dict[str, Any]]:
        """What stream-server stored of somebody's listening, oldest first; empty where none may look."""
        if self._system.database is None:
            return []
        return self._system.database.rows(
            "SELECT track_id::text AS track_id, quality, started_at, stopped_at, position_seconds"
            " FROM stream.streams WHERE listener_id = %s::uuid ORDER BY started_at",
            (self._accounts.of(who).id,),
        )

    def check_listened(self, who: Persona, title: str, position: float) -> None:
        """It is stored that somebody listened to a track, and how far, to within two seconds."""
        if self._system.database is None:
            return
        stored = eventually(
            lambda: [row for row in self.listened(who) if abs(row["position_seconds"] - position) < 2],
            has_length(1),
            within=3,
            what=f"what is stored of {who.name} listening until about {position:.1f} s",
        )
        assert_that(stored[0]["track_id"], equal_to(self.tracks[title].id), "the track that is stored")

    def check_listening(self, who: Persona, title: str) -> None:
        """For Veza somebody is listening to this track at the moment."""
        if self._system.cache is None:
            return
        kept = json.loads(self._system.cache.get(f"now_streaming:{self._accounts.of(who).id}") or "{}")
        listening = {"track": kept.get("track", {}).get("id"), "paused": kept.get("paused")}
        expected = {"track": self.tracks[title].id, "paused": False}
        assert_that(listening, equal_to(expected), f"what {who.name} is listening to, as Veza has it")

    def check_listening_still(self, who: Persona, title: str) -> None:
        """They go on listening to it, for a while."""
        key = f"now_streaming:{self._accounts.of(who).id}"
        self.check_listening(who, title)
        if (cache := self._system.cache) is not None:
            never(lambda: cache.exists(key), equal_to(False), during=SETTLE, what=f"whether {who.name} still listens")
        self.check_listening(who, title)

    def check_silent(self, who: Persona) -> None:
        """All that somebody started comes to have been stopped, and for Veza they listen to nothing."""
        assert any(stream.listener == who for stream in self.streams), f"{who.name} has started nothing"
        cache = self._system.cache

        def left() -> list[object]:
            key = f"now_streaming:{self._accounts.of(who).id}"
            kept = [cache.get(key)] if cache is not None and cache.exists(key) else []
            return [*kept, *(row["track_id"] for row in self.listened(who) if row["stopped_at"] is None)]

        eventually(left, equal_to([]), within=SILENT_WITHIN, what=f"what goes on playing for {who.name}")

    def check_nothing_started(self, who: Persona) -> None:
        assert_that(self.listened(who), equal_to([]), f"what is stored of the listening of {who.name}")
        if self._system.cache is not None:
            key = f"now_streaming:{self._accounts.of(who).id}"
            assert_that(self._system.cache.get(key), equal_to(None), "what is playing, in the cache")


def _told_of(backend: HttpClient, path: str) -> dict[str, Any]:
    return dict(data(backend.get(path)))


def _frame_bit_rate(audio: bytes) -> int:
    """kbit/s of the third audio frame (the first may hold only information on the whole)."""
    start = 10 + _tag_size(audio) if audio[:3] == b"ID3" else 0
    rate = 0
    for _ in range(3):
        header = audio[start : start + 4]
        is_frame = len(header) == 4 and header[0] == 0xFF and header[1] & 0xFE == 0xFA
        assert is_frame, f"no MPEG audio frame at byte {start}: {header.hex()}"
        rate = _MP3_BIT_RATES[header[2] >> 4]
        frequency = (44_100, 48_000, 32_000)[header[2] >> 2 & 3]
        start += 144 * rate * 1000 // frequency + (header[2] >> 1 & 1)
    return rate


def _tag_size(audio: bytes) -> int:
    return sum((byte & 0x7F) << shift for byte, shift in zip(audio[6:10], (21, 14, 7, 0), strict=True))
