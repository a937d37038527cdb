"""What surrounds a page: its clock in the hand of the suite, and what is kept from it."""

from collections.abc import Iterator

import pytest

from support.clients.browser import Visit
from tests.support.conftest import Trust, Waiter, http_service

PAGE = """<!doctype html><title>Clock</title><script>
  let ticks = 0;
  const tick = () => { ticks += 1; setTimeout(tick, 2_000); };
  const connect = () => {
    const socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws/any');
    socket.onopen = () => { window.opened = true; socket.send('{}'); };
    socket.onclose = ({ code }) => { window.ended = code; };
  };
</script>"""


@pytest.fixture(scope="module")
def web(trust: Trust) -> Iterator[str]:
    with http_service(trust.server, PAGE) as url:
        yield url


@pytest.fixture(autouse=True)
def opened(visit: Visit, web: str) -> None:
    visit.page.goto(f"{web}/page")


def test_what_is_due_is_done_once_after_a_jump(visit: Visit) -> None:
    visit.surroundings.hold_clock()
    visit.page.evaluate("tick()")
    visit.surroundings.jump(60)
    assert visit.page.evaluate("ticks") == 2


def test_all_that_falls_due_is_done_as_time_goes_on(visit: Visit) -> None:
    visit.surroundings.hold_clock(still=True)
    visit.page.evaluate("tick()")
    visit.surroundings.go_on(60)
    assert visit.page.evaluate("ticks") == 31


def test_a_still_clock_goes_on_when_it_is_told_to(visit: Visit) -> None:
    visit.surroundings.hold_clock(still=True)
    before = visit.page.evaluate("Date.now()")
    visit.surroundings.go_on(0.1)
    assert visit.page.evaluate("Date.now()") - before == 100


def test_a_line_opens_and_breaks(visit: Visit, until: Waiter) -> None:
    opened = visit.surroundings.break_what_opens("**/ws/any")
    visit.page.goto(visit.page.url)
    visit.page.evaluate("connect()")
    until(lambda: visit.page.evaluate("window.ended") == 1011)
    assert visit.page.evaluate("window.opened") is True
    assert [one.rpartition("/")[2] for one in opened] == ["any"]


def test_something_is_kept_from_the_page_and_comes_again(visit: Visit) -> None:
    ask = "path => fetch(path).then(answer => answer.status, () => 'nothing')"
    visit.surroundings.keep_from("**/music/*.mp3*")
    assert [visit.page.evaluate(ask, one) for one in ("/music/a.mp3?x=1", "/other")] == ["nothing", 200]
    visit.surroundings.let_through("**/music/*.mp3*")
    assert visit.page.evaluate(ask, "/music/a.mp3?x=1") == 200
