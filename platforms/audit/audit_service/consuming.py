"""From the broker into the store: in batches, acknowledged once they are recorded.

An event that cannot be recorded is tried three times, with waits that grow, while those behind it are recorded; then
it is set aside with the reason (`poison.py`). What only cannot be recorded *now*, because the database is away, is no
poison: it stays with the broker until it can.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
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

    @property
    def _client(self) -> Client:
        """As it is now: one that has given up is replaced."""
        return self._service.events.client

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
        client = self._client
        jetstream = client.jetstream(timeout=2)
        try:
            await jetstream.stream_info(EVENTS.name)
        except NotFoundError:  # oms makes it with its first event
            return
        await self._ensure_consumer(jetstream)
        subscription = await jetstream.pull_subscribe_bind(DURABLE, stream=EVENTS.name)
        try:
            while client.is_connected:
                with suppress(TimeoutError):
                    await self.take(await self._fetch(subscription))
        finally:
            with suppress(NatsError):
                await subscription.unsubscribe()

    async def _ensure_consumer(self, jetstream: JetStreamContext) -> None:
        """Make the consumer, or go on with it, unless it has given something to somebody who did not see to it.

        That would come again when its time is up, after what is later: a new consumer begins where the records end.
        """
        config = ConsumerConfig(
            durable_name=DURABLE,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_SECONDS,
            max_ack_pending=4 * BATCH,
            filter_subject="audit.>",
        )
        try:
            known = await jetstream.consumer_info(EVENTS.name, DURABLE)
        except NotFoundError:
            known = None
        if known is not None and not known.num_ack_pending:
            return
        if known is not None:
            await jetstream.delete_consumer(EVENTS.name, DURABLE)
        last = (await jetstream.stream_info(EVENTS.name)).state.last_seq
        begin = await storing.begin_again(self._service.database)
        if begin <= last + 1:  # else it is another stream than that of which we know
            config.deliver_policy, config.opt_start_seq = DeliverPolicy.BY_START_SEQUENCE, begin
        await jetstream.add_consumer(EVENTS.name, config)

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
            await self._record([event for _, event in good], messages[-1])
        except ApiError:  # the database is away: all come again, in order, when it is back
            raise
        except Exception as error:  # one of them is more than the store takes
            log.warning("a batch of %d could not be recorded: %r", len(good), error)
            await self._one_by_one(good)
            return
        await self._done([message for message, _ in good])

    async def _one_by_one(self, good: list[tuple[Msg, ActivityEvent]]) -> None:
        for message, event in good:
            try:
                await self._record([event], message)
            except ApiError:
                raise
            except Exception as error:
                await poison.failed(self._service, message, f"it cannot be stored: {type(error).__name__}")
            else:
                await self._done([message])

    async def _done(self, messages: list[Msg]) -> None:
        """They are recorded: poison no longer, and then nothing that has to come again."""
        await poison.forget(self._service, messages)
        for message in messages:
            await message.ack()

    async def _record(self, events: list[ActivityEvent], last: Msg) -> None:
        """Record them, and that all is taken in up to the last message."""
        if events:
            secret = self._service.settings.integrity_secret
            await storing.record(self._service.database, secret, events, last.metadata.sequence.stream)


def _reason(error: ValidationError) -> str:
    """What is wrong with an event, without its values."""
    faults = [f"{'.'.join(map(str, one['loc'])) or 'the event'}: {one['msg'].lower()}" for one in error.errors()]
    return "; ".join(faults)[:1000]
