"""What the collector works with."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from platforms.common.service import Service, the_service
from platforms.common.settings import ServiceSettings
from platforms.phoenix.collector.running import Pipelines


class Collector(Service):
    """It keeps nothing: what ought to run it is told by experiment-controller, again after a restart."""

    def __init__(self, settings: ServiceSettings) -> None:
        super().__init__("collector", "1.0.0", settings)
        self.pipelines = Pipelines()


TheCollector = Annotated[Collector, Depends(the_service)]
