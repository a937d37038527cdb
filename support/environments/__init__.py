"""Environments: what starts a platform, or finds one, and has power over its parts."""

from __future__ import annotations

from pathlib import Path

from support.environments.protocol import Casualty, Environment, Platform, Settings
from support.failures import EnvironmentFailure

__all__ = ["Casualty", "Environment", "Platform", "open_environment"]

PROJECT = Path(__file__).resolve().parents[2]


def open_environment(settings: Settings, platforms: Path = PROJECT / "platforms") -> Environment:
    """The environment that the settings ask for; nothing of it runs before `start`, unless it is attached to.

    `platforms` is the folder that holds one folder with a `platform.toml` for each platform.
    Raises EnvironmentFailure when there is no such environment, or when it cannot be reached.
    """
    if settings.environment == "embedded":
        from support.environments.embedded import open_embedded

        return open_embedded(settings, platforms)
    if settings.environment == "external":
        from support.environments.external import ExternalEnvironment

        return ExternalEnvironment(settings, platforms)
    raise EnvironmentFailure(
        f'the environment "{settings.environment}" is not offered yet',
        'set environment to "embedded" or "external"',
    )
