"""Signing in and out, and the session that a browser keeps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hamcrest import (
    assert_that,
    close_to,
    equal_to,
)

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.system import System
from support.systems.tokens import claims_of
from support.systems.veza.accounts import Accounts
from support.systems.veza.contract import COOKIE
from support.systems.veza.pages.page import SHOWN_WITHIN, Page

if TYPE_CHECKING:
    from support.clients.browser import Visit


class AccountPage(Page):
    """The form to sign in, and the account of whoever has."""

    def __init__(self, system: System, accounts: Accounts, who: Persona, visit: Visit) -> None:
        super().__init__(system, accounts, who, visit)
        self._sign_in_form = self._page.get_by_role("form", name="Sign in")

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

    def rename(self, name: str) -> None:
        """Change the name of the account, and see that the page calls whoever it is so."""
        before = self._accounts.of(self.who).person.display_name
        self._see(self._page.get_by_role("button", name=f"Account of {before}"), "the account").click()
        self._see(self._page.get_by_role("button", name="Change name"), "the button to change the name").click()
        dialog = self._see(self._page.get_by_role("dialog", name="Change your name"), "the question for the name")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("button", name="Change name").click()
        self._see(self._page.get_by_role("button", name=f"Account of {name}"), "the account under its new name")

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
        """Going back after signing out shows no page of somebody signed in; the browser keeps no session."""
        assert_that(self.tokens, equal_to([]), f"the session that the browser of {self.who.name} keeps")
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
