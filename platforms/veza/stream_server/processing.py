"""Makes the renditions of uploads in the background, in a bounded number of threads."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec
from uuid import UUID

from platforms.common.errors import ApiError
from platforms.veza.stream_server import audio, tracks
from platforms.veza.stream_server.audio import QUALITIES, Abandoned
from platforms.veza.stream_server.server import StreamServer

log = logging.getLogger(__name__)

THREADS = 4
"""One more than a track has renditions: a long track does not hold up the next."""
TRACK_FOLDER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
P = ParamSpec("P")


class Processing:
    """The tracks whose renditions are being made.

    What is interrupted is taken up again at the next start: an upload stays until all of its renditions are
    made, and each of those appears whole or not at all.
    """

    def __init__(self, server: StreamServer) -> None:
        self._server = server
        self._threads = ThreadPoolExecutor(THREADS, "encoder")
        self._under_way: dict[UUID, tuple[asyncio.Task[None], threading.Event]] = {}

    def begin(self, track_id: UUID) -> None:
        """Start with a track, unless that is being done already."""
        if track_id not in self._under_way:
            abandoned = threading.Event()
            task = asyncio.create_task(self._make(track_id, abandoned))
            self._under_way[track_id] = task, abandoned
            task.add_done_callback(lambda _: self._under_way.pop(track_id))

    async def abandon(self, track_id: UUID) -> None:
        """Stop with a track and wait until nobody touches its files any more."""
        if track_id in self._under_way:
            task, abandoned = self._under_way[track_id]
            abandoned.set()
            await asyncio.wait({task})

    async def resume(self) -> None:
        """Take up what the last run left, and clear away what it left half-made."""
        rows = await self._server.database.fetch("SELECT id, status FROM tracks")
        known = {str(row["id"]) for row in rows if row["status"] != "failed"}
        for path in self._server.settings.media_dir.iterdir():
            if path.suffix == ".arrival":
                path.unlink()
            elif TRACK_FOLDER.fullmatch(path.name) and path.name not in known:
                await asyncio.to_thread(shutil.rmtree, path, ignore_errors=True)
        for row in rows:
            if row["status"] == "processing":
                if self._server.source(row["id"]).exists():
                    log.info("taking up the renditions again", extra={"track_id": row["id"]})
                    self.begin(row["id"])
                else:
                    await tracks.fail(self._server, row["id"], "The upload was lost.")

    async def close(self) -> None:
        tasks = [task for task, _ in self._under_way.values()]
        for task, abandoned in self._under_way.values():
            abandoned.set()
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._threads.shutdown(cancel_futures=True)

    async def _make(self, track_id: UUID, abandoned: threading.Event) -> None:
        server, loop = self._server, asyncio.get_running_loop()
        started = loop.time()
        source = server.source(track_id)
        targets = [(server.rendition(track_id, quality), quality) for quality in QUALITIES]
        jobs = [
            loop.run_in_executor(self._threads, audio.encode, source, target, quality, abandoned)
            for target, quality in targets
        ]
        made: list[audio.Rendition] = []
        try:
            for job in asyncio.as_completed(jobs):
                made.append(await job)
                if len(made) < len(jobs):
                    progress = 100 * len(made) // len(jobs)
                    await _until_done(tracks.advance, server, track_id, progress)
            await _until_done(tracks.finish, server, track_id, made)
        except Abandoned:
            log.info("the renditions are no longer wanted", extra={"track_id": track_id})
        except Exception:
            log.exception("the renditions could not be made", extra={"track_id": track_id})
            abandoned.set()
            await asyncio.wait(jobs)
            await _until_done(tracks.fail, server, track_id, "The renditions could not be made.")
        else:
            milliseconds = round((loop.time() - started) * 1000, 1)
            log.info("the renditions are made", extra={"track_id": track_id, "milliseconds": milliseconds})
        finally:
            abandoned.set()
            await asyncio.gather(*jobs, return_exceptions=True)


async def _until_done(step: Callable[P, Awaitable[None]], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do it, if need be again and again until the database is back."""
    delay = 0.2
    while True:
        try:
            return await step(*args, **kwargs)
        except ApiError as error:
            log.warning("a step of processing waits: %s", error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 2)
