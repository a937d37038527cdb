"""A real browser, driven by Playwright: one driver and one Chromium per process, one context per visit."""

import os
import shutil
import ssl
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from support.clients import installed, tls
from support.clients.address import shown
from support.clients.surroundings import Surroundings
from support.clients.trace import happenings, mask_archive
from support.clients.websocket import json_object
from support.evidence.journal import Journal
from support.evidence.masking import mask
from support.failures import EnvironmentFailure
from support.observing.broken import UNSEEN
from support.observing.waiting import patient

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import (
        BrowserContext,
        ConsoleMessage,
        Locator,
        Page,
        Playwright,
        Request,
        Response,
        Route,
        ViewportSize,
        WebSocket,
    )

    from support.config import Settings

Viewport = Literal["desktop", "phone"]
Scheme = Literal["light", "dark"]
Element: TypeAlias = "Locator"
"""Something on a page, looked up anew whenever it is used."""

TIMEOUT = 5.0
"""Seconds that an action waits for its element, unless said otherwise."""

CHANGED = "net::ERR_NETWORK_CHANGED"
"""Why Chromium breaks off whatever it is loading when a network interface of this machine comes or goes, such as that
of a container: a page may then be blank for good, and nothing of that is the product's doing."""
LOADS = 3
"""How often a page is asked for on a machine that changes so all the while."""
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods of requests that change something."""

_SIZES: "dict[Viewport, ViewportSize]" = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
# A browser that talks to nobody but the platform.
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LARGEST_TRACE = 20_000_000
"""Bytes; the report carries every trace twice."""
_TRACES = "acceptance-browser-"
_LONGEST_FOLDER = 60  # characters; Chromium puts a socket below it, whose address may have 107


class Browser:
    """The browser of a process, started at the first visit; `shared` gives this process's own.

    Playwright's sync interface belongs to the thread that started it and does not survive a fork.
    """

    def __init__(self, *, executable: Path | None = None, headless: bool = True, temporary: Path | None = None) -> None:
        """Prepare, and start nothing.

        `executable` is the browser to drive; without it, what the set-up noted in `.tools/browser.json`,
        else Playwright's own. `temporary` is where traces are while they are written; the system's folder
        unless given.
        """
        self._executable = executable
        self._headless = headless
        self._temporary = temporary or Path(tempfile.gettempdir())
        self._driver: Playwright | None = None
        self._chromiums: list[Chromium] = []
        self._pins: set[str] = set()
        self._leaves: dict[tuple[Path, str], str] = {}
        self._traces: Path | None = None
        self.visits: list[Visit] = []
        """The visits that are open."""

    def visit(
        self,
        viewport: Viewport = "desktop",
        *,
        journal: Journal,
        correlation_id: str,
        authority: Path | None = None,
        addresses: Iterable[str] = (),
        who: str = "somebody",
        timezone: str = "UTC",
    ) -> "Visit":
        """Open a fresh context with one page, as a person who has never been here.

        `authority` (PEM) signs the certificates of `addresses`, the URLs of all services that the page will
        speak to; without it the browser trusts what the system trusts. Raises `EnvironmentFailure` when
        there is no browser.
        """
        chromium = self._trusting(authority, addresses)
        context = chromium.new_context(
            viewport=_SIZES[viewport],
            is_mobile=viewport == "phone",
            has_touch=viewport == "phone",
            device_scale_factor=1,
            locale="en-GB",
            timezone_id=timezone,
            reduced_motion="reduce",
            extra_http_headers={"X-Correlation-Id": correlation_id},
        )
        context.set_default_timeout(patient(TIMEOUT) * 1000)
        visit = Visit(context, journal, who, f"{who}-{viewport}".lower().replace(" ", "-"), self.visits)
        self.visits.append(visit)
        return visit

    @property
    def version(self) -> str | None:
        """The version of Chromium; None before the first visit."""
        return self._chromiums[-1].version if self._chromiums else None

    def close(self) -> None:
        """End everything that was started. A browser that has died already is no error."""
        if self._driver is None:
            return
        from playwright.sync_api import Error

        for chromium in self._chromiums:
            with suppress(Error):
                chromium.close()
        self._driver.stop()
        if self._traces is not None:
            shutil.rmtree(self._traces, ignore_errors=True)
        self._chromiums.clear()
        self.visits.clear()
        self._driver = self._traces = None

    def _trusting(self, authority: Path | None, addresses: Iterable[str]) -> "Chromium":
        """Return a Chromium that trusts these addresses, by the public keys of their certificates.

        Chromium has no option for an authority of one's own. It can be told public keys, though: any one of
        them in the chain that a service shows will do. So it is told the authority's, and, since few
        services show their authority, those of the services after Python has verified them. Any other
        certificate is refused as ever. New keys need a new Chromium; visits that are open keep theirs.
        """
        pins = set()
        if authority is not None:
            pins = _authority_pins(authority) | set(self._verified_pins(authority, addresses))
        if not self._chromiums or not pins <= self._pins:
            self._pins |= pins
            if not self.visits:
                for unused in self._chromiums:
                    unused.close()
                self._chromiums.clear()
            self._chromiums.append(self._launch())
        return self._chromiums[-1]

    def _verified_pins(self, authority: Path, addresses: Iterable[str]) -> Iterator[str]:
        for url in addresses:
            if (authority, url) not in self._leaves:
                try:
                    self._leaves[authority, url] = tls.handshake(url, authority, timeout=1).pin
                except OSError:  # a service that is away or frozen; if it is only wrong, the browser will say so
                    continue
            yield self._leaves[authority, url]

    def _launch(self) -> "Chromium":
        from playwright.sync_api import Error, TimeoutError, sync_playwright

        UNSEEN.add(TimeoutError)
        if self._driver is None:
            self._traces = _trace_folder(self._temporary)
            with _temporary_files_in(self._traces):
                self._driver = sync_playwright().start()
        flags = [*_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        if self._pins:
            flags.append(f"--ignore-certificate-errors-spki-list={','.join(sorted(self._pins))}")
        executable = self._executable or installed.browser()
        try:
            return self._driver.chromium.launch(
                executable_path=executable,
                headless=self._headless,
                args=flags,
                traces_dir=self._traces,
                handle_sigint=False,  # the suite ends it in its own order
                handle_sigterm=False,
                handle_sighup=False,
            )
        except Error as error:
            if executable is None:
                what, remedy = "no browser is installed", "run make setup, or name one with -D browser=PATH"
            else:
                reason = error.message.splitlines()[0]
                what = f"the browser {executable} does not start ({reason})"
                remedy = "run it by hand to see why, or name another with -D browser=PATH"
            raise EnvironmentFailure(what, remedy) from None


_shared: list[Browser] = []
os.register_at_fork(after_in_child=_shared.clear)


def shared(settings: "Settings") -> Browser:
    """Return the browser of this process, made by these settings when first asked for."""
    if not _shared:
        _shared.append(Browser(executable=settings.browser, headless=settings.headless, temporary=settings.temporary))
    return _shared[0]


def close() -> None:
    """End the browser of this process, if there is one."""
    while _shared:
        _shared.pop().close()


class Visit:
    """One person's visit: a context of its own with one page, what goes wrong in it noted, and a trace."""

    def __init__(
        self, context: "BrowserContext", journal: Journal, who: str, name: str, open_visits: "list[Visit]"
    ) -> None:
        self.context = context
        self.who = who
        self.troubles: list[str] = []
        """Console errors, errors thrown in pages, and requests that failed, in words."""
        self.unasked: list[str] = []
        """The addresses of pages that were loaded though nobody asked for it (`asking`), such as by a reload."""
        self._name = name
        self._journal = journal
        self._open_visits = open_visits
        self._grouped = False
        self._traced = journal.keeps
        if self._traced:
            context.tracing.start(snapshots=True)  # pictures of every moment would cost a tenth of the time
        self.surroundings = Surroundings(context, journal, who)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._trouble(f"error in the page: {error.error}"))
        context.on("requestfailed", self._request_failed)
        context.on("response", lambda it: journal.contacts.called(it.request.method, it.url, it.status))
        self.page: Page = context.new_page()
        self.page.on("framenavigated", self._navigated)
        self.page.on("request", self._requested)
        self.page.on("websocket", self._connected)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Within, a page is asked for; what was loaded until then is no longer `unasked`."""
        yield
        self.unasked.clear()

    def go(self, address: str, within: float | None = None) -> None:
        """Open the page at an address; within so many seconds, if not as long as usual."""
        self.load(lambda: self.page.goto(address, timeout=None if within is None else within * 1000))

    def load(self, ask: Callable[[], object]) -> None:
        """Ask for a page, and once more if the network of this machine has changed meanwhile."""
        from playwright.sync_api import Error

        for time in range(1, LOADS + 1):
            known = len(self.troubles)
            with self.asking():
                try:
                    ask()
                except Error as error:
                    if CHANGED not in str(error) or time == LOADS:
                        raise
                    self._trouble(str(error))
            if time == LOADS or not any(CHANGED in trouble for trouble in self.troubles[known:]):
                return
            self.troubles[known:] = [trouble for trouble in self.troubles[known:] if CHANGED not in trouble]

    def break_line_after_change(self) -> list[str]:
        """Let one more request that changes something get through, and after it no request of any kind.

        Returns a list that gets its method and address once it was answered, while the page is looked at.
        """
        sent: list[Request] = []
        answered: list[str] = []

        def decide(route: "Route", request: "Request") -> None:
            if sent:
                route.abort("internetdisconnected")
                return
            if request.method in CHANGING:
                sent.append(request)
            route.continue_()

        def answer(response: "Response") -> None:
            if response.request in sent:
                answered.append(f"{response.request.method} {shown(response.url)}")

        self.context.on("response", answer)
        self.context.route("**/*", decide)
        self._journal.record("page", f"{self.who}'s line is about to break", who=self.who)
        return answered

    @contextmanager
    def held_back(self, address: str) -> "Iterator[list[Route]]":
        """Within, nothing that the browser asks of an address (a pattern as `**/query`) goes out; afterwards, all does.

        Gives what is held back, the oldest first.
        """
        held: list[Route] = []

        def hold_back(route: "Route") -> None:
            held.append(route)

        self.context.route(address, hold_back)
        self._journal.record("fault", f"what {self.who}'s browser asks of {address} is held back", who=self.who)
        try:
            yield held
        finally:
            for route in held:
                route.continue_()
            self.context.unroute(address)

    def lose_line(self) -> None:
        """Take the network from this browser, and from nobody else: what it has open hangs, nothing new opens."""
        self.context.set_offline(True)
        self._journal.record("fault", f"{self.who}'s browser has no line", who=self.who)

    def regain_line(self) -> None:
        """Give it back."""
        self.context.set_offline(False)
        self._journal.record("fault", f"{self.who}'s browser has its line again", who=self.who)

    def live_tries(self) -> "list[float]":
        """Watch the page for live connections that it tries to open and that fail.

        Returns a list that gets the moment of each failure, in seconds on the browser's own clock, while the page is
        looked at.
        """
        failed: list[float] = []
        tried: set[str] = set()
        watch = self.context.new_cdp_session(self.page)
        watch.on("Network.webSocketCreated", lambda told: tried.add(told["requestId"]))
        watch.on(
            "Network.webSocketClosed",
            lambda told: failed.append(told["timestamp"]) if told["requestId"] in tried else None,
        )
        watch.send("Network.enable")
        return failed

    def show(self, viewport: Viewport, scheme: Scheme) -> None:
        """From now on, show the page as wide as this, and in the light or in the dark."""
        self.page.set_viewport_size(_SIZES[viewport])
        self.page.emulate_media(color_scheme=scheme)

    def begin_step(self, sentence: str) -> None:
        """Gather what follows under this sentence in the trace, up to the next. A dead browser is fine."""
        from playwright.sync_api import Error

        if not self._traced:
            return
        with suppress(Error):
            if self._grouped:
                self.context.tracing.group_end()
            self.context.tracing.group(sentence)
            self._grouped = True

    def keep_evidence(self, folder: Path) -> list[Path]:
        """End the visit, and leave its trace and a screenshot of its page in a folder; return their paths.

        The files are named after person and viewport: `lina-desktop-trace.zip`,
        `lina-desktop-screenshot.png`. Secrets are masked in the trace; the screenshot shows what the person
        saw. What a dead browser can no longer give is left out.
        """
        from playwright.sync_api import Error

        folder.mkdir(parents=True, exist_ok=True)
        trace, screenshot = folder / f"{self._name}-trace.zip", folder / f"{self._name}-screenshot.png"
        kept = []
        with suppress(Error):
            self.page.screenshot(path=screenshot)
            kept.append(screenshot)
        if not self._traced:
            self.close()
            return kept
        with suppress(Error):
            self.context.tracing.stop(path=trace)
            mask_archive(trace)
            for each in happenings(trace):
                what = f"{self.who} {each.what}" if each.channel == "page" else f"{self.who}'s browser: {each.what}"
                self._journal.record(each.channel, what, at=each.at, who=self.who, **each.details)
            if (size := trace.stat().st_size) <= LARGEST_TRACE:
                kept.append(trace)
            else:
                trace.unlink()
                self._journal.record("note", f"{self.who}'s trace is not kept: it has {size / 1e6:.0f} MB")
        self.close()
        return kept

    def close(self) -> None:
        """End the visit and forget its trace; once is enough. A dead browser is no error."""
        from playwright.sync_api import Error

        if self in self._open_visits:
            self._open_visits.remove(self)
            with suppress(Error):
                self.context.close()

    def _connected(self, socket: "WebSocket") -> None:
        address = shown(socket.url)
        self._socket(f"connected to {address}")
        socket.on("framesent", lambda frame: self._frame(socket.url, "→", frame))
        socket.on("framereceived", lambda frame: self._frame(socket.url, "←", frame))
        socket.on("close", lambda _: self._socket(f"has no connection to {address} any more"))

    def _frame(self, url: str, way: str, frame: str | bytes) -> None:
        text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
        data = json_object(text)
        self._journal.contacts.spoke(url, way, data.get("type"))
        self._socket(f"{way} {data.get('type', 'frame')}", **({"data": data} if data else {"text": text}))

    def _socket(self, what: str, **details: Any) -> None:
        self._journal.record("websocket", f"{self.who}'s browser {what}", who=self.who, **details)

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self._trouble(f"console: {message.text}{f' ({place})' if place else ''}")

    def _request_failed(self, request: "Request") -> None:
        # A page that is left, or a player that has enough, aborts what it was loading: nothing went wrong.
        if request.failure != "net::ERR_ABORTED":
            self._trouble(f"{request.method} {request.url} failed: {request.failure}")

    def _trouble(self, text: str) -> None:
        self.troubles.append(mask(text))
        self._journal.record("page", f"{self.who}: {text}", who=self.who, trouble=True)

    def _requested(self, request: "Request") -> None:
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.unasked.append(shown(request.url))

    def _navigated(self, frame: Any) -> None:
        if frame == self.page.main_frame:
            self._journal.record("page", f"{self.who} is at {frame.url}", who=self.who)


def _authority_pins(authority: Path) -> set[str]:
    text, end = authority.read_text("ascii"), "-----END CERTIFICATE-----"
    return {tls.pin(ssl.PEM_cert_to_DER_cert(part.strip() + end)) for part in text.split(end)[:-1]}


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """What is started within has its temporary files there, where the next run finds them should it be killed."""
    if len(str(folder)) > _LONGEST_FOLDER:
        yield
        return
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def _trace_folder(temporary: Path) -> Path:
    """Make a folder for traces being written, and sweep those whose process was killed."""
    for folder in temporary.glob(f"{_TRACES}*"):
        owner = folder.name.removeprefix(_TRACES).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_TRACES}{os.getpid()}-", dir=temporary))
