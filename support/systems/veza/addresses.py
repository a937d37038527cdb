"""What there is at the address that a listener was given: each part of the audio, for that track, and for a while."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from hamcrest import assert_that, equal_to, has_property, is_in, not_

from support.clients.unreachable import Unreachable
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.systems.answers import refused

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.music import Music, Stream

INSTANT = 0.1
"""Seconds for which what has ended may still be there."""
GONE_WITHIN = 2.0
"""Seconds until the audio of a track that was removed is gone."""
PARTS = {
    "the first 1000 bytes": ("bytes=0-999", 0, 999),
    "bytes 5000 to 5999": ("bytes=5000-5999", 5_000, 5_999),
    "the last 500 bytes": ("bytes=-500", -500, -1),
    "all from byte 20000": ("bytes=20000-", 20_000, -1),
    "the very first byte": ("bytes=0-0", 0, 0),
    "the very last byte": ("bytes=-1", -1, -1),
    "from byte 20000 beyond the end": ("bytes=20000-99999999", 20_000, -1),
    "more than all, from the end": ("bytes=-99999999", 0, -1),
}
"""How a part is asked for, and the first and last byte of it; negative ones count from the end."""
WHOLE = {
    "several parts, which is all": "bytes=0-9,20-29",
    "a part the wrong way round, which is all": "bytes=9-5",
    "a part in other units, which is all": "seconds=0-5",
    "no part in particular, which is all": "bytes=-",
}
"""What no part is told for, so that the whole is."""


class Addresses:
    def __init__(self, system: System, music: Music) -> None:
        self._system, self._music = system, music
        self._wanted: list[tuple[Reply | Unreachable, str]] = []
        """The parts that were asked for: each answer, or how it broke off, and which it was."""
        self._forged: list[str] = []
        self._unready = ""
        """The id of a track that was removed before it was ready."""
        self._length = 0

    def ask_for(self, who: Persona, parts: Sequence[str]) -> None:
        """Somebody wants these of `PARTS` and `WHOLE` of what they have started: one by one, and all at once."""
        stream = self._music.stream_of(who)
        wanted = {part: words for part, (words, _, _) in PARTS.items()} | WHOLE
        asked = [partial(self._fetch, stream, wanted[part]) for part in parts]
        self._wanted = [*zip((one() for one in asked), parts, strict=True)]
        self._wanted += zip(at_the_same_time(asked), parts, strict=True)

    def _fetch(self, stream: Stream, part: str) -> Reply | Unreachable:
        try:
            return self._music.audio(stream, part)
        except Unreachable as broken:
            return broken

    def check_wanted_parts(self, stream: Stream) -> None:
        """Exactly the bytes that were asked for each time, with a true account of which they are."""
        assert self._wanted, "no part was asked for"
        all_of_it = self._music.audio(stream)
        whole = all_of_it.body
        self._check_head(stream, all_of_it)
        for reply, part in self._wanted:
            assert not isinstance(reply, Unreachable), f"{part} did not come whole: {reply}"
            if part in WHOLE:
                assert_that(reply.status, equal_to(200), f"the status of {part}")
                assert reply.body == whole, f"{part} of the audio is only {len(reply.body)} of {len(whole)} bytes"
                continue
            _, first, last = PARTS[part]
            first = first + len(whole) if first < 0 else first
            last = last + len(whole) if last < 0 else last
            assert_that(reply.status, equal_to(206), f"the status of {part}")
            where = f"bytes {first}-{last}/{len(whole)}"
            assert_that(reply.headers["content-range"], equal_to(where), f"the range of {part}")
            announced = int(reply.headers["content-length"])
            assert_that(announced, equal_to(last - first + 1), f"the announced length of {part}")
            told = {name: reply.headers.get(name) for name in ("content-type", "accept-ranges")}
            assert_that(told, equal_to({"content-type": "audio/mpeg", "accept-ranges": "bytes"}), f"what {part} is")
            assert reply.body == whole[first : last + 1], f"the bytes are not {part} of the audio"

    def _check_head(self, stream: Stream, whole: Reply) -> None:
        """Whoever asks only what there is, is told the same as who gets it, and gets nothing."""
        head = self._music.audio(stream, method="HEAD")
        assert_that((head.status, head.body), equal_to((200, b"")), "the status, and what comes, of HEAD")
        for name in ("content-type", "content-length", "accept-ranges"):
            assert_that(head.headers.get(name), equal_to(whole.headers.get(name)), f"the {name} that HEAD tells")

    def ask_beyond(self, stream: Stream) -> None:
        self._length = len(self._music.audio(stream).body)
        self._system.judge(self._music.audio(stream, f"bytes={self._length}-{self._length + 99}"), stream.listener)

    def check_told_length(self, stream: Stream) -> None:
        reply = self._system.replies[-1]
        assert_that(reply.status, equal_to(416), "the status for a part beyond the end")
        assert_that(reply.headers["content-range"], equal_to(f"bytes */{self._length}"), "the length it tells")
        assert not reply.headers.get("content-type", "").startswith("audio/"), "audio came along"

    def check_good_for(self, stream: Stream, seconds: float) -> None:
        """The address works until its time is up and not after; the time is that which was asked for."""
        clock = self._system.world.clock
        good: list[float] = []
        """When it was asked for each time that there was audio."""

        def is_over() -> bool:
            asked = clock()
            if self._music.audio(stream, "bytes=0-99").status == 403:
                return True
            good.append(asked)
            return False

        eventually(is_over, equal_to(True), within=seconds + 1, poll=0.02, what="whether the address has expired")
        ended = clock()
        assert good, "there never was audio at the address"
        assert ended >= stream.asked + seconds, (
            f"the address was good for {ended - stream.asked:.2f} s of {seconds:g} s"
        )
        late = good[-1] - (stream.told + seconds)
        assert late < INSTANT, f"there still was audio {late:.2f} s after the time of the address was up"
        refusal = refused(self._music.audio(stream), 403)
        assert_that(refusal.code, equal_to("STREAM_ADDRESS_EXPIRED"), "the reason")

    def forge(self, stream: Stream, forgery: str) -> None:
        """The address of a stream, changed in each way as somebody would who wants more than they were given."""
        if forgery == "another seal":
            seal = dict(parse_qsl(urlsplit(stream.address).query))["signature"]
            self._forged = [stream.address.replace(seal, other) for other in _like(seal)]
            return
        parts = urlsplit(stream.address)
        query = dict(parse_qsl(parts.query))
        path = parts.path
        if forgery == "another track":
            other = next(track for track in self._music.tracks.values() if track.id != stream.track.id)
            path = path.replace(stream.track.id, other.id)
        elif forgery == "better quality":
            path = path.replace(f"/{stream.quality}.mp3", "/high.mp3")
        elif forgery == "a longer time":
            query["expires"] = str(int(float(query["expires"])) + 3_600)
        elif forgery == "another listener":
            query["listener"] = str(uuid.uuid4())
        elif forgery == "no seal at all":
            del query["signature"]
        else:
            raise ValueError(f"there is no forgery called {forgery!r}")
        forged = parts._replace(path=path, query=urlencode(query)).geturl()
        assert forged != stream.address, f"changing the address for {forgery} changed nothing"
        self._forged = [forged]

    def check_no_audio(self, stream: Stream) -> None:
        """Nothing but a refusal at each forged address, while the true one still works."""
        assert self._forged, "no address was changed"
        for address in self._forged:
            refused(self._music.audio(stream, address=address), 400, 403)
            head = self._music.audio(stream, address=address, method="HEAD")
            assert_that(head.status, is_in((400, 403)), "the status of HEAD")
        assert_that(self._music.audio(stream).status, equal_to(200), "the status at the true address")

    def remove_unready(self, artist: Persona, title: str) -> None:
        self._unready = self._music.remove_handed_in(artist, title)

    def check_nowhere(self, who: Persona) -> None:
        """Soon neither service knows what was removed before it was ready, and nobody starts it; and so it stays."""
        backend, server = (
            self._system.service(service, self._system.token_of(who)) for service in ("backend-api", "stream-server")
        )

        def told() -> list[int]:
            known = backend.get(f"/api/v1/tracks/{self._unready}"), server.get(f"/api/tracks/{self._unready}")
            started = server.post("/api/stream/start", json={"track_id": self._unready})
            return [reply.status for reply in (*known, started)]

        what = "the answers of both services about what was removed before it was ready, and to starting it"
        eventually(told, equal_to([404] * 3), within=GONE_WITHIN, what=what)
        never(told, not_(equal_to([404] * 3)), during=INSTANT, what=what)

    def check_no_audio_any_more(self, who: Persona, title: str) -> None:
        """At none of the addresses at which somebody heard a track, which was removed, there is any of it."""
        heard = [stream for stream in self._music.streams if (stream.listener, stream.track.title) == (who, title)]
        assert heard, f'{who.name} was given no address for "{title}"'
        for stream in heard:
            eventually(
                partial(self._music.audio, stream),
                has_property("status", 404),
                within=GONE_WITHIN,
                what=f'the answer at the address that {who.name} was given for "{title}"',
            )


def _like(seal: str) -> list[str]:
    """Seals that differ from one in a single place, at its beginning or its end, or are a part of it."""
    first, last = ("0" if sign != "0" else "1" for sign in (seal[0], seal[-1]))
    return [first + seal[1:], seal[:-1] + last, seal[:-1], seal[: len(seal) // 2]]
