"""Answering in batches: what is asked while others are still being answered goes together in the next question.

Nobody waits for others to come. Whoever comes alone is asked for alone, and the more there are at once, the less each
of them costs: one question to a store instead of many.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST = 100
"""Questions that are answered at once; more wait for the next time."""


class Together(Generic[Asked, Answer]):
    """Puts questions that come at the same time to somebody who answers many at once."""

    def __init__(self, answer: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]) -> None:
        """`answer` gives an answer to each question, in their order, or raises for all of them."""
        self._answer = answer
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._under_way: asyncio.Task[None] | None = None

    async def ask(self, question: Asked) -> Answer:
        """The answer to a question, found after it was asked. Who stops waiting does not stop it from being put."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((question, told))
        if self._under_way is None:
            self._under_way = loop.create_task(self._answer_all())
        return await told

    async def _answer_all(self) -> None:
        batch: list[tuple[Asked, asyncio.Future[Answer]]] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                try:
                    answers = await self._answer([question for question, _ in batch])
                except Exception as error:
                    _tell(batch, error)
                else:
                    for (_, told), answer in zip(batch, answers, strict=True):
                        if not told.done():  # whoever has gone has cancelled it
                            told.set_result(answer)
        except BaseException as error:  # the service ends
            _tell([*batch, *self._waiting], error)
            raise
        finally:
            self._under_way = None


def _tell(batch: Sequence[tuple[Asked, asyncio.Future[Answer]]], error: BaseException) -> None:
    for _, told in batch:
        if not told.done():
            told.set_exception(error)
