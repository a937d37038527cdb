"""From an address to an event, step by step. Each is written down, so that whoever takes over goes on from there."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from prometheus_client import Counter, Gauge

from platforms.common import breaker
from platforms.common.background import Background
from platforms.common.errors import ApiError
from platforms.common.logs import correlation_id
from platforms.events.addresses import NotAllowed, origin_of
from platforms.events.processor import fetching, queue
from platforms.events.processor.context import Processor
from platforms.events.processor.fetching import Failing, Page, Refused
from platforms.events.processor.queue import Task
from platforms.events.shape import Extraction, Progress, Result, State

log = logging.getLogger(__name__)

MOST_TRIES = 4
IDLE_SECONDS = 0.1
TRIES = Counter("events_tries_total", "Pages asked for.", ["outcome"])
JOBS = Gauge("events_jobs", "Jobs in the queue.", ["state"])
BREAKER = Gauge("events_breaker_state", "0 closed, 1 half-open, 2 open.", ["what"])
STATES = {breaker.State.CLOSED: 0, breaker.State.HALF_OPEN: 1, breaker.State.OPEN: 2}
EXTRACTOR = "extractor"


class LeaseLost(Exception):
    """Somebody else has the job by now."""


class Away(Failing):
    """Somebody whom it takes is not there; it is tried until they are."""


class Workers:
    """So many at once, for as long as the service runs."""

    def __init__(self, service: Processor) -> None:
        self._service, self._held = service, set[UUID]()

    def begin(self, background: Background) -> None:
        """Whatever is away, it goes on when that is back."""
        background.begin(*[self._work] * self._service.settings.workers, self._renew, self._count)

    async def _work(self) -> None:
        service = self._service
        while True:
            task = None
            try:
                task = await queue.take(service.database, service.settings.lease_seconds)
                if task is not None:
                    self._held.add(task.lease)
                    correlation_id.set(task.correlation_id)
                    await go_on(service, task)
            except ApiError:  # the database is away, which is logged already; the lease runs out
                await asyncio.sleep(IDLE_SECONDS)
            except Exception:
                log.exception("a job went wrong")
                await asyncio.sleep(IDLE_SECONDS)
            finally:
                if task is not None:
                    self._held.discard(task.lease)
            if task is None:
                service.arrived.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(service.arrived.wait(), IDLE_SECONDS)

    async def _renew(self) -> None:
        service = self._service
        while True:
            await asyncio.sleep(service.settings.lease_seconds / 4)
            with suppress(ApiError):
                if self._held:
                    await queue.renew(service.database, list(self._held), service.settings.lease_seconds)

    async def _count(self) -> None:
        while True:
            with suppress(ApiError):
                for state, number in (await queue.counts(self._service.database, None)).items():
                    JOBS.labels(state).set(number)
            BREAKER.labels(EXTRACTOR).set(STATES[self._service.breaker("", EXTRACTOR).state])
            await asyncio.sleep(1)


async def go_on(service: Processor, task: Task | None) -> None:
    """Do one step after another, as far as it goes."""
    steps = {"fetching": fetch, "extracting": extract, "telling": tell, "reporting": report}
    while task is not None:
        try:
            await steps[task.step](service, task)
        except breaker.Open as refusal:
            await queue.put_off(service.database, task, refusal.retry_after, failed=False)
        except Failing as failure:
            await _failed(service, task, failure)
        except LeaseLost:
            return
        except Refused as refusal:
            await queue.give_up(service.database, task, refusal.reason)
        task = await queue.get(service.database, task)


async def fetch(service: Processor, task: Task) -> None:
    """Ask the site for the page and store it raw."""
    try:
        origin = origin_of(service.fetcher.sites.check(task.url))
    except NotAllowed as refusal:
        raise Refused(refusal.why) from None

    async def ask() -> Page:
        if not await queue.begin_try(service.database, task):
            raise LeaseLost
        await _tell_progress(service, task, "fetching", task.tries + 1)
        return await service.fetcher.fetch(task.url)

    try:
        page = await service.breaker(task.catalogue_id, origin).call(ask, lambda error: isinstance(error, Failing))
    except (Failing, Refused) as outcome:
        TRIES.labels("failing" if isinstance(outcome, Failing) else outcome.reason).inc()
        raise
    TRIES.labels("fetched").inc()
    await queue.keep_page(service.database, task, page)


async def extract(service: Processor, task: Task) -> None:
    """Have the page read."""
    page = await queue.page_of(service.database, task)
    await _tell_progress(service, task, "extracting", task.tries)

    async def ask() -> Extraction:
        try:
            reply = await service.extractor.send(
                "POST", "/internal/extract", json={"html": fetching.text_of(page), "url": page.url}
            )
        except ApiError as error:
            raise Away(str(error)) from error
        if reply.status_code == 503:
            raise Away("extractor is not able to")
        if reply.status_code >= 500:
            raise Failing(f"extractor answered {reply.status_code}")
        if not reply.is_success:
            raise Refused("EXTRACTION_FAILED")
        return Extraction.model_validate(reply.json()["data"])

    found = await service.breaker("", EXTRACTOR).call(ask, lambda error: isinstance(error, Failing))
    if found.event is None:
        raise Refused("NO_EVENT")
    result = Result(url=_known_as(service, found.canonical, page.url), tries=task.tries, event=found.event)
    await queue.keep_result(service.database, task, result.model_dump(mode="json"))


async def tell(service: Processor, task: Task) -> None:
    """Tell events-api what the page says."""
    try:
        await service.api.data("PUT", f"/internal/scrapes/{task.id}/result", json=task.result)
    except ApiError as refusal:
        if refusal.status == 404:  # nobody wants it any more
            await queue.end(service.database, task, "done")
            return
        if refusal.status == 503:
            raise Away(str(refusal)) from refusal
        raise Refused("EXTRACTION_FAILED") from refusal
    await queue.end(service.database, task, "done")


async def report(service: Processor, task: Task) -> None:
    """Tell events-api that it failed, and why."""
    told = Progress(state="failed", tries=task.tries, reason=task.reason)
    try:
        await service.api.data("POST", f"/internal/scrapes/{task.id}/progress", json=told.model_dump())
    except ApiError as refusal:
        if refusal.status == 503:
            raise Away(str(refusal)) from refusal
    await queue.end(service.database, task, "failed")


async def _failed(service: Processor, task: Task, failure: Failing) -> None:
    """Wait, longer each time, and give up after the fourth failure; those who are only away do not count."""
    failures = task.failures + 1
    log.warning("%s of %s failed for the %d. time: %s", task.step, task.url, failures, failure)
    away = isinstance(failure, Away)
    if failures - task.absences >= MOST_TRIES and not away:
        reason = "SITE_FAILING" if task.step == "fetching" else "EXTRACTION_FAILED"
        await queue.give_up(service.database, task, reason)
        return
    settings = service.settings
    wait = queue.wait_seconds(failures, settings.retry_seconds, settings.longest_wait_seconds)
    await queue.put_off(service.database, task, wait, failed=True, away=away)


def _known_as(service: Processor, canonical: str, url: str) -> str:
    """The address by which a page wants to be known, if it is one of the same site; else where it was."""
    with suppress(NotAllowed):
        told = service.fetcher.sites.check(canonical) if canonical else url
        if origin_of(told) == origin_of(url):
            return told
    return url


async def _tell_progress(service: Processor, task: Task, state: State, tries: int) -> None:
    """Let people see how far it is; it does not matter if they do not."""
    told = Progress(state=state, tries=tries)
    with suppress(ApiError):
        await service.api.data("POST", f"/internal/scrapes/{task.id}/progress", json=told.model_dump())
