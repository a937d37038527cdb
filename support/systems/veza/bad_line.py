"""Saying and hearing over lines that break: from a device of the suite, and from a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, has_length, is_in, not_, not_none

from support.clients.unreachable import Unreachable
from support.clients.websocket import GONE
from support.observing.histories import NothingProven
from support.observing.waiting import eventually, looks, never
from support.systems.veza.data import remark
from support.systems.veza.lines import BURST_WITHIN, HEARD_WITHIN
from support.systems.veza.times import moment

if TYPE_CHECKING:
    from hamcrest.core.matcher import Matcher

    from support.clients.surroundings import SilentLines
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.lines import Line
    from support.systems.veza.pages import Browser
    from support.systems.veza.seen import Seen

TRIED_WITHIN = 30.0
"""Seconds until it has tried so often: nobody promises how long it waits, but that each wait is longer."""
LONGER = 1.2
"""Times the wait before, that a wait has to last to be called longer, and not late by chance."""
PAGE_WAITS, PAGE_LATE = 0.5, 1.4
"""Seconds by its clock that a page waits before the first of its tries, and how many times as long it takes to see it,
at most: the clock goes on while a line breaks."""
SILENT_WITHIN, SILENT_STEP = 60.0, 2.0
"""Seconds by its clock after which a page has noticed that its line is silent, and by which that is moved at a time."""
GIVEN_UP_WITHIN = 60.0
"""Seconds by its clock after which a page that tries to come back has given up."""
LIVE, FIRST_TRY, NOT_CONNECTED = "Live", "Reconnecting (try 1 of 5)…", "Not connected"
"""What a page tells of its line: that it has one, when that has broken, and when it has given up."""
STEP = 0.1
"""Seconds by which that clock is moved at a time."""
ASKED, PINGS, ROUNDS = 40, 700, 10
"""How often somebody who reads nothing asks for all that was said, and whether anybody is there: more than is kept for
them. And how often they do all that again: what is on the way may keep much of it, on some ways most."""
CUT_WITHIN = 1.0
"""Seconds in which it has shown each time whether it was too much."""
TOO_SLOW = 4408
"""The code with which whoever reads too slowly is cut off."""
PAGE = 500
"""Messages that whoever comes back is told at once."""
SETTLE = 0.4


class BadLine:
    """What becomes of what is said while lines break."""

    def __init__(self, system: System, accounts: Accounts, talk: Conversations, seen: Seen) -> None:
        self._system, self._accounts, self._talk, self._seen = system, accounts, talk, seen
        self._known = 0
        """The number of the last message that whoever lost their line has seen."""
        self._told: list[dict[str, Any]] = []
        """What whoever came back was told of, page by page."""
        self._written: list[str] = []
        """What was written in a browser without a line."""
        self._tries: list[float] = []
        """When the tries of a browser to come back failed."""
        self._silent: SilentLines | None = None
        """The line of a browser that may fall silent."""
        self._opened: list[str] = []
        """The lines that a browser opened, and that broke."""
        self._break: Callable[[], list[str]] = list
        """Breaks the line of a browser; the lines that it opens afterwards."""
        self._came_back: list[tuple[str, float]] = []
        """What a browser told at each break of its line, and the seconds by its clock until it opened another."""
        self._mended = datetime.now(UTC)
        self._unread: Line | None = None
        """The line over which somebody read no more."""

    # Devices of the suite

    def say_over_breaking_lines(self, who: Persona, text: str, times: int) -> None:
        """Say something, and again over so many new lines; all but the last break before the answer is read."""
        first = self._talk.say(who, text)
        others = self._talk.lines(self._talk.others(who))
        for line in others:
            eventually(
                partial(line.first, lambda frame: frame.get("message", {}).get("content") == text),
                not_none(),
                within=HEARD_WITHIN,
                what=f'"{text}" as {line.name} sees it',
            )
        for number in range(1, times + 1):
            self._talk.vanish(who)
            self._talk.join(who)
            again = self._talk.line(who).say(self._talk.conversation.id, text, identity=first.client_message_id)
            if number == times:
                self._talk.said.append(replace(again, clock=first.clock))

    def check_same_message(self, who: Persona) -> None:
        """What was confirmed at last is what the others saw, and what whoever said it was told on coming back."""
        said = self._talk.said_last(who)
        told = [one for one in self._talk.told[who.name]["messages"] if one["content"] == said.text]
        assert_that(told, equal_to([said.message]), f"what {who.name} was told of it on coming back")

    def miss(self, who: Persona, speakers: Sequence[Persona], number: int, length: int = 0) -> None:
        """The line of somebody breaks without a word, and the others say so many things, each when it can.

        Each is a remark, or so many emoji.
        """
        self._talk.say_in_turn(speakers, len(speakers))
        self._known = self._talk.said[-1].message["sequence"]
        self._talk.vanish(who)
        for place, speaker in enumerate(speakers):
            if share := len(range(place, number, len(speakers))):
                self._talk.say_without_pause(speaker, share, "🎧" * length)

    def hang(self, who: Persona, speakers: Sequence[Persona], number: int, length: int) -> None:
        """A device of somebody reads no more, though ever more comes to it; the others say so many things meanwhile.

        What comes is large: the conversation has as many messages of so many emoji, and is asked for again and again.
        """
        conversation, line = self._talk.conversation.id, self._talk.line(who)
        self._talk.say_in_turn(speakers, len(speakers))
        self._known = self._talk.said[-1].message["sequence"]
        line.read_no_more()
        self._talk.say_without_pause(speakers[0], number, "🎧" * length)
        there, person = self._talk.line(speakers[0]), self._accounts.of(who).id
        for _ in range(ROUNDS):
            with suppress(Unreachable):
                for _ in range(ASKED):
                    line.ask_to_join(conversation, after=0)
                for _ in range(PINGS):
                    line.ping()
            if any(there.last_presence_of(person) is False for _ in looks(CUT_WITHIN)):
                break
        before = len(self._talk.said)
        self._talk.say_in_turn(speakers, number)
        self._unread = line
        meanwhile = [said.message for said in self._talk.said[before:]]
        for other in self._talk.lines(speakers):
            what = f"the messages that {other.name} has not seen"
            eventually(partial(other.not_seen, meanwhile), equal_to([]), within=HEARD_WITHIN, what=what)

    def check_cut_off(self, who: Persona) -> None:
        """Whoever read no more is told, when they read on, that they were cut off because of that."""
        assert self._unread is not None, "nobody has read too little"
        assert_that(self._unread.read_on(), is_in((TOO_SLOW, GONE)), f"why the connection of {who.name} has ended")
        self._talk.vanish(who)

    def say_elsewhere(self, who: Persona, device: str) -> None:
        """Somebody says something on another device of theirs."""
        self._talk.join(who, device)
        said = self._talk.line(who, device).say(self._talk.conversation.id, remark(self._system.world.data))
        self._talk.said.append(said)
        assert said.message["content"] == said.text, "what was confirmed"

    def come_back(self, who: Persona, speakers: Sequence[Persona]) -> None:
        """Somebody joins again, asking for all since what they know, until there is no more; the others talk on."""
        line, last, more = self._talk.line(who), self._known, True
        while more:
            told = line.join(self._talk.conversation.id, after=last)
            assert told["type"] == "ActionConfirmed", f"{who.name} could not come back: {told}"
            assert_that(len(told["messages"]) <= PAGE, equal_to(True), f"whether at most {PAGE} are told at once")
            self._told += told["messages"]
            last, more = max([last, *(one["sequence"] for one in told["messages"])]), told["has_more"]
            self._talk.say_in_turn(speakers, len(speakers))

    def check_missed_nothing(self, who: Persona) -> None:
        """All that was said since the line broke has come once, in order, as it was confirmed: told, or live."""
        expected = sorted(
            (said.message for said in self._talk.said if said.message["sequence"] > self._known),
            key=lambda message: int(message["sequence"]),
        )
        line = self._talk.line(who)
        eventually(
            lambda: len(self._told) + len(line.live()),
            greater_than_or_equal_to(len(expected)),
            within=BURST_WITHIN,
            what=f"how many messages {who.name} has got since the line broke",
        )
        got = [*self._told, *line.live()]
        numbers, wanted = ([one["sequence"] for one in some] for some in (got, expected))
        assert_that(numbers, equal_to(wanted), f"the numbers of what {who.name} has got since the line broke")
        differ = [one["sequence"] for one, other in zip(got, expected, strict=True) if one != other]
        assert_that(differ, equal_to([]), "the numbers of messages that are not as they were confirmed")
        never(
            lambda: len(self._told) + len(line.live()),
            greater_than_or_equal_to(len(expected) + 1),
            during=SETTLE,
            what=f"how many messages {who.name} has got",
        )

    # Browsers

    def cut_off(self, browser: Browser, speaker: Persona, number: int) -> None:
        """A browser has no line any more, and somebody says so many things."""
        browser.conversation.await_live()
        self._tries = browser.watch_tries()
        browser.lose_line()
        self._talk.say_without_pause(speaker, number)

    def write(self, browser: Browser, texts: Sequence[str]) -> None:
        """Somebody writes something that cannot be sent, or whose answer does not come."""
        for text in texts:
            browser.conversation.write(text)
        self._written += texts

    def check_on_their_way(self, browser: Browser) -> None:
        """The page has lost its line, and shows all that was written, each once, as being sent."""
        browser.conversation.await_lost()
        browser.conversation.check_states(self._written, "sending")

    def check_arrived_after(self, browser: Browser, people: Sequence[Persona]) -> None:
        """The line is back, and what was written comes to each of these once, in the order it was written."""
        browser.regain_line()
        browser.conversation.check_states(self._written, "sent", BURST_WITHIN)
        self._check_each_got(browser.who, people)

    def _check_each_got(self, writer: Persona, people: Sequence[Persona]) -> None:
        for text in self._written:
            self._talk.expect_said_elsewhere(writer, text)
            self._seen.check_seen_once(people, self._talk.latest)
        identity = self._accounts.of(writer).id
        for line in self._talk.lines(people):
            seen = [one["content"] for one in line.live() if one["sender"]["id"] == identity]
            assert_that(seen, equal_to(self._written), f"what {line.name} saw of {writer.name}")

    def check_reads_all(self, browser: Browser) -> None:
        """All that is in the history is on the page, word for word, once and in that order."""
        history = self._talk.history(browser.who, limit=200)["messages"]
        browser.conversation.check_messages([message["content"] for message in history])

    def check_tries(self, browser: Browser, times: int) -> None:
        """The browser tried so often and no more, and each time it waited longer than before."""
        tries = self._tries
        eventually(
            lambda: (browser.source(), len(tries))[1],
            greater_than_or_equal_to(times),
            within=TRIED_WITHIN,
            what=f"how often the browser of {browser.who.name} has tried to come back",
        )
        waits = [after - before for before, after in pairwise(tries)]
        told = ", ".join(f"{wait:.2f} s" for wait in waits)
        for shorter, longer in pairwise(waits):
            assert longer > LONGER * shorter, f"the waits between its tries do not grow: {told}"
        never(
            lambda: (browser.source(), len(tries))[1],
            greater_than_or_equal_to(times + 1),
            during=waits[0],
            what=f"how often the browser of {browser.who.name} has tried to come back",
        )

    def open_over_line_that_may_fall_silent(self, browser: Browser) -> None:
        """Have somebody open the conversation, with the clock of the page in our hand."""
        self._silent = browser.surroundings.let_fall_silent("**/ws/chat")
        browser.surroundings.hold_clock()
        browser.enter(f"/conversations/{self._talk.conversation.id}")
        browser.conversation.await_live()

    def fall_silent(self, speaker: Persona, text: str) -> None:
        """The line of the page stays open, and nothing comes over it any more; somebody says something meanwhile."""
        assert self._silent is not None, "no line of a browser may fall silent in this scenario"
        self._opened = self._silent.fall_silent()
        self._talk.say_confirmed(speaker, text)

    def lose_answer(self, browser: Browser, text: str) -> None:
        """Somebody writes something that arrives, but no answer comes, and no line can be made any more."""
        assert self._silent is not None, "no line of a browser may fall silent in this scenario"
        self._silent.fall_silent()
        self.write(browser, [text])
        self._talk.expect_said_elsewhere(browser.who, text)
        self._silent.break_what_opens()
        browser.conversation.check_states([text], "sending")
        for _ in range(round((SILENT_WITHIN + GIVEN_UP_WITHIN) / SILENT_STEP)):
            browser.surroundings.go_on(SILENT_STEP)
            if browser.conversation.connection() == NOT_CONNECTED:
                break

    def check_once_when_tried_again(self, browser: Browser, text: str, people: Sequence[Persona]) -> None:
        """A line can be made again, and the person tries again: all see it once, and the history has it once."""
        assert self._silent is not None, "no line of a browser may fall silent in this scenario"
        self._silent.mend()
        browser.conversation.try_again(text)
        browser.conversation.await_live()
        browser.conversation.check_states([text], "sent")
        self._check_each_got(browser.who, people)
        self.check_reads_all(browser)

    def check_notices_silence(self, browser: Browser) -> None:
        """The page has not read it; within a while by its clock it opens another line by itself, and then has."""
        text = self._talk.said[-1].text
        assert text not in browser.conversation.texts(), f'"{text}" came over a line that is silent'
        for _ in range(round(SILENT_WITHIN / SILENT_STEP)):
            browser.surroundings.go_on(SILENT_STEP)
            if self._opened:
                break
        told = f"the lines that the page of {browser.who.name} opened within {SILENT_WITHIN:g} s of silence"
        assert_that(self._opened, has_length(1), told)
        self.check_reads_all(browser)
        browser.conversation.await_live()

    def open_over_line_that_may_break(self, browser: Browser) -> None:
        """Have somebody open the conversation, with their line and the clock of the page, which stands, in our hand."""
        self._break = browser.surroundings.let_break("**/ws/chat")
        browser.surroundings.hold_clock(still=True)
        browser.enter(f"/conversations/{self._talk.conversation.id}")
        self._await_connection(browser, equal_to(LIVE))

    def break_again_and_again(self, browser: Browser, times: int) -> None:
        """The line breaks so often, each time when the page is back; or until it does not come back any more."""
        for _ in range(times):
            opened = self._break()
            told = eventually(
                browser.conversation.connection,
                not_(equal_to(LIVE)),
                within=HEARD_WITHIN,
                what=f"what the page of {browser.who.name} tells of its line, which has broken",
            )
            waited = 0.0
            while not opened and waited < GIVEN_UP_WITHIN:
                browser.surroundings.go_on(STEP)
                waited += STEP
            self._came_back.append((told, waited))
            if not opened:
                break
            self._await_connection(browser, equal_to(LIVE))

    def check_came_back_at_first(self, browser: Browser, times: int) -> None:
        """Each time the page told of the first of its tries, which was after the shortest wait."""
        told = [words for words, _ in self._came_back]
        assert_that(told, equal_to([FIRST_TRY] * times), f"what the page of {browser.who.name} told at each break")
        for waited in (waited for _, waited in self._came_back):
            waits = f"the page waited {[f'{each:.1f}' for _, each in self._came_back]} s, and ought {PAGE_WAITS} s each"
            assert PAGE_WAITS - STEP <= waited <= PAGE_WAITS * PAGE_LATE + STEP, waits

    def _await_connection(self, browser: Browser, wanted: Matcher[str]) -> None:
        """The clock of the page goes on step by step meanwhile."""

        def told() -> str:
            browser.surroundings.go_on(STEP)
            return browser.conversation.connection()

        eventually(told, wanted, within=BURST_WITHIN, what=f"what the page of {browser.who.name} tells of its line")

    def open_over_breaking_line(self, browser: Browser) -> None:
        """Have somebody open the conversation while no line to chat-server lasts, and the page's clock stands still."""
        self._opened = browser.surroundings.break_what_opens("**/ws/chat")
        browser.surroundings.hold_clock(still=True)
        browser.enter(f"/conversations/{self._talk.conversation.id}")

    def check_tries_by_its_clock(self, browser: Browser, times: int) -> None:
        """The page opened a line so often after the first, and waited longer each time; then it gave up."""
        moments: list[float] = []
        for number in range(round(GIVEN_UP_WITHIN / STEP)):
            if len(self._opened) > len(moments):
                moments += [number * STEP] * (len(self._opened) - len(moments))
            if len(moments) > times:
                break
            browser.surroundings.go_on(STEP)
        waits = [after - before for before, after in pairwise(moments)]
        told = ", ".join(f"{wait:.1f} s" for wait in waits)
        assert_that(len(waits), equal_to(times), f"how often the page tried to come back: after {told}")
        for number, wait in enumerate(waits):
            due = PAGE_WAITS * 2**number
            told_so = f"the waits between its tries do not double from {PAGE_WAITS} s: {told}"
            assert due - STEP <= wait <= due * PAGE_LATE + STEP, told_so
        browser.surroundings.go_on(GIVEN_UP_WITHIN)
        never(
            lambda: (browser.source(), len(self._opened))[1],
            greater_than_or_equal_to(times + 2),
            during=SETTLE,
            what=f"how many lines the page of {browser.who.name} has opened",
        )

    def check_arrives_when_tried_again(self, browser: Browser, text: str, people: Sequence[Persona]) -> None:
        """The line is back, the person tries again, and it comes to each of these once."""
        browser.regain_line()
        browser.conversation.await_live()
        browser.conversation.check_states([text], "failed")
        browser.conversation.try_again(text)
        browser.conversation.check_states([text], "sent")
        self._check_each_got(browser.who, people)

    def check_sent_once_mended(self, browser: Browser) -> None:
        """All lines are mended, and the page comes to show what was written as sent, and once."""
        self._mended = datetime.now(UTC)
        self._system.world.faults.mend()
        browser.conversation.check_states(self._written, "sent", BURST_WITHIN)
        never(
            browser.conversation.texts,
            has_length(greater_than_or_equal_to(len(self._written) + 1)),
            during=SETTLE,
            what="the messages on the page",
        )

    def check_stored_once(self, writer: Persona, other: Persona) -> None:
        """Somebody else who comes back is told of it once; and it was stored before the line was mended.

        Raises NothingProven when it was stored only afterwards: then no answer was lost.
        """
        self._talk.come_back([other])
        (text,) = self._written
        told = [one for one in self._talk.told[other.name]["messages"] if one["content"] == text]
        assert_that(told, has_length(1), f'"{text}" as {other.name} is told of it on coming back')
        if moment(told[0]["sent_at"]) > self._mended:
            raise NothingProven("the message did not arrive before the line was mended")
        assert_that(self._talk.names([told[0]["sender"]["id"]]), equal_to([writer.name]), "who said it")
