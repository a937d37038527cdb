"""Several people who use everything at the same moment: what each was answered, and how long it took."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from hamcrest import assert_that, empty, equal_to, not_, not_none

from support.clients.websocket import SocketClient
from support.observing.machine import Meanwhile
from support.observing.measuring import Sample, assert_at_most
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, looks
from support.reporting.attachments import attach
from support.reporting.figures import Figure, page
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.system import System
from support.systems.veza.accounts import Accounts, Device
from support.systems.veza.conversations import Conversations
from support.systems.veza.data import remark
from support.systems.veza.lines import HEARD_WITHIN, Line
from support.systems.veza.music import Music, Track

ID = "VZ-20"
LOOK = 0.01
"""Seconds between two looks for an answer, which tells itself when it came: fourteen who look all the time are in the
way of those who answer."""
THINGS = 4
"""That each talker says, and that each player is told to do."""
PAUSE = 0.1
"""Seconds between two of them."""
QUALITIES = ("low", "high")
"""Of the two streams that each of them starts."""
OWN_CALLS = {
    "listener": "/api/v1/activity",
    "artist": "/api/v1/tracks?artist_id={id}",
    "moderator": "/api/v1/people?q={name}",
    "admin": "/api/v1/admin/audit-log",
}
"""What each role has to ask backend-api for."""

Call = tuple[str, str]
"""A service and what is asked of it, as a sentence names it."""
SIGN_IN: Call = ("web", "signing in")
DASHBOARD: Call = ("web", "the dashboard")
OWN: Call = ("backend-api", "what their role has to look at")
START: Call = ("stream-server", "the start of a stream")
COMMAND: Call = ("stream-server", "a command to a stream")
LIST: Call = ("chat-server", "the list of conversations")
MESSAGE: Call = ("chat-server", "a message")


@dataclass(frozen=True)
class Answered:
    """What somebody was told, and what they ought to be."""

    call: Call
    who: Persona
    told: Any
    expected: Any


class Busy:
    """Rounds in which all of them do all of it, and what came of them."""

    def __init__(self, system: System, accounts: Accounts, music: Music, conversations: Conversations) -> None:
        self._system, self._accounts = system, accounts
        self._music, self._talk = music, conversations
        self._samples: dict[Call, Sample] = {}
        self._answered: list[Answered] = []
        self._own_conversations: dict[str, str] = {}
        self._streams: list[str] = []
        """The ids of all streams that were started."""
        self._busy = 0.0
        """The share of this machine that others used while they did."""

    def use_everything(self, people: Sequence[Persona], times: int) -> None:
        """So many rounds. In each, at the same moment, for four people: 4 sign-ins; then 4 dashboards, 4 looks of each
        role, 8 starts of streams and 6 lists; then 8 sockets of players and 6 of talkers, half of the people on two.
        """
        self._make_own_conversations(people)
        meanwhile = Meanwhile()
        for _ in range(times):
            self._accounts.sign_in_at_once(people, 1)
            fresh = self._accounts.signed_in[-len(people) :]
            for who, attempt, _device in fresh:
                self._took(SIGN_IN, attempt.reply.elapsed)
                self._note(SIGN_IN, who, data(attempt.reply)["user"]["id"], self._accounts.of(who).id)
            devices = {who.name: device for who, _, device in fresh}
            talkers = [*people, *people[: len(people) // 2]]
            streams = self._ask(people, talkers, devices)
            self._use_sockets(
                [(who, devices[who.name], stream) for who, stream in streams],
                [(who, devices[who.name]) for who in talkers],
            )
        self._busy = meanwhile.others()

    def _use_sockets(
        self, players: Sequence[tuple[Persona, Device, str]], talkers: Sequence[tuple[Persona, Device]]
    ) -> None:
        """All of them open theirs at the same moment; then they steer and talk at the same time."""
        sockets = at_the_same_time(
            [partial(self._system.socket, "stream-server", device.token, who.name) for who, device, _ in players]
        )
        lines = at_the_same_time(
            [partial(self._join, who, device, number) for number, (who, device) in enumerate(talkers)]
        )
        acts: list[Callable[[], None]] = [
            partial(self._play, who, socket, stream) for socket, (who, _, stream) in zip(sockets, players, strict=True)
        ]
        for line in lines:
            texts = [remark(self._system.world.data) for _ in range(THINGS)]
            acts.append(partial(self._talk_on, line, texts))
        at_the_same_time([partial(self._in_turn, number / len(acts), act) for number, act in enumerate(acts)])

    def _in_turn(self, share: float, act: Callable[[], None]) -> None:
        """Begin a share of the usual pause later than the first: people are at it at the same time, not in step."""
        _pause(share * PAUSE)
        act()

    def _make_own_conversations(self, people: Sequence[Persona]) -> None:
        """One for each of them alone, so that what they find tells them apart."""
        for who in people:
            chat = self._accounts.as_(who, "chat-server")
            made = data(chat.post("/api/conversations", json={"name": f"Notes of {who.name}", "members": []}), 201)
            self._own_conversations[who.name] = made["id"]
            path = f"/api/conversations/{made['id']}"
            self._system.world.cleanup.add(f"remove the notes of {who.name}", partial(chat.delete, path))

    def _ask(
        self, people: Sequence[Persona], talkers: Sequence[Persona], devices: Mapping[str, Device]
    ) -> list[tuple[Persona, str]]:
        """All that is asked for by calls; the streams that were started, each with its listener."""
        tracks = list(self._music.tracks.values())
        started: list[tuple[Persona, str]] = []

        def start(who: Persona, track: Track, quality: str) -> None:
            started.append((who, self._start(who, devices[who.name], track, quality)))

        acts: list[Callable[[], None]] = []
        for who in people:
            device = devices[who.name]
            acts += [partial(self._open_dashboard, who, device), partial(self._look, who, device)]
            acts += [
                partial(start, who, tracks[number % len(tracks)], quality) for number, quality in enumerate(QUALITIES)
            ]
        acts += [partial(self._list, who, devices[who.name]) for who in talkers]
        at_the_same_time(acts)
        return started

    def _open_dashboard(self, who: Persona, device: Device) -> None:
        reply = device.on("web").get("/api/dashboard")
        shown = data(reply)
        self._took(DASHBOARD, reply.elapsed)
        self._note(DASHBOARD, who, (shown["profile"]["id"], *shown["missing"]), (self._accounts.of(who).id,))

    def _look(self, who: Persona, device: Device) -> None:
        account = self._accounts.of(who)
        path = OWN_CALLS[who.role].format(id=account.id, name=account.person.display_name.partition(" ")[0])
        reply = device.on("backend-api").get(path)
        self._took(OWN, reply.elapsed)
        self._note(OWN, who, bool(data(reply)), True)

    def _start(self, who: Persona, device: Device, track: Track, quality: str) -> str:
        reply = device.on("stream-server").post("/api/stream/start", json={"track_id": track.id, "quality": quality})
        got = data(reply)
        self._took(START, reply.elapsed)
        told = (got["metadata"]["id"], got["metadata"]["title"], got["quality"], track.id in got["stream_url"])
        self._note(START, who, told, (track.id, track.title, quality, True))
        self._streams.append(got["stream_id"])
        return str(got["stream_id"])

    def _list(self, who: Persona, device: Device) -> None:
        reply = device.on("chat-server").get("/api/conversations")
        self._took(LIST, reply.elapsed)
        told = {one["id"] for one in data(reply)}
        self._note(LIST, who, told, {self._talk.conversation.id, self._own_conversations[who.name]})

    def _play(self, who: Persona, socket: SocketClient, stream: str) -> None:
        """As a player does."""
        for kind, state in (("Play", "playing"), ("Pause", "paused"), ("Play", "playing"), ("Stop", "stopped")):
            command = {"type": kind, "command_id": str(uuid.uuid4()), "stream_id": stream, "position_seconds": 0.5}
            told, seconds = _commanded(socket, command)
            self._took(COMMAND, seconds)
            wanted = (True, stream, state)
            self._note(COMMAND, who, (told["success"], *_state(told)), wanted)
            _pause(PAUSE)
        socket.close()

    def _join(self, who: Persona, device: Device, number: int) -> Line:
        line = Line(who, f"device {number}", self._system.socket(device.chat, device.token, who.name))
        told = line.join(self._talk.conversation.id)
        assert told.get("action") == "joined_conversation", f"{who.name} could not join the conversation: {told}"
        return line

    def _talk_on(self, line: Line, texts: Sequence[str]) -> None:
        """Several things, from a device that leaves after them."""
        for text in texts:
            self._say(line, text)
            _pause(PAUSE)
        line.leave(self._talk.conversation.id)

    def _say(self, line: Line, text: str) -> None:
        who, said = line.who, line.say(self._talk.conversation.id, text)
        eventually(
            said.answers, not_(empty()), within=HEARD_WITHIN, poll=LOOK, what=f"the answer that {line.name} gets"
        )
        message = said.message
        self._took(MESSAGE, said.confirmed_at - said.clock)
        self._note(MESSAGE, who, (message["content"], message["sender"]["id"]), (said.text, self._accounts.of(who).id))
        self._talk.said.append(said)

    def check_answered(self) -> None:
        """Every call was answered, to everybody with what is theirs, and no two streams are one."""
        wrong = [f"{one.who.name}, {one.call[1]}: {one.told}" for one in self._answered if one.told != one.expected]
        assert_that(wrong, equal_to([]), "what was not answered as it ought to be")
        self._accounts.check_signed_in_as_themselves()
        assert_that(len(set(self._streams)), equal_to(len(self._streams)), "how many streams differ")
        counts = {call: sample.count for call, sample in self._samples.items()}
        noted = {call: sum(one.call == call for one in self._answered) for call in counts}
        assert_that(noted, equal_to(counts), "how often each was asked for, and answered")

    def check_every_call(self, mean: float, most: float) -> None:
        """Whatever is asked for keeps within this average, and 95 % of the times within the other."""
        self._attach(dict.fromkeys(self._samples, mean))
        for (service, what), sample in self._samples.items():
            assert_at_most(sample, "mean", mean, f"{what}, at {service}", ID, busy=self._busy)
            assert_at_most(sample, "p95", most, f"{what}, at {service}", ID, busy=self._busy)

    def check_calls(self, promised: Mapping[Call, float]) -> None:
        """Each of these calls keeps its own average, in seconds."""
        self._attach(promised)
        for call, mean in promised.items():
            service, what = call
            assert call in self._samples, f"{what} of {service} was not measured; there are {sorted(self._samples)}"
            assert_at_most(self._samples[call], "mean", mean, f"{what}, at {service}", "VZ-24", busy=self._busy)

    def _attach(self, promised: Mapping[Call, float]) -> None:
        figures = [Figure(*call, sample, promised.get(call)) for call, sample in self._samples.items()]
        attach("Figures", page("Four people who use everything at once", figures), "text/html")

    def _took(self, call: Call, seconds: float) -> None:
        self._samples.setdefault(call, Sample()).add(seconds)

    def _note(self, call: Call, who: Persona, told: object, expected: object) -> None:
        self._answered.append(Answered(call, who, told, expected))


def _pause(seconds: float) -> None:
    list(looks(seconds, seconds, stretch=1))


def _commanded(socket: SocketClient, command: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """The answer to a command, and the seconds until it came."""
    sent = socket.send(command)
    frame = eventually(
        lambda: next((one for one in socket.frames if one.data.get("command_id") == command["command_id"]), None),
        not_none(),
        within=HEARD_WITHIN,
        poll=LOOK,
        what=f"the answer to {command['type']}",
    )
    assert frame is not None
    return dict(frame.data), frame.clock - sent


def _state(told: Mapping[str, Any]) -> tuple[str, str]:
    given = told["data"] or {}
    return given.get("stream_id", ""), given.get("state", "")
