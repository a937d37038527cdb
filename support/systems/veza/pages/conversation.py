"""A conversation: its messages, who is there, and what a moderator may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from hamcrest import (
    assert_that,
    contains_string,
    empty,
    equal_to,
    greater_than,
    has_item,
    has_length,
    matches_regexp,
    not_,
)

from support.observing.waiting import eventually, never, now
from support.scenario.people import Persona
from support.systems.veza.conversations import Conversation
from support.systems.veza.pages.page import SETTLE, SHOWN_WITHIN, Page

if TYPE_CHECKING:
    from support.clients.browser import Element

CLOCKS_COMPARED = 10
"""How often the clock of a page is read to find out how far it is ahead; the quickest answer counts."""
_WATCH_LISTENING = """() => {
    const seen = window.listeningSeen = [];
    let before = '';
    const look = () => {
        const words = [...document.querySelectorAll('.listening')].map(one => one.textContent).join(' and ');
        if (words !== before && words) seen.push([performance.now(), words]);
        before = words;
    };
    new MutationObserver(() => requestAnimationFrame(look))
        .observe(document.querySelector('main'), { childList: true, subtree: true });
}"""


class ConversationPage(Page):
    """A conversation as it is read and spoken in."""

    _ahead = 0.0
    """Seconds by which the clock of the page is ahead of that of `now`, which stamps frames too."""
    _sent = 0
    """How often something was sent here."""

    def go_to_conversation(self, conversation: Conversation) -> None:
        """Go there by the navigation, as somebody does who goes on listening."""
        self._navigation.get_by_role("link", name="Conversations").click()
        self._see(
            self._main.get_by_role("link", name=conversation.name), f'the conversation "{conversation.name}"'
        ).click()
        self.check_on(conversation.name)
        self._live()

    def _live(self) -> None:
        state = self._page.get_by_role("status", name="Connection")
        eventually(state.inner_text, equal_to("Live"), within=SHOWN_WITHIN, what="the state of the connection")

    def texts(self) -> list[str]:
        """The messages on the page, in order."""
        return self._messages()

    def _messages(self) -> list[str]:
        found = self._page.get_by_role("log", name="Messages").locator("li.message .content")
        return [text.strip() for text in found.all_inner_texts()]

    def check_messages(self, texts: Sequence[str]) -> None:
        eventually(self._messages, equal_to(list(texts)), within=SHOWN_WITHIN, what="the messages on the page")

    def show_earlier(self) -> None:
        self._see(
            self._page.get_by_role("button", name="Show earlier messages"), "the button for what is older"
        ).click()

    def check_message_once(self, text: str, speaker: Persona) -> None:
        name = self._accounts.of(speaker).person.display_name
        eventually(self._messages, has_item(text), within=SHOWN_WITHIN, what="the messages on the page")
        never(
            lambda: self._messages().count(text),
            greater_than(1),
            during=SETTLE,
            what=f'how often "{text}" is on the page',
        )
        message = self._page.get_by_role("log", name="Messages").get_by_role("listitem").filter(has_text=text)
        assert_that(message.locator(".from strong").inner_text(), equal_to(name), "whose message it is")

    def check_speaker(self, text: str, name: str) -> None:
        """Who a message is from, as the page has it."""
        eventually(
            lambda: self._message(text).locator(".from strong").inner_text(),
            equal_to(name),
            within=SHOWN_WITHIN,
            what=f'whom "{text}" is from, on the page',
        )

    def check_named_present(self, name: str) -> None:
        here = self._page.get_by_role("list", name="Here now").locator(".who")
        eventually(here.all_inner_texts, has_item(name), within=SHOWN_WITHIN, what="who is present, on the page")

    def say(self, text: str, *, about_playing: bool = False) -> None:
        self._live()
        if about_playing:
            switch = self._see(self._page.get_by_role("switch"), "the switch to speak of what is playing")
            switch.set_checked(True)
        self._box.fill(text)
        self._send()
        eventually(
            lambda: [message.get_attribute("data-state") for message in self._message(text).all()],
            equal_to(["sent"]),
            within=SHOWN_WITHIN,
            what="the states of the message on the page, once for each time that it is there",
        )

    def begin(self, text: str) -> None:
        """Begin to write something, and do not send it."""
        self._box.fill(text)

    def begun(self) -> str:
        """What stands in the box for messages; nothing where there is no box."""
        return self._box.input_value() if self._box.count() else ""

    def write(self, text: str) -> None:
        """Say something, and do not wait for what becomes of it."""
        self._page.get_by_role("textbox", name="Message").fill(text)
        self._send()

    def _send(self) -> None:
        """By the button and by the Enter key in turn: both do the same."""
        self._sent += 1
        if self._sent % 2:
            self._page.get_by_role("button", name="Send").click()
        else:
            self._page.get_by_role("textbox", name="Message").press("Enter")

    def await_live(self) -> None:
        self._live()

    def connection(self) -> str:
        """What the page tells of how it is connected; nothing while it is not there."""
        return " ".join(self._page.get_by_role("status", name="Connection").all_inner_texts())

    def await_lost(self) -> None:
        """The page knows that its line is gone, and says that it tries to come back."""
        state = self._page.get_by_role("status", name="Connection")
        wanted = matches_regexp(r"^Reconnecting \(try \d of 5\)")
        eventually(state.inner_text, wanted, within=SHOWN_WITHIN, what="the state of the connection")

    def check_states(self, texts: Sequence[str], state: str, within: float = SHOWN_WITHIN) -> None:
        """Each of these is on the page once, in this order, in this state: sending, sent or failed."""
        eventually(
            lambda: [shown for shown in self._own() if shown[0] in texts],
            equal_to([(text, state) for text in texts]),
            within=within,
            what=f"what {self.who.name} has written and the state of each, on the page",
        )

    def _own(self) -> list[tuple[str, str]]:
        """What the person wrote, with its state, as the page has it."""
        messages = self._page.get_by_role("log", name="Messages").locator("li.message.own")
        found: list[list[str]] = messages.evaluate_all(
            "found => found.map(one => [one.querySelector('.content').innerText.trim(), one.dataset.state])"
        )
        return [(text, state) for text, state in found]

    def check_not_sent(self, text: str) -> None:
        """It is said that there is no connection, and that this was not sent; the words are there."""
        self.check_states([text], "failed")
        assert_that(self._message(text).inner_text(), contains_string("Not sent"), "what stands below the message")
        self.check_not_connected()

    def check_not_connected(self) -> None:
        state = self._page.get_by_role("status", name="Connection")
        assert_that(state.inner_text(), equal_to("Not connected"), "the state of the connection")

    def try_again(self, text: str) -> None:
        self._message(text).get_by_role("button", name="Try again").click()

    def _message(self, text: str) -> Element:
        return self._page.get_by_role("log", name="Messages").get_by_role("listitem").filter(has_text=text)

    def _tools(self, text: str, speaker: Persona) -> list[str]:
        """What there is beside a message with which to remove it, or to mute who said it."""
        shown = self._messages()
        assert shown.count(text) == 1, f"the messages are {shown}"
        name = self._accounts.of(speaker).person.display_name
        tools = (f"Remove message from {name}", f"Mute {name}")
        return [tool for tool in tools if self._message(text).get_by_role("button", name=tool).is_visible()]

    def check_tools(self, text: str, speaker: Persona) -> None:
        """A message can be removed, and its speaker muted."""
        eventually(
            lambda: self._tools(text, speaker),
            has_length(2),
            within=SHOWN_WITHIN,
            what=f'what {self.who.name} finds beside "{text}" to remove it and to mute {speaker.name}',
        )

    def check_no_tools(self, text: str, speaker: Persona) -> None:
        self._live()
        never(
            lambda: self._tools(text, speaker),
            not_(empty()),
            during=SETTLE,
            what=f'what {self.who.name} finds beside "{text}" to remove it or to mute {speaker.name}',
        )

    def remove_message(self, text: str, speaker: Persona) -> None:
        name = self._accounts.of(speaker).person.display_name
        self._message(text).get_by_role("button", name=f"Remove message from {name}").click()
        dialog = self._see(
            self._page.get_by_role("dialog", name="Remove this message?"), "the question before removing"
        )
        dialog.get_by_role("button", name="Remove message").click()

    def mute(self, text: str, speaker: Persona, time: str, reason: str) -> None:
        """Mute whoever said something, for one of the times that are offered, such as "5 minutes"."""
        name = self._accounts.of(speaker).person.display_name
        self._message(text).get_by_role("button", name=f"Mute {name}").click()
        dialog = self._see(self._page.get_by_role("dialog", name=f"Mute {name}"), "the questions before muting")
        dialog.get_by_label("For how long").select_option(label=time)
        dialog.get_by_label("Reason").fill(reason)
        dialog.get_by_role("button", name="Mute", exact=True).click()
        eventually(
            dialog.is_visible, equal_to(False), within=SHOWN_WITHIN, what="whether the questions are there still"
        )

    def check_muted(self, until: str, reason: str) -> None:
        """The page says until when and why nothing can be written, and nothing can be."""
        told = self._page.get_by_role("form", name="Write a message").get_by_role("status")
        words = f"You cannot write here until {until[11:16]}. {reason}"
        eventually(told.inner_text, equal_to(words), within=SHOWN_WITHIN, what="what the page says of writing")
        assert self._box.is_disabled(), "the page takes messages nevertheless"

    def check_can_write(self) -> None:
        eventually(self._box.is_enabled, equal_to(True), within=SHOWN_WITHIN, what="whether the page takes messages")

    def try_to_say(self, text: str) -> None:
        """Write something, and see that it could not be sent."""
        self._live()
        self._box.fill(text)
        self._page.get_by_role("button", name="Send").click()
        alert = self._message(text).get_by_role("alert")
        eventually(
            alert.inner_text, contains_string("Not sent."), within=SHOWN_WITHIN, what="what is told of the message"
        )

    @property
    def _box(self) -> Element:
        return self._page.get_by_role("textbox", name="Message")

    def be_away_while(self, happening: Callable[[], None]) -> None:
        """The line of the browser is broken while something happens, and then mends."""
        state = self._page.get_by_role("status", name="Connection")
        self._visit.context.set_offline(True)
        eventually(state.inner_text, not_(equal_to("Live")), within=SHOWN_WITHIN, what="the state of the connection")
        happening()
        self._visit.context.set_offline(False)
        self._live()

    def check_gone(self, text: str) -> None:
        eventually(
            self._messages,
            not_(has_item(text)),
            within=SHOWN_WITHIN,
            what=f"the messages that {self.who.name} sees on the page",
        )

    def _present(self) -> list[str]:
        here = self._page.get_by_role("list", name="Here now").get_by_role("listitem").locator(".who")
        return sorted(text.split(" ")[0].strip() for text in here.all_inner_texts())

    def check_present(self, people: Sequence[Persona]) -> None:
        for person in people:
            eventually(self._present, has_item(person.name), within=SHOWN_WITHIN, what="who is present, on the page")

    def check_absent(self, person: Persona) -> None:
        eventually(
            lambda: person.name in self._present(),
            equal_to(False),
            within=SHOWN_WITHIN,
            what=f"whether {person.name} is present, on the page",
        )

    def check_listening(self, person: Persona, words: str) -> None:
        """What stands beside somebody's name in the list of who is here; empty for nothing."""
        here = self._page.get_by_role("list", name="Here now").get_by_role("listitem").filter(has_text=person.name)
        told = here.locator(".listening")
        eventually(
            lambda: " ".join(told.all_inner_texts()).strip(),
            equal_to(words),
            within=SHOWN_WITHIN,
            what=f"what {person.name} listens to, on the page",
        )

    def watch_listening(self) -> None:
        """From now on, note each change of what those who are here listen to, when it can be seen."""
        self._live()
        self._page.evaluate(_WATCH_LISTENING)
        self._ahead = min(self._compare_clocks() for _ in range(CLOCKS_COMPARED))[1]

    def _compare_clocks(self) -> tuple[float, float]:
        """Seconds that asking the page for its time took, and by how many its clock is ahead of that of `now`."""
        asked = now()
        there = float(self._page.evaluate("() => performance.now()")) / 1000
        answered = now()
        return answered - asked, there - (asked + answered) / 2

    def await_listening_seen(self, times: int) -> None:
        """Wait until so many changes were noted."""
        eventually(
            lambda: len(self.listening_seen()),
            equal_to(times),
            within=SHOWN_WITHIN,
            what="how often the page showed another track",
        )

    def listening_seen(self) -> list[tuple[float, str]]:
        """What was noted: when, on the clock of `now`, and the words."""
        seen = self._page.evaluate("() => window.listeningSeen")
        return [(milliseconds / 1000 - self._ahead, words) for milliseconds, words in seen]

    def check_members_only(self) -> None:
        self.check_on("This conversation is not open to you")
