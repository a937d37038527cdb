"""What experiment-controller works with: its settings and what it stands on."""

from __future__ import annotations

from pydantic import Field

from platforms.common import accounts
from platforms.common.service import Service
from platforms.common.settings import DatabaseSettings, ServiceUrl
from platforms.phoenix.figures import Figures, PrometheusUrl
from platforms.phoenix.shape import MIGRATIONS, SCHEMA


class ControllerSettings(DatabaseSettings):
    prometheus_url: PrometheusUrl
    config_generator_url: ServiceUrl
    collector_url: ServiceUrl
    load_simulator_url: ServiceUrl
    most_active: int = Field(default=20, ge=1, le=1000)
    """Experiments that have pipelines at the same time; others wait."""
    advancing_seconds: float = Field(default=0.5, gt=0, le=60, allow_inf_nan=False)
    """How often it looks what to do."""
    initializing_seconds: float = Field(default=600, gt=0, le=86_400, allow_inf_nan=False)
    """How long an experiment may take to run, ..."""
    analyzing_seconds: float = Field(default=1800, gt=0, le=86_400, allow_inf_nan=False)
    """... and to be judged, before it has failed."""
    settling_seconds: float = Field(default=0.6, ge=0, le=60, allow_inf_nan=False)
    """After the end of running, until Prometheus has all that was exported before."""


class Controller(Service):
    settings: ControllerSettings

    def __init__(self, settings: ControllerSettings) -> None:
        super().__init__(
            "experiment-controller",
            "1.0.0",
            settings,
            schema=SCHEMA,
            migrations=(accounts.MIGRATIONS, MIGRATIONS),
            peers={
                "config-generator": settings.config_generator_url,
                "collector": settings.collector_url,
                "load-simulator": settings.load_simulator_url,
            },
        )
        self.figures = Figures(settings.prometheus_url)
        self.health.depends_on("prometheus", self.figures.ping, vital=False)
        for name, peer in self.peers.items():
            self.health.depends_on(name, peer.ping, vital=False)

    async def close(self) -> None:
        await self.figures.close()
        await super().close()
