"""The browser: what it trusts, what a visit notes, what it leaves, and that nothing of it stays."""

import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Route

from support.clients import browser as browser_module
from support.clients.browser import Browser, Visit, shared
from support.clients.trace import mask_archive
from support.config import ROOT, load_settings
from support.evidence.journal import Journal
from support.failures import EnvironmentFailure
from support.running.escapes import Contained
from tests.support.conftest import Trust, Waiter, http_service, make_trust, socket_service

PAGE = """<!doctype html><title>Veza</title><h1>Good evening</h1>
<form onsubmit="return false"><input name="password" type="password"><button>Sign in</button></form>
<script>
  const seen = document.title + ' ' + innerWidth + ' ' + navigator.language + ' '
    + Intl.DateTimeFormat().resolvedOptions().timeZone + ' '
    + matchMedia('(prefers-reduced-motion: reduce)').matches + ' ' + navigator.maxTouchPoints;
</script>"""

HTML = "text/html"


@pytest.fixture(scope="module")
def web(trust: Trust) -> Iterator[str]:
    with http_service(trust.server, PAGE) as url:
        yield url


def test_the_authority_of_the_environment_is_trusted(visit: Visit, web: str) -> None:
    visit.page.goto(f"{web}/page")
    assert visit.page.title() == "Veza"
    assert visit.troubles == []


def test_what_is_held_back_goes_out_afterwards(visit: Visit, web: str) -> None:
    visit.page.goto(f"{web}/page")
    with visit.held_back("**/late") as held:
        visit.page.evaluate("() => { fetch('/late').then(() => document.title = 'Late') }")
        visit.page.wait_for_timeout(100)
        assert [one.request.url for one in held] == [f"{web}/late"]
        assert visit.page.title() == "Veza"
    visit.page.wait_for_function("document.title === 'Late'")
    assert visit.troubles == []


@pytest.mark.parametrize(
    ("changes", "loaded", "troubles"), [(0, 1, False), (1, 2, False), (2, 3, False), (9, browser_module.LOADS, True)]
)
def test_a_page_is_asked_for_again_when_the_network_changed_meanwhile(
    visit: Visit, web: str, monkeypatch: pytest.MonkeyPatch, changes: int, loaded: int, troubles: bool
) -> None:
    monkeypatch.setattr(browser_module, "CHANGED", "net::ERR_INTERNET_DISCONNECTED")  # what can be had at will
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) <= changes:
            route.abort("internetdisconnected")
        else:
            route.fulfill(body="document.title = 'Loaded'", content_type="text/javascript")

    visit.context.route("**/page", lambda it: it.fulfill(body="<script src='/part.js'></script>", content_type=HTML))
    visit.context.route("**/part.js", answer)
    visit.load(lambda: visit.page.goto(f"{web}/page"))
    assert len(asked) == loaded
    assert bool(visit.troubles) == troubles
    assert visit.unasked == []
    assert visit.page.title() == ("" if troubles else "Loaded")


def test_a_page_that_fails_for_another_reason_is_not_asked_for_again(visit: Visit, web: str) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort("connectionrefused")

    visit.context.route("**/page", refuse)
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"), Contained():
        visit.load(lambda: visit.page.goto(f"{web}/page"))
    assert len(asked) == 1


def test_what_a_page_does_not_show_in_time_is_a_failure_of_the_product(visit: Visit, web: str) -> None:
    visit.page.goto(f"{web}/page")
    with pytest.raises(AssertionError, match="Timeout 50ms exceeded"), Contained():
        visit.page.get_by_role("button", name="Sign out").click(timeout=50)
    with pytest.raises(Error) as raised, Contained():
        visit.page.locator("button[").click(timeout=50)  # a fault of the test
    assert not isinstance(raised.value, AssertionError)


def test_sockets_and_other_origins_are_trusted_too(visit: Visit, web: str, trust: Trust, until: Waiter) -> None:
    with socket_service(trust.server) as live:
        visit.page.goto(f"{web}/page")
        visit.page.evaluate(
            """url => new Promise((done, fail) => {
                const socket = new WebSocket(url); socket.onopen = done; socket.onerror = fail })""",
            live.url,
        )
        until(lambda: live.headers)
        assert live.headers[0]["X-Correlation-Id"] == "c-1"


def test_any_other_certificate_is_refused(visit: Visit, tmp_path: Path) -> None:
    stranger = make_trust(tmp_path)
    with http_service(stranger.server, PAGE) as url, pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        visit.page.goto(f"{url}/page")


def test_another_authority_may_come_while_a_visit_is_open(
    browser: Browser, visit: Visit, web: str, tmp_path: Path
) -> None:
    other = make_trust(tmp_path)
    with http_service(other.server, PAGE) as url:
        second = browser.visit(
            journal=Journal(), correlation_id="c", authority=other.authority, addresses=[url], who="Arno"
        )
        second.page.goto(f"{url}/page")
        assert second.page.title() == "Veza"
        second.page.goto(f"{web}/page")
        second.close()
    visit.page.goto(f"{web}/page")
    assert visit.page.title() == "Veza"


def test_a_service_that_is_away_stops_no_visit(browser: Browser, trust: Trust, web: str) -> None:
    visit = browser.visit(
        journal=Journal(),
        correlation_id="c",
        authority=trust.authority,
        addresses=["https://127.0.0.1:1", web],
    )
    visit.page.goto(f"{web}/page")
    visit.close()


@pytest.mark.parametrize(("viewport", "width", "touches"), [("desktop", 1280, False), ("phone", 390, True)])
def test_every_visitor_is_the_same(
    *, browser: Browser, trust: Trust, web: str, viewport: str, width: int, touches: bool
) -> None:
    visit = browser.visit(
        viewport,  # type: ignore[arg-type]
        journal=Journal(),
        correlation_id="c-2",
        authority=trust.authority,
        addresses=[web],
    )
    visit.page.goto(f"{web}/page")
    title, wide, language, zone, reduced, points = visit.page.evaluate("seen").split()
    assert (title, language, zone, reduced) == ("Veza", "en-GB", "UTC", "true")
    assert (int(points) > 0) == touches
    if viewport == "desktop":
        assert int(wide) == width
    assert visit.page.viewport_size is not None
    assert visit.page.viewport_size["width"] == width
    told = visit.page.goto(f"{web}/api/x")
    assert told is not None
    assert told.json()["headers"]["X-Correlation-Id"] == "c-2"
    visit.close()


def test_visits_know_nothing_of_each_other(browser: Browser, visit: Visit, trust: Trust, web: str) -> None:
    visit.page.goto(f"{web}/page")
    visit.page.evaluate("localStorage.token = 'abc'; document.cookie = 'mine=1'")
    other = browser.visit(journal=Journal(), correlation_id="c", authority=trust.authority, addresses=[web])
    other.page.goto(f"{web}/page")
    assert other.page.evaluate("localStorage.token") is None
    assert "mine" not in other.page.evaluate("document.cookie")
    other.close()


def test_what_goes_wrong_in_a_page_is_noted(visit: Visit, web: str, journal: Journal, until: Waiter) -> None:
    visit.page.goto(f"{web}/page")
    visit.page.evaluate("console.error('token=abc is bad'); console.warn('not so bad')")
    visit.page.evaluate("setTimeout(() => { throw new Error('oh no') })")
    visit.page.evaluate("fetch('/hang-up').catch(() => 0)")
    visit.page.evaluate("fetch('/status/500')")

    def complete() -> bool:
        visit.page.evaluate("1")
        return len(visit.troubles) >= 4

    until(complete)
    told = "\n".join(visit.troubles)
    assert "console: token=*** is bad" in told
    assert "error in the page: " in told
    assert "oh no" in told
    assert "/hang-up failed: net::ERR_EMPTY_RESPONSE" in told
    assert "not so bad" not in told
    whats = [entry.what for entry in journal.entries]
    assert f"Lina is at {web}/page" in whats
    assert any(one.startswith("Lina: console: token=*** is bad") for one in whats)
    assert {entry.channel for entry in journal.entries} == {"page"}


def test_what_a_page_gives_up_itself_is_no_trouble(visit: Visit, web: str) -> None:
    visit.page.goto(f"{web}/page")
    visit.page.evaluate("{ const c = new AbortController(); fetch('/slow', c).catch(() => 0); c.abort() }")
    visit.page.goto(f"{web}/page")
    assert visit.troubles == []


def test_a_page_that_is_loaded_though_nobody_asked_is_noted(visit: Visit, web: str) -> None:
    with visit.asking():
        visit.page.goto(f"{web}/page")
    visit.page.evaluate("history.pushState({}, '', '/elsewhere'); history.pushState({}, '', '/page')")
    assert visit.unasked == []
    with visit.page.expect_event("load"):
        visit.page.evaluate("setTimeout(() => location.reload())")
    assert visit.unasked == [f"{web}/page"]
    with visit.asking():
        visit.page.goto(f"{web}/page")
    assert visit.unasked == []


def test_a_line_breaks_after_the_next_change(visit: Visit, web: str, until: Waiter) -> None:
    visit.page.goto(f"{web}/page")
    answered = visit.break_line_after_change()
    ask = "([path, method]) => fetch(path, { method }).then(answer => answer.status, () => 'broken')"
    asked = [("/a", "GET"), ("/b", "POST"), ("/c", "POST"), ("/d", "GET")]
    assert [visit.page.evaluate(ask, [path, method]) for path, method in asked] == [200, 200, "broken", "broken"]
    until(lambda: visit.page.evaluate("1") and answered)
    assert answered == [f"POST {web}/b"]


def test_evidence_is_kept_without_secrets(visit: Visit, web: str, tmp_path: Path) -> None:
    visit.begin_step("When Lina signs in")
    visit.page.goto(f"{web}/page")
    visit.page.locator("input").fill("secret-482113-Copper-Lantern")
    visit.begin_step("Then Lina sees the dashboard")
    visit.page.evaluate("fetch('/api/x?sig=abc123', {headers: {Authorization: 'Bearer tok-12345678'}})")
    kept = visit.keep_evidence(tmp_path / "evidence")
    assert [path.name for path in kept] == ["lina-desktop-screenshot.png", "lina-desktop-trace.zip"]
    assert kept[0].read_bytes().startswith(b"\x89PNG")
    with zipfile.ZipFile(kept[1]) as trace:
        texts = {name: trace.read(name) for name in trace.namelist()}
    everything = b"\n".join(texts.values())
    for secret in (b"482113", b"abc123", b"tok-12345678"):
        assert secret not in everything
    steps = texts["trace.trace"].decode()
    assert "When Lina signs in" in steps
    assert "Then Lina sees the dashboard" in steps
    for line in steps.splitlines():
        json.loads(line)
    assert '"type":"frame-snapshot"' in steps, "nothing shows what the page was like"
    visit.close()


def test_masking_leaves_all_but_text_as_it_is(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("a.bin", bytes(range(256)))
        target.writestr("a.trace", '{"a":1}\n{"password":"x"}\n')
    mask_archive(archive)
    with zipfile.ZipFile(archive) as source:
        assert source.read("a.bin") == bytes(range(256))
        assert source.read("a.trace") == b'{"a":1}\n{"password": "***"}\n'
    assert list(tmp_path.iterdir()) == [archive]


def test_what_a_dead_browser_cannot_give_is_left_out(trust: Trust, web: str, tmp_path: Path) -> None:
    # A browser of its own process: sync Playwright allows one driver per thread.
    code = f"""
import os, signal
from contextlib import suppress
from pathlib import Path
from support.clients.browser import Browser
from support.evidence.journal import Journal
browser = Browser(temporary=Path({str(tmp_path)!r}))
visit = browser.visit(journal=Journal(), correlation_id="c")
visit.page.goto("data:text/html,hello")
for relative in Path("/proc").glob("[0-9]*"):
    with suppress(OSError):
        program, mine = relative.joinpath("exe").readlink().name, relative.joinpath("environ").read_bytes()
        if program.startswith("chrom") and b"KTAG={os.getpid()}" in mine:
            os.kill(int(relative.name), signal.SIGKILL)
visit.begin_step("Then nothing")
print(visit.keep_evidence(Path({str(tmp_path)!r}, "kept")))
visit.close()
browser.close()
browser.close()
"""
    environ = os.environ | {"KTAG": str(os.getpid())}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


CHILD = """
import os, sys
from pathlib import Path
from support.clients.browser import Browser
from support.evidence.journal import Journal
visit = Browser(temporary=Path(sys.argv[1])).visit(journal=Journal(), correlation_id="c")
visit.page.goto("data:text/html,hello")
print("here", flush=True)
os.read(0, 1)
"""


def test_nothing_stays_of_a_killed_run(tmp_path: Path, until: Waiter) -> None:
    mark = f"KMARK={os.getpid()}".encode()
    environ = os.environ | {"KMARK": str(os.getpid()), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=-1, stdout=-1) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"here\n"
        assert len(list(tmp_path.glob("acceptance-browser-*"))) == 1

        def relatives() -> list[str]:
            found = []
            for environment in Path("/proc").glob("[0-9]*/environ"):
                try:
                    found += [environment.parent.name] if mark in environment.read_bytes() else []
                except OSError:
                    continue
            return found

        assert len(relatives()) > 2
        child.send_signal(signal.SIGKILL)
    until(lambda: not relatives())
    browser_module._trace_folder(tmp_path)
    folders = [path.name for path in tmp_path.iterdir()]
    assert len(folders) == 1, folders
    assert folders[0].startswith(f"acceptance-browser-{os.getpid()}-")


def test_a_browser_that_does_not_start_is_told_in_one_sentence(tmp_path: Path) -> None:
    def attempt(executable: Path | None) -> str:
        try:
            Browser(executable=executable, temporary=tmp_path).visit(journal=Journal(), correlation_id="c")
        except EnvironmentFailure as failure:
            return str(failure)
        return "it started"

    told: list[str] = []
    worker = threading.Thread(target=lambda: told.append(attempt(Path("/bin/false"))))
    worker.start()
    worker.join()
    assert told[0].startswith("the browser /bin/false does not start (")
    assert "\n" not in told[0]
    assert told[0].endswith("; run it by hand to see why, or name another with -D browser=PATH")


def test_a_missing_browser_is_told_in_one_sentence(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from support.clients import browser, installed
from support.evidence.journal import Journal
from support.failures import EnvironmentFailure
installed.RECORD = Path({str(tmp_path / "browser.json")!r})
try:
    browser.Browser(temporary=Path({str(tmp_path)!r})).visit(journal=Journal(), correlation_id="c")
except EnvironmentFailure as failure:
    print(failure)
"""
    environ = os.environ | {"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stdout == "no browser is installed; run make setup, or name one with -D browser=PATH\n", done.stderr


def test_a_process_has_one_browser_and_a_fork_none_of_its_parent(tmp_path: Path) -> None:
    file = tmp_path / "acceptance.toml"
    file.touch()
    settings = load_settings({}, {}, file)
    mine = shared(settings)
    assert shared(settings) is mine
    pid = os.fork()
    if pid == 0:
        os._exit(0 if shared(settings) is not mine else 1)
    assert os.waitpid(pid, 0)[1] == 0
    browser_module.close()
    assert shared(settings) is not mine
    browser_module.close()
