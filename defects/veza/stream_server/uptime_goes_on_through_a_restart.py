"""Uptime is counted from the first start that anybody remembers."""

import time
from contextlib import suppress
from typing import Any

from redis.exceptions import RedisError

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-23",),
    kind=Kind.STALE,
    story="After a restart the stream server reports an uptime as if it had never been away.",
    subtle=Subtlety.RESTART,
)

KEY = "stream_server_up_since"
REMEMBERED_SECONDS = 3600


@defect.applies_to("platforms.common.service")
def remember_the_first_start(service: Any) -> None:
    start = service.Service.open

    async def open_as_before(self: Any) -> None:
        await start(self)
        with suppress(RedisError, OSError):
            await self.cache.set(KEY, time.time(), nx=True, ex=REMEMBERED_SECONDS)
            self.health._started -= time.time() - float(await self.cache.get(KEY))

    service.Service.open = open_as_before
