"""Publishing: files that are handed in, what Veza tells of them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, close_to, equal_to, has_entries, has_length, is_in, is_not

from support.clients.http import Reply
from support.observing.measuring import Sample, assert_at_most
from support.observing.sound import ALIKE, fidelity, frames, likeness
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, looks, never, now
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.veza.files import REASONS, File, named
from support.systems.veza.music import BIT_RATES, READY_WITHIN, Track

if TYPE_CHECKING:
    from support.clients.broker import Message, Subscription
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.music import Music
    from support.systems.veza.pages import Browser

KIND = "Night jazz (live) & Söul"
LONGER_BY = 0.2
"""Seconds by which a rendition, and what is told of its length, may differ: codecs work in frames."""
BETTER_BY = 0.5
"""dB by which each quality is nearer to what was handed in than the one below it, at least."""
SETTLE = 0.4
KNOWN_WITHIN = 5.0
PAGE_SEES = 1.5
"""Seconds for which a step has to last for a page, which asks every 0.4 s, to show it for certain."""
LIST = "/api/v1/tracks"
WATCH = 0.03
"""Seconds between two looks at what is told of a track that is being prepared: whoever looks all the time is in the way
of those who prepare it."""
LOOK = 0.004
"""Seconds between two looks where time is measured."""
Told = dict[str, Any]


class Publishing:
    def __init__(self, system: System, accounts: Accounts, music: Music) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._heard: Subscription | None = None
        self._artist: Persona = Persona("Arno", "artist")
        self._title, self._file = "", File("", b"", 0)
        """What was published last."""
        self._each: list[tuple[Persona, File]] = []
        """Who published what at the same moment."""
        self._answer: Told = {}
        """What was told of the track when its file was taken."""
        self._told: list[Told] = []
        """What was told of it afterwards, look by look, until it was ready or given up."""
        self._tried: list[tuple[str, str, Reply]] = []
        """Words of the file, title, answer."""
        self._reasons: Sequence[str] = ()
        self._saved, self._ready = Sample(), Sample()

    def hand_in(self, artist: Persona, title: str, file: File) -> Reply:
        """Hand in a file; what becomes of the track is undone at the end of the scenario."""
        self._listen()
        backend = self._accounts.as_(artist, "backend-api")
        reply = backend.post(
            LIST,
            data={"title": title, "genre": KIND},
            files={"audio": (file.name, file.content, "application/octet-stream")},
        )
        if reply.status == 201:
            path = f"{LIST}/{data(reply, 201)['id']}"
            self._system.world.cleanup.add(f'remove the track "{title}"', partial(backend.delete, path))
        return reply

    def _listen(self) -> None:
        if self._heard is None and self._system.broker is not None:
            self._heard = self._system.broker.subscribe("track.events.>")
            self._system.world.cleanup.add("listen to tracks no longer", self._heard.end)

    # What is taken

    def publish(self, artist: Persona, title: str, words: str) -> None:
        """Hand in this file, and look all the time at what is told of it until it is ready or given up."""
        self._artist, self._title, self._file = artist, title, named(words)
        reply = self.hand_in(artist, title, self._file)
        self._answer = data(reply, 201)
        self._check_not_heard_before(artist, str(self._answer["id"]))
        path = f"/api/v1/tracks/{self._answer['id']}"
        backend = self._accounts.as_(artist, "backend-api")
        for _ in looks(READY_WITHIN, WATCH):
            listed = self._listed(artist, title)
            self._told.append(data(backend.get(path)))
            if self._told[-1]["status"] != "processing":
                break
            assert not listed, f'"{title}" is listed before it is ready'

    def _check_not_heard_before(self, who: Persona, track_id: str) -> None:
        """Whoever starts it before it is ready is told so, and nothing starts."""
        server = self._accounts.as_(who, "stream-server")
        reply = server.post("/api/stream/start", json={"track_id": track_id})
        if reply.status == 200:  # it may have become ready already
            assert data(reply)["metadata"]["renditions"], f'"{self._title}" is started before there is any of it'
        else:
            assert_that(refused(reply, 409).code, equal_to("STREAM_TRACK_NOT_READY"), "why it is not started")

    def publish_at_once(self, artists: Sequence[Persona], files: Sequence[str]) -> None:
        """Each of them hands in one of these files, all at the same moment; all of them become ready."""
        self._listen()
        self._accounts.sign_in_all(artists)
        self._each = [(artist, named(words)) for artist, words in zip(artists, files, strict=True)]
        replies = at_the_same_time([partial(self.hand_in, artist, artist.name, file) for artist, file in self._each])
        for artist, reply in zip(artists, replies, strict=True):
            told = eventually(
                partial(self._told_of, artist, str(data(reply, 201)["id"])),
                has_entries({"status": "ready"}),
                within=READY_WITHIN,
                what=f"how what {artist.name} has handed in stands",
            )
            self._note_track(artist, artist.name, told)

    def check_each_heard(self, who: Persona, qualities: Sequence[str]) -> None:
        """What each of them handed in is what is heard under their name."""
        assert self._each, "nothing was published at the same moment"
        for artist, file in self._each:
            self._file = file
            self.check_qualities(who, artist.name, qualities)

    def _note_track(self, artist: Persona, title: str, told: Told) -> None:
        account, seconds = self._accounts.of(artist), float(told["duration_seconds"])
        name = account.person.display_name
        self._music.tracks[title] = Track(str(told["id"]), title, name, account.id, KIND, seconds)

    def check_prepared(self) -> None:
        """It was being prepared at first and then ready, and progress never went back; the events say the same."""
        title, account = self._title, self._accounts.of(self._artist)
        about = {"title": title, "genre": KIND, "artist": {"id": account.id, "name": account.person.display_name}}
        for told in (self._answer, *self._told, self._metadata(self._artist, str(self._answer["id"]))):
            assert_that(told, has_entries(about), f'what is told of "{title}"')
        assert_that(self._answer["status"], equal_to("processing"), "how it stood when its file was taken")
        statuses = [told["status"] for told in self._told]
        assert_that(statuses[-1], equal_to("ready"), f'what became of "{title}"')
        progress = [self._answer["progress"], *(told["progress"] for told in self._told)]
        assert progress == sorted(progress), f"the progress went back: {progress}"
        assert_that((progress[0], progress[-1]), equal_to((0, 100)), "the progress in the beginning and in the end")
        seconds = self._told[-1]["duration_seconds"]
        assert_that(seconds, close_to(self._file.seconds, LONGER_BY), "the length in seconds")
        theirs = self._metadata(self._artist, str(self._answer["id"]))
        assert_that(_shared(self._told[-1]), equal_to(_shared(theirs)), "what backend-api tells, beside stream-server")
        self._check_events(title, str(self._answer["id"]))
        self._note_track(self._artist, title, self._told[-1])

    def _check_events(self, title: str, track_id: str) -> None:
        """It was told once that it was published, how far it was, ever further, and at last once that it is ready."""
        if self._heard is None:
            return
        eventually(
            lambda: self._events(track_id)[-1:],
            equal_to([("ready", 100)]),
            within=KNOWN_WITHIN,
            what=f'the last of the events about "{title}" but that it was published',
        )
        steps = self._events(track_id)
        progress = [far for what, far in steps if what == "progress"]
        assert_that([what for what, _ in steps], equal_to(["progress"] * len(progress) + ["ready"]), "the events")
        assert progress == sorted(set(progress)), f"the progress that was told: {progress}"
        assert len([far for far in progress if 0 < far < 100]) >= 2, f"no step of the progress was told: {progress}"
        published = [one.data for one in self._messages(track_id) if one.subject.endswith(".published")]
        assert_that(len(published), equal_to(1), f'how often it was told that "{title}" was published')
        assert_that(published[0]["data"]["title"], equal_to(title), "the title that was told")

    def check_told_once(self, title: str) -> None:
        """It was told once that this was published, and once that it is ready."""
        if self._heard is None:
            return

        def published() -> list[str]:
            told = [one.data["data"] for one in self._ours() if one.subject.endswith(".published")]
            return [one["track_id"] for one in told if one["title"] == title]

        (track_id,) = eventually(
            published, has_length(1), within=KNOWN_WITHIN, what=f'the events that "{title}" was published'
        )
        ready = [what for what, _ in self._events(track_id) if what == "ready"]
        assert_that(ready, equal_to(["ready"]), f'how often it was told that "{title}" is ready')

    def _ours(self) -> list[Message]:
        """The events that this scenario gave rise to, so far."""
        heard = self._heard.messages if self._heard else []
        return [one for one in heard if one.data.get("correlation_id") == self._system.world.correlation_id]

    def _messages(self, track_id: str) -> list[Message]:
        heard = self._heard.messages if self._heard else []
        return [one for one in heard if one.data.get("data", {}).get("track_id") == track_id]

    def _events(self, track_id: str) -> list[tuple[str, int]]:
        """What stream-server told of a track: progress, ready or failed, and how far it was."""
        found = [(one.subject.rsplit(".", 1)[1], one.data["data"].get("progress")) for one in self._messages(track_id)]
        return [(what, far) for what, far in found if what in ("progress", "ready", "failed")]

    def check_listed_once(self, who: Persona, title: str) -> None:
        """Whoever looks for it finds it, once, and it is ready."""
        statuses = [one["status"] for one in self._listed(who, title)]
        assert_that(statuses, equal_to(["ready"]), f'"{title}" where {who.name} looks for it')

    def _listed(self, who: Persona, title: str) -> list[Told]:
        """What somebody finds who looks for this title, but for what others have published under it."""
        found = data(self._accounts.as_(who, "backend-api").get(LIST, params={"q": title}))
        return [one for one in found if one["id"] == self._answer["id"]]

    def check_qualities(self, who: Persona, title: str, qualities: Sequence[str]) -> None:
        """Each quality is all of the music at its bit rate, as stream-server tells of it, and better than the last."""
        told = {one["quality"]: one for one in self._metadata(who, self._music.tracks[title].id)["renditions"]}
        assert_that(list(told), equal_to(list(qualities)), "the qualities that there are, the lowest first")
        before = ("nothing", -100.0)
        for quality in qualities:
            audio = self._music.audio(self._music.start(who, title, quality)).body
            self._check_rendition(quality, audio, told[quality])
            good = fidelity(self._file.content, audio)
            assert good > before[1] + BETTER_BY, f"{quality} has {good:.1f} dB, and {before[0]} has {before[1]:.1f}"
            before = (quality, good)

    def _check_rendition(self, quality: str, audio: bytes, told: Mapping[str, Any]) -> None:
        expected = {"bitrate_kbps": BIT_RATES[quality], "bytes": len(audio), "content_type": "audio/mpeg"}
        assert_that(told, has_entries(expected), f"what is told of {quality} quality")
        rates = {rate for rate, _ in frames(audio)}
        assert_that(rates, equal_to({BIT_RATES[quality]}), f"kbit/s of all that there is of {quality} quality")
        seconds = len(audio) * 8 / (BIT_RATES[quality] * 1000)
        assert_that(seconds, close_to(self._file.seconds, LONGER_BY), f"seconds of {quality} quality")
        alike = likeness(self._file.content, audio)
        assert alike > ALIKE, f"{quality} quality is not what was handed in: somewhere it is {alike:.2f} like it"

    def _told_of(self, who: Persona, track_id: str) -> Told:
        """What backend-api knows of a track."""
        return dict(data(self._accounts.as_(who, "backend-api").get(f"{LIST}/{track_id}")))

    def _metadata(self, who: Persona, track_id: str) -> Told:
        """What stream-server knows of a track."""
        return dict(data(self._accounts.as_(who, "stream-server").get(f"/api/tracks/{track_id}")))

    # In the browser

    def hand_in_on_page(self, browser: Browser, title: str, words: str) -> None:
        self._listen()
        self._artist, self._title, self._file = browser.who, title, named(words)
        self._system.world.cleanup.add(f'remove the track "{title}"', self._remove_what_was_taken)
        browser.publishing.hand_in(title, KIND, self._file)

    def _remove_what_was_taken(self) -> None:
        """A track that is not ready is in no list; the event that it was published names it."""
        backend = self._accounts.as_(self._artist, "backend-api")
        listed = data(backend.get(LIST, params={"artist_id": self._accounts.of(self._artist).id}))
        told = [one.data for one in self._ours() if one.subject.endswith(".published")]
        for track_id in {one["id"] for one in listed} | {one["data"]["track_id"] for one in told}:
            backend.delete(f"{LIST}/{track_id}")

    def check_watched(self, browser: Browser) -> None:
        """The page shows progress that grows until the track is ready; each step that lasted long enough to be seen."""
        seen = browser.publishing.watch(self._title)
        assert seen, f'the page showed no progress of "{self._title}"'
        assert seen == sorted(set(seen)), f"the progress that the page showed went back: {seen}"
        (self._answer,) = data(self._accounts.as_(browser.who, "backend-api").get(LIST, params={"q": self._title}))
        steps = [
            one for one in self._messages(str(self._answer["id"])) if one.subject.endswith((".progress", ".ready"))
        ]
        for one, following in pairwise(steps):
            far = one.data["data"]["progress"]
            if following.clock - one.clock > PAGE_SEES:
                assert far in seen, f"it stood at {far} % for {following.clock - one.clock:.1f} s; shown was {seen}"

    def check_refused_on_page(self, browser: Browser, reason: str) -> None:
        browser.publishing.check_refused(self._title, REASONS[reason][1])

    # How soon it is the same everywhere

    def publish_in_turn(self, artist: Persona, times: int) -> None:
        """Publish so many short tracks, and measure for each how soon both services tell the same of it.

        Once when it was saved, and once when stream-server has saved that it is ready.
        """
        file = named("a FLAC file in mono at 32 kHz")
        for number in range(1, times + 1):
            title = f"Étude {number}"
            track_id = str(data(self.hand_in(artist, title, file), 201)["id"])
            self._saved.add(self._until_alike(artist, track_id, title, ready=False))
            self._ready.add(self._until_alike(artist, track_id, title, ready=True))

    def _until_alike(self, artist: Persona, track_id: str, title: str, *, ready: bool) -> float:
        """Seconds from when it was saved, or was ready in stream-server, until backend-api tells the same of it."""
        since = now()
        theirs = self._metadata(artist, track_id)
        if ready:
            for _ in looks(READY_WITHIN, LOOK):
                since, theirs = now(), self._metadata(artist, track_id)
                if theirs["renditions"]:
                    break
        ours: Told = {}
        for _ in looks(KNOWN_WITHIN, LOOK):
            ours = data(self._accounts.as_(artist, "backend-api").get(f"/api/v1/tracks/{track_id}"))
            theirs = theirs if ready else self._metadata(artist, track_id)
            if _shared(ours) == _shared(theirs) and (ours["status"] == "ready" or not ready):
                return now() - since
        raise AssertionError(f'backend-api tells {ours} of "{title}", and stream-server {theirs}')

    def check_soon_alike(self, limit: float) -> None:
        assert_at_most(self._saved, "p95", limit, "metadata from being saved to being the same", "VZ-13")
        assert_at_most(self._ready, "p95", limit, "a track from being ready to being known as ready", "VZ-13")

    # What is not taken, and what is taken at the limit

    def try_each(self, artist: Persona, files: Sequence[str], reasons: Sequence[str] = ()) -> None:
        """Hand in each of these files, under a title of its own, which may be refused for these reasons."""
        self._reasons = reasons
        for number, words in enumerate(files, 1):
            title = f"Try {number}"
            self._tried.append((words, title, self.hand_in(artist, title, named(words))))

    def check_taken(self) -> None:
        """Each was taken, and begun with."""
        assert self._tried, "nothing was handed in"
        for words, title, reply in self._tried:
            assert reply.status == 201, f"{words} was not taken: {reply.status} {reply.text[:200]}"
            assert_that(data(reply, 201)["title"], equal_to(title), f"the title of {words}")
            assert_that(data(reply, 201)["status"], is_in(["processing", "ready"]), f"how {words} stands")

    def check_refused(self) -> None:
        """Each was refused because of the audio and for this reason, one of `REASONS`, in so many words."""
        for (words, _, reply), reason in zip(self._tried, self._reasons, strict=True):
            assert reply.status != 201, f"{words} was taken, though {reason}"
            faults = refused(reply, 422).details["fields"]
            code, message = REASONS[reason]
            told = [(fault["field"], fault["code"], fault["message"]) for fault in faults]
            assert_that(told, equal_to([("audio", code, message)]), f"why {words} is refused")

    def check_not_allowed(self) -> None:
        for words, _, reply in self._tried:
            refusal = refused(reply, 403)
            assert_that(refusal.code, equal_to("AUTH_INSUFFICIENT_PERMISSIONS"), f"why {words} is refused")

    def check_nothing_left(self, people: Sequence[Persona]) -> None:
        """Of what these people handed in nothing is listed, stored, told of as an event, or told of as activity."""
        never(
            lambda: [left for who in people for left in self._left(who)],
            is_not(equal_to([])),
            during=SETTLE,
            what="what is left of files that were refused",
        )

    def _left(self, who: Persona) -> list[str]:
        identity, backend = self._accounts.of(who).id, self._accounts.as_(who, "backend-api")
        listed = data(backend.get(LIST, params={"artist_id": identity}))
        entries = data(backend.get("/api/v1/activity"))
        left = [f"listed: {one['title']}" for one in listed]
        left += [f"activity: {one['summary']}" for one in entries if one["kind"] == "track_published"]
        left += [f"event: {message.subject}" for message in self._ours()]
        if self._system.database is not None:
            for row in self._system.database.rows(
                "SELECT 'backend-api: ' || title AS found FROM backend.tracks WHERE artist_id = %(id)s::uuid"
                " UNION ALL SELECT 'stream-server: ' || title FROM stream.tracks WHERE artist_id = %(id)s::uuid",
                {"id": identity},
            ):
                left.append(f"stored by {row['found']}")
        return left


def _shared(told: Told) -> list[Any]:
    """What both services tell of a track."""
    return [told["title"], told["artist"], told["genre"], told["duration_seconds"]]
