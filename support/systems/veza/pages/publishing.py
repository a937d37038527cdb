"""Where artists hand in tracks, and see how far Veza is with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, contains_string, equal_to

from support.observing.waiting import eventually
from support.systems.veza.pages.page import SHOWN_WITHIN, Page

if TYPE_CHECKING:
    from support.clients.browser import Element
    from support.systems.veza.files import File

READY_WITHIN = 30.0
"""Seconds until a track is ready: nobody promises how long that takes."""
LINK = "Publish"


class PublishingPage(Page):
    """The form, and the list of one's own tracks."""

    def go_to_publishing(self) -> None:
        """From the dashboard, by the navigation."""
        self.enter("/dashboard")
        self._see(self._navigation.get_by_role("link", name=LINK), "the way to publishing").click()
        self.check_on(LINK)

    @property
    def _form(self) -> Element:
        return self._page.get_by_role("form", name="Publish a track")

    def hand_in(self, title: str, kind: str, file: File) -> None:
        self._form.get_by_label("Title").fill(title)
        self._form.get_by_label("Kind of music").fill(kind)
        self._form.get_by_label("Audio file").set_input_files(
            {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.content}
        )
        self._form.get_by_role("button", name="Publish").click()

    def watch(self, title: str) -> list[int]:
        """The progress that the page shows of a track, each step once, until it says that the track is ready."""
        seen: list[int] = []

        def look() -> str:
            shown: dict[str, Any] | None = self._row(title).first.evaluate(
                "row => ({state: row.dataset.state, far: row.querySelector('progress')?.value ?? null,"
                " says: row.innerText})"
            )
            assert shown is not None
            if shown["state"] == "processing":
                assert_that(shown["says"], contains_string(f"Being prepared · {shown['far']} %"), "what the page says")
                if shown["far"] not in seen[-1:]:
                    seen.append(int(shown["far"]))
            return str(shown["state"])

        self._see(self._row(title).first, f'"{title}" among the own tracks')
        eventually(look, equal_to("ready"), within=READY_WITHIN, what=f'how "{title}" stands, on the page')
        assert_that(self._row(title).count(), equal_to(1), f'how often "{title}" is among the own tracks')
        assert_that(self._row(title).inner_text(), contains_string("Ready"), "what the page says of it")
        self._see(self._row(title).get_by_role("button", name=f"Play {title}"), "the button to play it")
        return seen

    def _row(self, title: str) -> Element:
        return self._page.get_by_role("list", name="Your tracks").get_by_role("listitem").filter(has_text=title)

    def check_refused(self, title: str, why: str) -> None:
        """The reason stands beside the file, the title is still filled in, and the track is in no list."""
        field = self._form.get_by_label("Audio file")
        eventually(
            lambda: field.get_attribute("aria-invalid"),
            equal_to("true"),
            within=SHOWN_WITHIN,
            what="whether the file is marked as wrong",
        )
        described = (field.get_attribute("aria-describedby") or "").split()
        told = " ".join(self._page.locator(f"id={one}").text_content() or "" for one in described[-1:])
        assert_that(told, equal_to(why), "what stands beside the file")
        assert_that(self._form.get_by_label("Title").input_value(), equal_to(title), "the title that is filled in")
        assert_that(self._row(title).count(), equal_to(0), f'how often "{title}" is among the own tracks')

    def check_closed(self) -> None:
        """There is no way there for somebody who may not publish, and no form at its address."""
        self.enter("/dashboard")
        self._see(self._navigation.get_by_role("link", name="Playlists"), "the navigation")
        assert not self._navigation.get_by_role("link", name=LINK).is_visible(), "there is a way to publishing"
        self.open("/publish")
        self.check_on("Publishing is for artists")
        assert_that(self._form.count(), equal_to(0), "forms to publish a track")
