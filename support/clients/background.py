"""One asyncio loop in a thread of its own per process, for the drivers that are asyncio's only, or best in it.

It also works while sync Playwright keeps the main thread's own loop.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any, TypeVar

from support.observing.waiting import patient

T = TypeVar("T")


@cache
def loop() -> asyncio.AbstractEventLoop:
    """Return the background loop of this process; started when first asked for."""
    made = asyncio.new_event_loop()
    threading.Thread(target=made.run_forever, name="background", daemon=True).start()
    return made


os.register_at_fork(after_in_child=loop.cache_clear)


def wait(work: "Coroutine[Any, Any, T]", within: float) -> T:
    """Carry out a piece of work on the background loop and return what it does.

    Raises `TimeoutError` after `within` seconds, stretched by patience, and whatever the work raises.
    """
    return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, patient(within)), loop()).result()
