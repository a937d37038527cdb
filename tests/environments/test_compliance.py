"""Every environment offers all of the protocol, called alike, and refuses alike what it cannot do."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from support.environments.containerized import ContainersPlatform
from support.environments.containers import ContainersEnvironment
from support.environments.embedded import EmbeddedEnvironment, EmbeddedPlatform
from support.environments.external import ExternalEnvironment, ExternalPlatform
from support.environments.lines import CLIENTS, Line, Trouble
from support.environments.protocol import CAPABILITIES, SETTINGS, Environment, Platform
from support.failures import EnvironmentFailure

PLATFORMS: list[type[Platform]] = [EmbeddedPlatform, ContainersPlatform, ExternalPlatform]
ENVIRONMENTS: list[type[Environment]] = [EmbeddedEnvironment, ContainersEnvironment, ExternalEnvironment]


def called(owner: type, name: str) -> list[str] | None:
    """The names of what a method takes; nothing where it is no method."""
    found = inspect.getattr_static(owner, name, None)
    return list(inspect.signature(found).parameters) if inspect.isfunction(found) else None


def methods(protocol: type) -> list[str]:
    return [name for name, value in vars(protocol).items() if inspect.isfunction(value) and not name.startswith("_")]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", methods(Platform))
def test_what_a_platform_can_be_asked(platform: type, name: str) -> None:
    assert called(platform, name) == called(Platform, name)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("name", methods(Environment))
def test_what_an_environment_can_be_asked(environment: type, name: str) -> None:
    assert called(environment, name) == called(Environment, name)


def external() -> ExternalPlatform:
    return ExternalPlatform("x", frozenset({"browser"}), {"web": "https://x"}, {}, {}, {}, frozenset(), Path("a.pem"))


def test_power_that_an_environment_does_not_have_is_refused_with_the_tag_that_helps() -> None:
    platform = external()
    for order in ("stop", "kill", "freeze", "thaw", "start", "restart"):
        with pytest.raises(EnvironmentFailure, match=r"@needs.control"):
            getattr(platform, order)("web")
    with pytest.raises(EnvironmentFailure, match=r"no control over the line between clients and web; .*@needs.lines"):
        platform.trouble(Line(CLIENTS, "web"), Trouble("cut"))
    with pytest.raises(EnvironmentFailure, match=r"@needs.trial"):
        platform.trial("web", {})
    with pytest.raises(EnvironmentFailure, match=r"@needs.settings"):
        platform.retell("web", {})
    assert platform.heal() == ()
    assert platform.monitoring_url is None


def test_lines_and_monitoring_are_capabilities() -> None:
    assert {"lines", "monitoring"} <= CAPABILITIES
    assert ContainersEnvironment.capabilities == CAPABILITIES - {SETTINGS}
