"""Environments: what starts a platform, or finds one, and has power over its parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from support.environments.protocol import Casualty, Environment, Platform, Settings

__all__ = ["Casualty", "Environment", "Platform", "open_environment"]

PROJECT = Path(__file__).resolve().parents[2]


def open_environment(
    settings: Settings, platforms: Path = PROJECT / "platforms", tell: Callable[[str], None] = lambda doing: None
) -> Environment:
    """The environment that the settings ask for; nothing of it runs before `start`, unless it is attached to.

    `platforms` is the folder that holds one folder with a `platform.toml` for each platform. `tell` is told of
    what takes long. Raises EnvironmentFailure when the environment cannot be reached.
    """
    if settings.environment == "embedded":
        from support.environments.embedded import open_embedded

        return open_embedded(settings, platforms)
    if settings.environment == "external":
        from support.environments.external import ExternalEnvironment

        return ExternalEnvironment(settings, platforms)
    from support.environments.containers import open_containers

    return open_containers(settings, platforms, tell)
