"""The service levels of Veza: how long each step of an evening takes, and how much flows in a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, not_none

from support.clients.crowd import Answer, Client, Crowd, Request
from support.observing.machine import BUSY, Meanwhile
from support.observing.measuring import EXCUSED, Sample, Unmeasurable, assert_at_most
from support.observing.measuring import Figure as Measure
from support.observing.waiting import eventually
from support.reporting.attachments import attach
from support.reporting.figures import Figure, page
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.system import System
from support.systems.veza.accounts import Accounts, Device
from support.systems.veza.contract import ENTRIES
from support.systems.veza.conversations import Conversations
from support.systems.veza.data import remark
from support.systems.veza.lines import HEARD_WITHIN, QUICK, Line
from support.systems.veza.music import Music, Track

ID = "VZ-24"
BEGINNING = "bytes=0-65535"
"""Of the audio: what a player waits for before it plays."""
PIECES = 200
"""On the playlist of which all is asked: one answer is large enough that not the asking is measured."""
CLIENTS = 8
"""Who fetch something at the same time."""
SECONDS = 1.5
"""For which they go on."""
FIGURES: Mapping[str, Measure] = {"average": "mean", "always": "max"}
MEGABYTE = 1_000_000
SIGN_IN, AUTHENTICATION, DASHBOARD = "signing in", "authentication", "the dashboard"
START, INITIALISED, JOIN = "starting a track", "a stream that is ready", "joining the conversation"
MESSAGE, PLAYLIST = "a message that is seen", "a playlist"


class Levels:
    """The evenings of a scenario, and what flowed."""

    def __init__(self, system: System, accounts: Accounts, music: Music, conversations: Conversations) -> None:
        self._system, self._accounts = system, accounts
        self._music, self._talk = music, conversations
        self._steps: dict[str, Sample] = {}
        self._busy = 0.0
        """The share of this machine that others used in those evenings."""

    def spend_evenings(self, who: Persona, title: str, times: int) -> None:
        """So many evenings of one person, each from signing in on a new device to a playlist."""
        track, meanwhile = self._music.tracks[title], Meanwhile()
        for number in range(times):
            with self._step(SIGN_IN):
                device = self._accounts.sign_in(who, f"device {number}")
            for service, path in ENTRIES.items():
                with self._step(AUTHENTICATION):
                    data(device.clients[service].get(path))
            with self._step(DASHBOARD):
                shown = data(device.on("web").get("/api/dashboard"))
            assert_that(shown["missing"], equal_to([]), f"what the dashboard of {who.name} misses")
            self._start(who, track)
            self._talk_about(who, device, number, track)
            self._collect(device, track, number)
        self._busy = meanwhile.others()

    def _start(self, who: Persona, track: Track) -> None:
        with self._step(START):
            with self._step(INITIALISED):
                stream = self._music.start(who, track.title, "high")
            beginning = self._music.audio(stream, BEGINNING)
        assert beginning.status in {200, 206} and beginning.body, f"the audio of the stream: {beginning.status}"

    def _talk_about(self, who: Persona, device: Device, number: int, track: Track) -> None:
        conversation = self._talk.conversation.id
        with self._step(JOIN):
            socket = self._system.socket(device.chat, device.token, who.name)
            line = Line(who, f"device {number}", socket)
            told = line.join(conversation)
        assert told.get("action") == "joined_conversation", f"{who.name} could not join: {told}"
        said = line.say(conversation, remark(self._system.world.data), track.id)
        watcher = next(one for one in self._talk.lines(self._talk.conversation.members) if one.who != who)
        identity = said.message["id"]
        seen = eventually(
            lambda: watcher.arrivals().get(identity),
            not_none(),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f"when {watcher.name} has seen what {who.name} said",
        )
        assert seen is not None
        self._took(MESSAGE, seen - said.clock)
        socket.close()

    def _collect(self, device: Device, track: Track, number: int) -> None:
        backend = device.on("backend-api")
        with self._step(PLAYLIST):
            asked = {"name": f"Evening {number}", "public": False, "tracks": [track.id]}
            made = data(backend.post("/api/v1/playlists", json=asked), 201)
        self._system.world.cleanup.add("remove a playlist", partial(backend.delete, f"/api/v1/playlists/{made['id']}"))
        assert_that([one["id"] for one in made["tracks"]], equal_to([track.id]), "what is on the playlist")

    def check_steps(self, promised: Sequence[tuple[str, str, float]]) -> None:
        """Each keeps to its time: the name of a step, `average` or `always`, and seconds."""
        figures = [Figure("Veza", step, self._steps[step], limit) for step, _, limit in promised]
        attach("An evening", page("Each step of an evening", figures), "text/html")
        for step, how, limit in promised:
            assert_at_most(self._steps[step], FIGURES[how], limit, step, ID, busy=self._busy)

    # How much flows

    def check_flows(self, who: Persona, promised: Mapping[str, float]) -> None:
        """Of each of these at least so many megabytes a second, with several who fetch it at once."""
        sources = self._sources(who)
        slow, worst, busy = {}, 1.0, 0.0
        for what, least in promised.items():
            service, path = sources[what]
            meanwhile = Meanwhile()
            flowed = self._flow(who, service, path)
            busy = max(busy, meanwhile.others())
            worst = min(worst, flowed / least)
            if flowed < least:
                slow[what] = f"{flowed:.2f} MB/s of {least:g}"
        if slow and busy > BUSY and worst >= 1 / EXCUSED:
            raise Unmeasurable(f"{busy:.0%} of this machine is busy with something else, so that no flow tells: {slow}")
        assert_that(slow, equal_to({}), f"what flows too slowly ({ID})")

    def _sources(self, who: Persona) -> dict[str, tuple[str, str]]:
        """Where each of the flows comes from: a service and a path."""
        tracks = list(self._music.tracks.values())
        track = tracks[0]
        asked = {"name": "All of it", "public": False, "tracks": [one.id for one in tracks] * (PIECES // len(tracks))}
        backend = self._accounts.as_(who, "backend-api")
        playlist = data(backend.post("/api/v1/playlists", json=asked), 201)["id"]
        self._system.world.cleanup.add("remove a playlist", partial(backend.delete, f"/api/v1/playlists/{playlist}"))
        stream = self._music.start(who, track.title, "high")
        _, _, audio = stream.address.partition("/stream/")
        return {
            "audio": ("stream-server", f"/stream/{audio}"),
            "what is known of tracks": ("backend-api", f"/api/v1/playlists/{playlist}"),
            "messages": ("chat-server", f"/api/conversations/{self._talk.conversation.id}/messages?limit=200"),
            "people": ("backend-api", "/api/v1/people?q=a"),
        }

    def _flow(self, who: Persona, service: str, path: str) -> float:
        """Megabytes a second of whole answers."""
        sizes: list[int] = []
        world, platform = self._system.world, self._system.platform
        crowd = Crowd(
            platform.url(service),
            journal=world.journal,
            correlation_id=world.correlation_id,
            authority=platform.authority,
        )
        began = perf_counter()
        until = began + SECONDS
        token = self._accounts.device(who).token
        crowd.run([(token, _fetch(path, until, sizes.append)) for _ in range(CLIENTS)], SECONDS)
        assert_that(len(sizes), greater_than_or_equal_to(CLIENTS), f"answers of {service}")
        return sum(sizes) / MEGABYTE / (perf_counter() - began)

    def _step(self, what: str) -> Any:
        return self._steps.setdefault(what, Sample()).measured()

    def _took(self, what: str, seconds: float) -> None:
        self._steps.setdefault(what, Sample()).add(seconds)


def _fetch(path: str, until: float, got: Callable[[int], object]) -> Client:
    """Somebody who fetches the same again and again until then."""
    while perf_counter() < until:
        answer: Answer = yield Request("GET", path)
        assert answer.status == 200, f"{path.partition('?')[0]} was answered with {answer.status}"
        got(len(answer.body))
