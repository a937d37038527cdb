"""Questions that come at once are answered together, each once, and each by what was found after it was asked."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest

from platforms.common.together import MOST, Together


class Doubling:
    """Answers with the double; every time it has to be let go."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gate = asyncio.Semaphore(0)
        self.fails = False

    async def answer(self, numbers: Sequence[int]) -> Sequence[int]:
        self.asked.append(list(numbers))
        await self.gate.acquire()
        if self.fails:
            raise ConnectionError("it is away")
        return [2 * number for number in numbers]


async def asking(together: Together[int, int], *numbers: int) -> list[asyncio.Task[int]]:
    """Somebody waits for the answer to each of these."""
    tasks = [asyncio.create_task(together.ask(number)) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 5))


def test_what_is_asked_meanwhile_goes_together() -> None:
    async def story() -> None:
        doubling = Doubling()
        together = Together(doubling.answer)
        first = await asking(together, 1)
        others = await asking(together, 2, 3, 2)
        doubling.gate.release()
        doubling.gate.release()
        assert await asyncio.gather(*first, *others) == [2, 4, 6, 4]
        assert doubling.asked == [[1], [2, 3, 2]]

    run(story())


def test_it_begins_anew_after_a_pause_and_after_a_failure_which_all_are_told() -> None:
    async def story() -> None:
        doubling = Doubling()
        doubling.fails = True
        together = Together(doubling.answer)
        tasks = await asking(together, 1, 2)
        doubling.gate.release()
        for task in tasks:
            with pytest.raises(ConnectionError):
                await task
        doubling.fails = False
        later = await asking(together, 3)
        doubling.gate.release()
        assert await later[0] == 6

    run(story())


def test_who_stops_waiting_takes_nobody_along() -> None:
    async def story() -> None:
        doubling = Doubling()
        together = Together(doubling.answer)
        gone, stays = await asking(together, 1, 2)
        gone.cancel()
        doubling.gate.release()
        assert await stays == 4
        assert doubling.asked == [[1, 2]]

    run(story())


def test_no_more_at_once_than_can_be_borne() -> None:
    async def story() -> None:
        doubling = Doubling()
        together = Together(doubling.answer)
        tasks = await asking(together, *range(MOST + 1))
        doubling.gate.release()
        doubling.gate.release()
        assert await asyncio.gather(*tasks) == [2 * number for number in range(MOST + 1)]
        assert [len(one) for one in doubling.asked] == [MOST, 1]

    run(story())
