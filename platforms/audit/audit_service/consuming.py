"""From the broker into the store: in batches, acknowledged once they are recorded.

An event that cannot be recorded is tried three times, with waits that grow, while those behind it are recorded; then
it is set aside with the reason (`poison.py`). What only cannot be recorded *now*, because the database is away, is no
poison: it stays with the broker until it can.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import ValidationError

from platforms.audit.audit_service import poison, storing
from platforms.audit.audit_service.context import Audit
from platforms.audit.shape import EVENTS, ActivityEvent
from platforms.common.errors import ApiError

log = logging.getLogger(__name__)

DURABLE = "audit-durable"
BATCH = 500
FETCH_SECONDS = 0.5
ACK_WAIT_SECONDS = 30
PAUSE_SECONDS = 0.2


class Consumer:
    """Takes events in as long as it runs."""

    def __init__(self, service: Audit) -> None:
        self._service = service
        self._client = service.events.client

    async def run(self) -> None:
        """Consume until cancelled. Whatever is away, it goes on when that is back."""
        complaint = ""
        while True:
            try:
                if self._client.is_connected:
                    await self._consume()
            except (NatsError, OSError, ApiError) as error:
                if str(error) != complaint:
                    log.warning("events cannot be taken in: %r", error)
                complaint = str(error)
            except Exception:
                log.exception("taking events in went wrong")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _consume(self) -> None:
        jetstream = self._client.jetstream(timeout=2)
        try:
            await jetstream.stream_info(EVENTS.name)
        except NotFoundError:  # oms makes it with its first event
            return
        config = ConsumerConfig(
            durable_name=DURABLE,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_SECONDS,
            max_ack_pending=4 * BATCH,
            filter_subject="audit.>",
        )
        await jetstream.add_consumer(EVENTS.name, config)
        subscription = await jetstream.pull_subscribe_bind(DURABLE, stream=EVENTS.name)
        try:
            while self._client.is_connected:
                with suppress(TimeoutError):
                    await self.take(await self._fetch(subscription))
        finally:
            with suppress(NatsError):
                await subscription.unsubscribe()

    @staticmethod
    async def _fetch(subscription: JetStreamContext.PullSubscription) -> list[Msg]:
        """All that wait, up to a batch; at least one."""
        messages: list[Msg] = await subscription.fetch(1, timeout=FETCH_SECONDS)
        with suppress(TimeoutError):
            messages += await subscription.fetch(BATCH, timeout=0.02)
        return messages

    async def take(self, messages: list[Msg]) -> None:
        """Record what can be read, and see to what cannot."""
        good: list[tuple[Msg, ActivityEvent]] = []
        for message in messages:
            try:
                good.append((message, ActivityEvent.model_validate_json(message.data)))
            except ValidationError as error:
                await poison.failed(self._service, message, _reason(error))
        try:
            await self._record([event for _, event in good])
        except ApiError:  # the database is away: all come again, in order, when it is back
            for message in messages:
                await message.nak(delay=PAUSE_SECONDS)
            raise
        except Exception as error:  # one of them is more than the store takes
            log.warning("a batch of %d could not be recorded: %r", len(good), error)
            await self._one_by_one(good)
            return
        for message, _ in good:
            await message.ack()
        await poison.forget(self._service, [message for message, _ in good])

    async def _one_by_one(self, good: list[tuple[Msg, ActivityEvent]]) -> None:
        for message, event in good:
            try:
                await self._record([event])
            except ApiError:
                await message.nak(delay=PAUSE_SECONDS)
            except Exception as error:
                await poison.failed(self._service, message, f"it cannot be stored: {type(error).__name__}")
            else:
                await message.ack()

    async def _record(self, events: list[ActivityEvent]) -> None:
        if events:
            await storing.record(self._service.database, self._service.settings.integrity_secret, events)


def _reason(error: ValidationError) -> str:
    """What is wrong with an event, without its values."""
    faults = [f"{'.'.join(map(str, one['loc'])) or 'the event'}: {one['msg'].lower()}" for one in error.errors()]
    return "; ".join(faults)[:1000]
