"""Veza as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from support.environments import Platform
from support.scenario.cleanup import Order
from support.scenario.people import Persona
from support.scenario.world import World, world
from support.systems import tokens
from support.systems.belongings import Belongings
from support.systems.contract import Operation
from support.systems.lists import Filling
from support.systems.system import System
from support.systems.veza import words  # noqa: F401 - of its sentences
from support.systems.veza.accounts import Accounts, sign_out
from support.systems.veza.addresses import Addresses
from support.systems.veza.administration import Administration
from support.systems.veza.availability import Availability
from support.systems.veza.bad_line import BadLine
from support.systems.veza.belongings import LinasThings
from support.systems.veza.busy import Busy
from support.systems.veza.collecting import Collecting
from support.systems.veza.consistency import Consistency
from support.systems.veza.contract import CONTRACT
from support.systems.veza.conversations import Conversations
from support.systems.veza.dashboard import Dashboard
from support.systems.veza.fillings import Fillings
from support.systems.veza.first_admin import FirstAdmin
from support.systems.veza.guesses import Guesses
from support.systems.veza.lacking import Lacking
from support.systems.veza.levels import Levels
from support.systems.veza.moderation import Moderation
from support.systems.veza.music import Music
from support.systems.veza.mutes import Mutes
from support.systems.veza.nearly_right import NearlyRight
from support.systems.veza.now_playing import NowPlaying
from support.systems.veza.players import Players
from support.systems.veza.playlists import Playlists
from support.systems.veza.poor_line import PoorLine
from support.systems.veza.preferences import Preferences
from support.systems.veza.presence import Presence
from support.systems.veza.profiles import Profiles
from support.systems.veza.publishing import Publishing
from support.systems.veza.roles import Roles
from support.systems.veza.seen import Seen
from support.systems.veza.sign_ins import SignIns
from support.systems.veza.sittings import Sittings
from support.systems.veza.talks import Talks
from support.systems.veza.telling import Telling
from support.systems.veza.trying_again import TryingAgain

if TYPE_CHECKING:
    from support.systems.veza.pages import Browser

PAGES = ("/sign-in", "/dashboard", "/conversations", "/playlists", "/publish")


class Veza(System):
    """One scenario's view of Veza."""

    contract = CONTRACT

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self)
        self.accounts.elsewhere = self._tokens_in_browser
        self._browsers: dict[str, Browser] = {}
        self._last = ""
        self._numbers = count(1)
        self._about: Mapping[str, tuple[str, str | None]] = {}
        """Name and id of what each part of an evening was about, by the kind of activity."""

    def move_to(self, platform: Platform) -> None:
        """From here on, this is about another Veza, which ends with the scenario. Nobody is known there yet."""
        super().move_to(platform)
        self.accounts.shared = self.world.cleanup

    @cached_property
    def sign_ins(self) -> SignIns:
        return SignIns(self, self.accounts)

    @cached_property
    def guesses(self) -> Guesses:
        return Guesses(self, self.accounts)

    @cached_property
    def nearly_right(self) -> NearlyRight:
        return NearlyRight(self, self.accounts)

    @cached_property
    def music(self) -> Music:
        return Music(self, self.accounts)

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self, self.music)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self, self.accounts)

    @cached_property
    def seen(self) -> Seen:
        return Seen(self, self.accounts, self.conversations)

    @cached_property
    def moderation(self) -> Moderation:
        return Moderation(self, self.accounts, self.conversations)

    @cached_property
    def mutes(self) -> Mutes:
        return Mutes(self.accounts, self.music, self.conversations, self.seen, self.moderation)

    @cached_property
    def players(self) -> Players:
        return Players(self, self.accounts, self.music)

    @cached_property
    def now_playing(self) -> NowPlaying:
        return NowPlaying(self, self.accounts, self.music, self.players, self.conversations, self.seen)

    @cached_property
    def talks(self) -> Talks:
        return Talks(self, self.accounts, self.conversations)

    @cached_property
    def telling(self) -> Telling:
        return Telling(self, self.accounts, self.music, self.players, self.conversations, self.playlists)

    @cached_property
    def bad_line(self) -> BadLine:
        return BadLine(self, self.accounts, self.conversations, self.seen)

    @cached_property
    def sittings(self) -> Sittings:
        return Sittings(self.accounts, self.conversations)

    @cached_property
    def collecting(self) -> Collecting:
        return Collecting(self, self.accounts, self.playlists)

    @cached_property
    def availability(self) -> Availability:
        return Availability(self, self.accounts)

    @cached_property
    def levels(self) -> Levels:
        return Levels(self, self.accounts, self.music, self.conversations)

    @cached_property
    def consistency(self) -> Consistency:
        return Consistency(self, self.accounts, self.music, self.conversations)

    @cached_property
    def busy(self) -> Busy:
        return Busy(self, self.accounts, self.music, self.conversations)

    @cached_property
    def presence(self) -> Presence:
        return Presence(self, self.accounts, self.conversations)

    @cached_property
    def dashboard(self) -> Dashboard:
        return Dashboard(self, self.accounts, self.music)

    @cached_property
    def lacking(self) -> Lacking:
        return Lacking(self, self.accounts, self.music)

    @cached_property
    def publishing(self) -> Publishing:
        return Publishing(self, self.accounts, self.music)

    @cached_property
    def trying_again(self) -> TryingAgain:
        return TryingAgain(self, self.accounts, self.publishing)

    @cached_property
    def poor_line(self) -> PoorLine:
        return PoorLine(self, self.accounts, self.music)

    @cached_property
    def playlists(self) -> Playlists:
        return Playlists(self, self.accounts, self.music)

    @cached_property
    def roles(self) -> Roles:
        return Roles(self, self.accounts, self.music, self.conversations, self.playlists)

    @cached_property
    def administration(self) -> Administration:
        return Administration(self, self.accounts, self.conversations, self.roles)

    @cached_property
    def first_admin(self) -> FirstAdmin:
        return FirstAdmin(self, self.accounts)

    @cached_property
    def preferences(self) -> Preferences:
        return Preferences(self, self.accounts, self.music)

    @cached_property
    def profiles(self) -> Profiles:
        return Profiles(self, self.accounts, self.music, self.playlists, self.conversations, self.seen, self.moderation)

    def browser(self, who: Persona) -> Browser:
        """Somebody's browser; opened when it is first needed."""
        if who.name not in self._browsers:
            self._browsers[who.name] = self._browser(who, who)
        for one in self._browsers.values():
            one.check_stayed()
        self._last = who.name
        return self._browsers[who.name]

    def hand_over_browser(self, owner: Persona, guest: Persona) -> Browser:
        """The browser of somebody, as somebody else uses it who comes after them."""
        self._browsers[guest.name] = self._browser(guest, owner)
        self._last = guest.name
        return self._browsers[guest.name]

    def _browser(self, who: Persona, owner: Persona) -> Browser:
        from support.systems.veza.pages import Browser

        return Browser(self, self.accounts, self.music, who, self.world.visit(owner.name))

    @property
    def last_browser(self) -> Browser:
        """The browser that the scenario spoke of last."""
        return self._browsers[self._last]

    def _tokens_in_browser(self, who: Persona) -> list[str]:
        """The token that somebody's browser keeps, if there is a browser and it keeps one."""
        return self._browsers[who.name].account.tokens if who.name in self._browsers else []

    def token_of(self, who: Persona) -> str:
        return self.accounts.device(who).token

    def another_token_of(self, who: Persona) -> str:
        return self.accounts.sign_in(who, f"device {next(self._numbers)}").token

    def change_role(self, admin: Persona, who: Persona, role: str) -> None:
        self.roles.give(admin, who, role)

    def id_of(self, who: Persona) -> str:
        return self.accounts.of(who).id

    @cached_property
    def belongings(self) -> Belongings:
        return self._things.all_of_them()

    @cached_property
    def _things(self) -> LinasThings:
        return LinasThings(self, self.accounts, self.music, self.conversations, self.playlists, self.seen)

    def leave_traces(self) -> None:
        self._things.leave_traces()

    def more_to_find(self) -> Mapping[str, str]:
        return self._things.audio()

    def fillings(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        return self._fillings.of(operation, who)

    @cached_property
    def _fillings(self) -> Fillings:
        return Fillings(self, self.accounts, self.music, self.conversations)

    def made(self, operation: Operation, thing: Mapping[str, Any], remove: Callable[[], object]) -> None:
        if operation.makes == "person_id":  # who is no account of the scenario's
            path = f"/api/v1/admin/people/{thing['user']['id']}/deactivate"
            self.world.cleanup.add("close an account", lambda: self.accounts.root().post(path), order=Order.ACCOUNTS)
        else:
            super().made(operation, thing, remove)

    def did(self, service: str, frame: Mapping[str, Any]) -> bool | None:
        if frame.get("type") == "CommandResponse":
            return bool(frame["success"])
        return {"Error": False, "Pong": True}.get(frame["type"], self._confirms(frame))

    def named(self, frame: Mapping[str, Any]) -> Sequence[str]:
        refusal = frame.get("error") or frame
        return sorted({one["field"] for one in (refusal.get("details") or {}).get("fields", [])})

    def _confirms(self, frame: Mapping[str, Any]) -> bool | None:
        return True if frame["type"] == "ActionConfirmed" and frame["action"] != "connected" else None

    def end_session(self, token: str) -> None:
        sign_out(self.service("web", token))

    def close_account(self, who: Persona) -> None:
        self.accounts.deactivate(self.accounts.of(who))

    def secrets(self) -> Mapping[str, str]:
        """Passwords and signatures of tokens, those that browsers keep among them."""
        browsers = self._browsers.values()
        kept = {tokens.signature_of(one.account.token): f"the token of {one.who.name}" for one in browsers}
        return self.accounts.secrets | kept

    def pages(self) -> Iterator[tuple[str, str]]:
        for browser in self._browsers.values():
            for page in ("", *PAGES):
                yield f"the page {browser.who.name} sees", browser.source(page)

    def spend_an_evening(self, who: Persona, title: str, text: str, playlist: str) -> None:
        """Sign in, listen, speak, make a playlist: each when the one before is known to have happened."""
        self.accounts.sign_in(who)
        self.dashboard.await_activity(who, [("signed_in", "")])
        self.music.start(who, title)
        self.dashboard.await_mentioned_once(who, title)
        self.conversations.join(who)
        self.conversations.say_confirmed(who, text)
        self.playlists.ask_to_make(who, playlist, [title])
        self._about = {
            "signed_in": ("", None),
            "listened": (title, self.music.tracks[title].id),
            "message_sent": (self.conversations.conversation.name, self.conversations.conversation.id),
            "playlist_created": (playlist, self.playlists.id_of(who, playlist)),
        }

    def check_evening_told(self, who: Persona) -> None:
        """The activity of whoever spent an evening tells of each part in the right words, and of the right thing."""
        self.dashboard.check_about(who, self._about)

    def views(self) -> Mapping[str, str]:
        playlist = self.playlists.own(self.contract.person)[0]["id"]
        return {
            "signing in": "/sign-in",
            "the dashboard": "/dashboard",
            "the conversations": "/conversations",
            "a conversation": f"/conversations/{self.conversations.conversation.id}",
            "the playlists": "/playlists",
            "a playlist": f"/playlists/{playlist}",
        }


SYSTEM = Veza


def veza(context: Any) -> Veza:
    """Veza, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Veza), f"a sentence of Veza stands in a feature of {found.contract.name}"
    return found
