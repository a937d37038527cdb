"""The web UI of Veza as one person uses it in one browser: by labels, roles and names, as they do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hamcrest import (
    assert_that,
    close_to,
    contains_string,
    empty,
    equal_to,
    greater_than,
    greater_than_or_equal_to,
    has_item,
    has_length,
    not_,
)

from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.system import System
from support.systems.tokens import claims_of
from support.systems.veza.accounts import Accounts
from support.systems.veza.conversations import Conversation
from support.systems.veza.music import Music

if TYPE_CHECKING:
    from support.clients.browser import Element, Visit

SHOWN_WITHIN = 5.0
"""Seconds until a page shows something, where the scenario measures no time."""
SETTLE = 0.4
"""Seconds in which something that must not be shown is looked for."""
ENOUGH_TO_TELL = 3.0
"""Seconds of listening over which a gap of 5 % is more than the jitter of clocks."""
COOKIE = "veza_session"

_WATCH_THE_AUDIO = """() => {
    const audio = document.querySelector('#player audio');
    const seen = window.watchedAudio = { troubles: [], samples: [] };
    const note = event => seen.troubles.push(`${event.type} at ${audio.currentTime.toFixed(2)} s`);
    for (const kind of ['error', 'pause', 'ended', 'emptied']) audio.addEventListener(kind, note);
    // A player that waits with the whole track received has a busy machine below it; any other was let down.
    const received = () => audio.buffered.length > 0
        && audio.buffered.end(audio.buffered.length - 1) > audio.duration - 0.1;
    audio.addEventListener('waiting', event => { if (!received()) note(event); });
    const look = () => seen.samples.push([performance.now() / 1000, audio.currentTime]);
    look();
    setInterval(look, 20);
}"""


class Browser:
    """One person's browser."""

    def __init__(self, system: System, accounts: Accounts, music: Music, who: Persona, visit: Visit) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self.who, self._visit = who, visit
        self._page = visit.page
        self._main = self._page.get_by_role("main")
        self._navigation = self._page.get_by_role("navigation", name="Main")
        self._player = self._page.get_by_role("region", name="Player")
        self._sign_in_form = self._page.get_by_role("form", name="Sign in")
        self._position_before = 0.0

    def open(self, path: str) -> None:
        """Go to a page of Veza by its address, signed in or not."""
        self._page.goto(self._system.platform.url("web") + path)

    def enter(self, path: str) -> None:
        """Open a page as somebody who is signed in already; signing in is not what the scenario is about."""
        token = self._accounts.device(self.who).token
        url = self._system.platform.url("web")
        self._visit.context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": token,
                    "url": url,
                    "httpOnly": True,
                    "secure": True,
                    "sameSite": "Strict",
                }
            ]
        )
        self.open(path)
        self._see(self._navigation, "the navigation of somebody signed in")

    def _see(self, element: Element, what: str) -> Element:
        """Wait until something can be seen, and return it; an AssertionError if it does not come."""
        eventually(element.is_visible, equal_to(True), within=SHOWN_WITHIN, what=f"whether {what} is shown")
        return element

    # Signing in and out

    def sign_in(self) -> None:
        self.open("/sign-in")
        self.fill_in_sign_in()
        self._see(self._navigation, "the navigation of somebody signed in")

    def fill_in_sign_in(self, email: str | None = None, password: str | None = None) -> None:
        """Fill in the form, with somebody's own e-mail and password unless told otherwise, and send it."""
        person = self._accounts.of(self.who).person
        if self._page.url == "about:blank":
            self.open("/sign-in")
        form = self._see(self._sign_in_form, "the form to sign in")
        form.get_by_label("E-mail").fill(person.email if email is None else email)
        form.get_by_label("Password").fill(person.password if password is None else password)
        form.get_by_role("button", name="Sign in").click()

    def sign_out(self) -> None:
        name = self._accounts.of(self.who).person.display_name
        self._see(self._page.get_by_role("button", name=f"Account of {name}"), "the account").click()
        self._see(self._page.get_by_role("button", name="Sign out"), "the button to sign out").click()

    def check_asked_to_sign_in(self) -> None:
        """The sign-in form is there, and nothing that only somebody signed in may see."""
        self._see(self._sign_in_form, "the form to sign in")
        assert_that(self._path(), equal_to("/sign-in"), "the page")
        assert not self._navigation.is_visible(), "the navigation of somebody signed in is shown"

    def check_asked_again(self) -> None:
        self.check_asked_to_sign_in()
        form = self._sign_in_form
        email = self._accounts.of(self.who).person.email
        assert_that(form.get_by_label("E-mail").input_value(), equal_to(email), "the e-mail in the form")
        kept = [cookie for cookie in self._visit.context.cookies() if cookie.get("name") == COOKIE]
        assert_that(kept, equal_to([]), "the session that the browser keeps")

    def check_nothing_behind(self) -> None:
        """Going back after signing out shows no page of somebody signed in."""
        self._page.go_back()
        self.check_asked_to_sign_in()
        self.open("/dashboard")
        self.check_asked_to_sign_in()

    def check_still_signed_in(self) -> None:
        """A new page of the same browser is signed in; the cookie is out of reach of scripts and of other sites."""
        page = self._visit.context.new_page()
        page.goto(self._system.platform.url("web"))
        self._see(page.get_by_role("navigation", name="Main"), "the navigation, on another page,")
        page.close()
        cookies = [one for one in self._visit.context.cookies() if one.get("name") == COOKIE]
        guards = [(cookie.get("httpOnly"), cookie.get("secure"), cookie.get("sameSite")) for cookie in cookies]
        assert_that(guards, equal_to([(True, True, "Strict")]), "how the cookie is guarded")

    def check_kept_until_session_ends(self) -> None:
        """The browser keeps the session for as long as it lives: neither less nor more, but for a few seconds."""
        cookie = next(one for one in self._visit.context.cookies() if one.get("name") == COOKIE)
        lives = claims_of(cookie["value"])["exp"] - time.time()
        kept = cookie["expires"] - time.time()
        assert_that(kept, close_to(lives, 10), f"for how many seconds the browser of {self.who.name} keeps the session")

    def check_field_refused(self, label: str) -> None:
        field = self._sign_in_form.get_by_label(label)
        eventually(
            lambda: field.get_attribute("aria-invalid"),
            equal_to("true"),
            within=SHOWN_WITHIN,
            what=f"whether {label} is marked as wrong",
        )
        described = (field.get_attribute("aria-describedby") or "").split()
        told = " ".join(self._page.locator(f"id={one}").text_content() or "" for one in described[-1:])
        assert told.strip(), f"nothing is said beside {label}"

    def check_told_to_wait(self) -> None:
        self._reads(lambda text: "Try again in" in text and "second" in text, "how long to wait")
        button = self._sign_in_form.get_by_role("button", name="Sign in")
        assert not button.is_enabled(), "one can sign in although one has to wait"

    def sign_in_when_allowed(self) -> None:
        """Fill in the form again as soon as it lets one."""
        self._sign_in_form.get_by_label("Password").fill(self._accounts.of(self.who).person.password)
        button = self._sign_in_form.get_by_role("button", name="Sign in")
        eventually(button.is_enabled, equal_to(True), within=SHOWN_WITHIN, what="whether one can sign in again")
        button.click()
        self.check_dashboard()

    @property
    def token(self) -> str:
        """The token that the browser keeps for Veza."""
        (token,) = self.tokens
        return token

    @property
    def tokens(self) -> list[str]:
        """The same, as one or none."""
        return [str(one["value"]) for one in self._visit.context.cookies() if one.get("name") == COOKIE]

    # Reading

    def source(self, path: str = "") -> str:
        """All that makes up a page when it is shown, also what nobody sees; the present one without a path."""
        if path:
            self.open(path)
        self._see(self._main.get_by_role("heading", level=1), "a heading")
        return f"{self._page.url}\n{self._page.content()}"

    def check_on(self, heading: str) -> None:
        self._see(self._main.get_by_role("heading", name=heading, level=1), f'the heading "{heading}"')

    def check_reads(self, text: str) -> None:
        self._reads(lambda shown: text in shown, f'"{text}" on the page')

    def check_does_not_read(self, text: str) -> None:
        never(
            lambda: self._page.locator("body").inner_text(),
            contains_string(text),
            during=SETTLE,
            what=f"the page, without {text!r}",
        )

    def _reads(self, wanted: Any, what: str) -> None:
        eventually(
            lambda: wanted(self._page.locator("body").inner_text()),
            equal_to(True),
            within=SHOWN_WITHIN,
            what=what,
        )

    def check_no_such(self, what: str) -> None:
        self.check_on(f"There is no such {what}")

    # Dashboard

    def check_dashboard(self) -> None:
        name = self._accounts.of(self.who).person.display_name
        self.check_on(name)
        assert_that(self._path(), equal_to("/dashboard"), "the page")
        self._see(self._page.get_by_role("heading", name="Recent activity"), "the recent activity")

    def check_profile(self, role: str) -> None:
        self.check_dashboard()
        shown = self._page.get_by_role("region", name="Profile").inner_text()
        assert_that(shown, contains_string(role.capitalize()), "the profile")

    def check_recommended(self, title: str, artist: Persona) -> None:
        name = self._accounts.of(artist).person.display_name
        card = self._page.get_by_role("list", name="Recommendations").get_by_role("listitem").filter(has_text=title)
        card = card.filter(has_text=name)
        eventually(card.all_inner_texts, has_length(1), within=SHOWN_WITHIN, what=f'the cards of "{title}"')
        assert_that(card.inner_text(), contains_string(f"More by {name}"), "the reason on the card")

    def check_activity(self, title: str) -> None:
        entries = self._page.get_by_role("list", name="Recent activity").get_by_role("listitem")
        eventually(
            lambda: self._after_reload(entries.all_inner_texts),
            has_item(contains_string(title)),
            within=SHOWN_WITHIN,
            poll=0.3,
            what="the recent activity on the page",
        )

    def check_activity_without(self, title: str) -> None:
        """The recent activity tells that somebody signed in, and nothing of this."""
        entries = self._page.get_by_role("list", name="Recent activity").get_by_role("listitem")
        what = f"the recent activity that {self.who.name} sees"
        eventually(entries.all_inner_texts, has_item(contains_string("Signed in")), within=SHOWN_WITHIN, what=what)
        never(entries.all_inner_texts, has_item(contains_string(title)), during=SETTLE, what=what)

    def _after_reload(self, look: Any) -> Any:
        """What a page shows that does not renew itself: looked at, and asked for again for the next look."""
        self._see(self._page.get_by_role("heading", name="Recent activity"), "the recent activity")
        shown = look()
        self._page.reload()
        return shown

    # Playing

    def play(self, title: str, quality: str | None = None) -> None:
        """Find a track on the dashboard, play it, in this quality if one is wished, and wait until it sounds."""
        if self._page.url == "about:blank":
            self.enter("/dashboard")
        if quality is not None:
            self._choose(quality)
        track = self._music.tracks[title]
        self._see(self._page.get_by_label("Find a track"), "the search for tracks").fill(title)
        found = self._page.get_by_role("list", name="Found").get_by_role("listitem").filter(has_text=track.artist)
        self._see(found.get_by_role("button", name=f"Play {title}"), f'"{title}" among what was found').click()
        eventually(self.position, greater_than(0.0), within=SHOWN_WITHIN, what=f'the position in "{title}"')
        self._page.evaluate(_WATCH_THE_AUDIO)
        assert_that(self._playing(), equal_to(title), "what the player shows")

    def play_from(self, playlist: str, title: str) -> None:
        """Go to a playlist by the navigation, or from outside, and play a track that it holds until it sounds."""
        if self._page.url == "about:blank":
            self.enter("/playlists")
        self._navigation.get_by_role("link", name="Playlists").click()
        self._see(self._main.get_by_role("link", name=playlist), f'the playlist "{playlist}"').click()
        self.check_on(playlist)
        self._see(self._main.get_by_role("button", name=f"Play {title}", exact=True), f'"{title}" in it').click()
        eventually(self._playing, equal_to(title), within=SHOWN_WITHIN, what="what the player shows")
        eventually(self.position, greater_than(0.0), within=SHOWN_WITHIN, what=f'the position in "{title}"')

    def position(self) -> float:
        """Seconds into the track that plays."""
        return float(self._page.evaluate("() => document.querySelector('#player audio').currentTime"))

    def _playing(self) -> str:
        return self._player.locator(".track-title").inner_text()

    def _watched(self) -> dict[str, Any]:
        return dict(self._page.evaluate("() => window.watchedAudio"))

    def _watched_seconds(self) -> float:
        script = "() => { const seen = window.watchedAudio.samples; return seen.at(-1)[0] - seen[0][0]; }"
        return float(self._page.evaluate(script))

    def listen_for(self, seconds: float) -> None:
        eventually(
            self._watched_seconds,
            greater_than_or_equal_to(seconds),
            within=seconds + 2,
            what="seconds of listening",
        )

    def check_played_well(self, share: float) -> None:
        """No stall since it began to sound, and at most this share of the time without any advance."""
        watched = self._watched()
        assert_that(watched["troubles"], equal_to([]), "what interrupted the audio")
        (began, first), (ended, last) = watched["samples"][0], watched["samples"][-1]
        heard, passed = last - first, ended - began
        assert heard >= passed * (1 - share), f"in {passed:.2f} s only {heard:.2f} s were heard"
        assert heard <= passed * (1 + share), f"in {passed:.2f} s as much as {heard:.2f} s were heard"

    def check_still_playing(self, title: str) -> None:
        """It plays, it is this track, and it has done so since it was started: for long enough to tell."""
        self.listen_for(ENOUGH_TO_TELL)
        assert_that(self._playing(), equal_to(title), "what the player shows")
        self.check_played_well(0.05)

    def pause(self) -> None:
        """Pause, and wait until it is silent."""
        self._player.get_by_role("button", name="Pause", exact=True).click()
        eventually(self._paused, equal_to(True), within=SHOWN_WITHIN, what="whether it is paused")

    def resume(self) -> None:
        """Go on after a pause, and wait until it sounds."""
        self._player.get_by_role("button", name="Play", exact=True).click()
        eventually(self._paused, equal_to(False), within=SHOWN_WITHIN, what="whether it is paused")

    def _paused(self) -> bool:
        return bool(self._page.evaluate("() => document.querySelector('#player audio').paused"))

    def seek(self, share: float) -> None:
        slider = self._player.get_by_role("slider", name="Seek")
        length = float(slider.get_attribute("max") or 0)
        slider.fill(str(round(length * share, 1)))
        self._page.evaluate("() => { window.watchedAudio.samples.length = 0; }")

    def check_playing_from(self, share: float) -> None:
        length = float(self._player.get_by_role("slider", name="Seek").get_attribute("max") or 0)
        start = length * share
        reached = eventually(
            self.position, greater_than(start + 0.5), within=SHOWN_WITHIN, what="the position after seeking"
        )
        first = min(position for _, position in self._watched()["samples"])
        assert start - 0.3 < first and reached < start + 3, (
            f"it should play on from {start:.1f} s; it did from {first:.1f} s, and is at {reached:.1f} s"
        )

    def choose_quality(self, quality: str) -> None:
        self._position_before = self.position()
        self._choose(quality)

    def _choose(self, quality: str) -> None:
        self._player.get_by_role("combobox", name="Quality").select_option(quality)

    def check_quality(self, quality: str) -> None:
        """What sounds, and what the player says of it, is of this quality."""
        address = self._page.evaluate("() => document.querySelector('#player audio').currentSrc")
        assert_that(address, contains_string(f"/{quality}.mp3"), "the address that plays")
        shown = self._player.get_by_role("combobox", name="Quality").input_value()
        assert_that(shown, equal_to(quality), "the quality that the player shows")

    def check_playing_on_in(self, quality: str) -> None:
        eventually(
            lambda: self._page.evaluate("() => document.querySelector('#player audio').currentSrc"),
            contains_string(f"/{quality}.mp3"),
            within=SHOWN_WITHIN,
            what="the address that plays",
        )
        reached = eventually(
            self.position,
            greater_than(self._position_before + 0.3),
            within=SHOWN_WITHIN,
            what="the position in the other quality",
        )
        assert reached < self._position_before + 3, (
            f"it played at {self._position_before:.1f} s and plays on at {reached:.1f} s"
        )

    # Conversations

    def go_to_conversation(self, conversation: Conversation) -> None:
        """Go there by the navigation, as somebody does who goes on listening."""
        self._navigation.get_by_role("link", name="Conversations").click()
        self._see(
            self._main.get_by_role("link", name=conversation.name), f'the conversation "{conversation.name}"'
        ).click()
        self._live()

    def _live(self) -> None:
        state = self._page.get_by_role("status", name="Connection")
        eventually(state.inner_text, equal_to("Live"), within=SHOWN_WITHIN, what="the state of the connection")

    def _messages(self) -> list[str]:
        found = self._page.get_by_role("log", name="Messages").locator("li.message .content")
        return [text.strip() for text in found.all_inner_texts()]

    def check_messages(self, texts: Sequence[str]) -> None:
        eventually(self._messages, equal_to(list(texts)), within=SHOWN_WITHIN, what="the messages on the page")

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

    def say(self, text: str, *, about_playing: bool = False) -> None:
        self._live()
        if about_playing:
            self._see(self._page.get_by_role("switch"), "the switch to speak of what is playing").click()
        self._page.get_by_role("textbox", name="Message").fill(text)
        self._page.get_by_role("button", name="Send").click()
        eventually(
            lambda: [message.get_attribute("data-state") for message in self._message(text).all()],
            equal_to(["sent"]),
            within=SHOWN_WITHIN,
            what="the states of the message on the page, once for each time that it is there",
        )

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

    def check_gone(self, text: str) -> None:
        eventually(
            self._messages,
            not_(has_item(text)),
            within=SHOWN_WITHIN,
            what=f"the messages that {self.who.name} sees on the page",
        )

    def _present(self) -> list[str]:
        here = self._page.get_by_role("list", name="Here now").get_by_role("listitem")
        return sorted(text.split("\n")[-1].split(" ")[0].strip() for text in here.all_inner_texts())

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

    def check_members_only(self) -> None:
        self.check_on("This conversation is not open to you")

    # Playlists

    def make_playlist_with_playing_track(self, name: str) -> None:
        self._order_playlist(name)
        self.check_on(name)

    def make_playlist_on_a_breaking_line(self, name: str) -> None:
        """The first thing that the page has changed on Veza is done; from then on the line is broken."""
        answered = self._order_playlist(name, breaking=True)
        eventually(
            lambda: (self._page.title(), len(answered)),  # a look at the page lets the browser go on
            has_item(1),
            within=SHOWN_WITHIN,
            what="the page, and how many changes were answered before the line broke",
        )

    def _order_playlist(self, name: str, *, breaking: bool = False) -> list[str]:
        self._navigation.get_by_role("link", name="Playlists").click()
        self._see(self._page.get_by_role("button", name="New playlist"), "the button for a new playlist").click()
        dialog = self._see(self._page.get_by_role("dialog", name="New playlist"), "the dialog for a new playlist")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("checkbox").check()
        answered = self._visit.break_line_after_change() if breaking else []
        dialog.get_by_role("button", name="Create playlist").click()
        return answered

    def check_playlist(self, name: str, titles: Sequence[str]) -> None:
        self.check_on(name)
        eventually(self._tracks, equal_to(list(titles)), within=SHOWN_WITHIN, what="the tracks on the page")

    def _tracks(self) -> list[str]:
        tracks = self._page.get_by_role("list", name="Tracks", exact=True).locator(".track-title")
        return [text.strip() for text in tracks.all_inner_texts()]

    def move_up(self, title: str) -> None:
        before = eventually(self._tracks, has_item(title), within=SHOWN_WITHIN, what="the tracks on the page")
        place = before.index(title)
        self._see(self._page.get_by_role("button", name=f"Move up {title}"), f'the button to move up "{title}"').click()
        after = [*before[: place - 1], title, before[place - 1], *before[place + 1 :]]
        eventually(self._tracks, equal_to(after), within=SHOWN_WITHIN, what="the tracks on the page")
        self.check_reads(f"{title} is now number {place}.")

    def _path(self) -> str:
        path: str = self._page.evaluate("() => location.pathname")
        return path
