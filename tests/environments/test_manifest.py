"""Manifests: what is in them, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.environments.manifest import fill, instances, known_platforms, load_manifest
from support.failures import EnvironmentFailure
from tests.environments.helpers import PLATFORMS, ROOT

RIGHT = (PLATFORMS / "tiny/platform.toml").read_text()


@pytest.mark.parametrize("name", known_platforms(ROOT / "platforms"))
def test_the_manifests_of_the_project_are_right(name: str) -> None:
    manifest = load_manifest(ROOT / "platforms", name)
    assert manifest.services
    assert manifest.title


def test_what_services_share_is_in_each_of_them() -> None:
    front, back = load_manifest(PLATFORMS, "tiny").services
    assert front.environment["DATABASE_URL"] == back.environment["DATABASE_URL"] == "{postgres.url}"
    assert front.environment["BACK_URL"] == "{url:back}"
    assert "BACK_URL" not in back.environment


def test_templates() -> None:
    values = {"port": "7", "url:web-ui": "https://x", "secret:a_b": "s"}
    assert (
        fill('{port}|{url:web-ui}/y|{secret:a_b}|{"json": 1}|{}', values.__getitem__)
        == '7|https://x/y|s|{"json": 1}|{}'
    )


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('name = "tiny"', 'name = "small"', 'name is "small", its folder "tiny"'),
        ('title = "Tiny"', "", "'title' is missing"),
        ('title = "Tiny"', "title = 7", "title is not a text"),
        ('"nats"]', '"kafka"]', "unknown server kafka (known: nats, postgres, prometheus, redis)"),
        ('name = "front"', 'name = "redis"', "two units are called redis"),
        ("{url:back}", "{url:bakc}", "BACK_URL of front has the unknown template {url:bakc}"),
        ("{tls.key}", "{tls.lock}", "TLS_KEY_FILE of front has the unknown template {tls.lock}"),
        ("{url:front}", "{port}", "credential address has the unknown template {port}"),
        ('health = "/health"', "", "'health' is missing"),
        ("[credentials]", "[credentials", "Expected ']'"),
    ],
)
def test_a_wrong_manifest(tmp_path: Path, was: str, becomes: str, fault: str) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny/platform.toml").write_text(RIGHT.replace(was, becomes))
    with pytest.raises(EnvironmentFailure) as caught:
        load_manifest(tmp_path, "tiny")
    assert f"tiny/platform.toml is wrong: {fault}" in str(caught.value)


@pytest.mark.parametrize(
    ("service", "found"), [("chat", ["chat-1", "chat-2"]), ("chat-2", ["chat-2"]), ("chat-server", ["chat-server"])]
)
def test_a_service_is_each_of_those_that_are_alike(service: str, found: list[str]) -> None:
    assert instances(service, ["chat-1", "chat-2", "chat-server"]) == found


def test_a_service_that_there_is_not() -> None:
    with pytest.raises(EnvironmentFailure, match=r"there is no service music.*it is one of chat-1, chat-2"):
        instances("music", ["chat-1", "chat-2"])
