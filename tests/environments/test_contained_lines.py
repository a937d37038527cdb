"""Lines between containers: what the second Compose file says, and how the relay knows a container."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from support.environments.contained_lines import write_override
from support.environments.relay import CLIENTS, Relay, by_address


def described(unit: str, target: int, *networks: str) -> tuple[str, dict[str, object]]:
    """A service as Compose describes it."""
    port = {"host_ip": "127.0.0.1", "published": str(target + 10_000), "target": target, "protocol": "tcp"}
    return f"box-{unit}", {"networks": dict.fromkeys(networks), "ports": [port]}


class Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Reads what Compose reads: `!reset` takes away what another file has said."""


Loader.add_constructor("!reset", lambda loader, node: "taken away")


def test_everybody_finds_the_relay_under_the_name_of_its_unit(tmp_path: Path) -> None:
    services = dict(
        [
            described("web", 8443, "front", "stores"),
            described("api", 8443, "front", "stores"),
            described("redis", 6379, "stores"),
            described("prometheus", 9090, "front"),
        ]
    )
    services["box-certificates"] = {"image": "platforms:1"}
    write_override(tmp_path / "lines.yml", {"services": services}, {"box": ["web", "api", "redis", "prometheus"]})
    written = yaml.load((tmp_path / "lines.yml").read_text(), Loader)["services"]
    assert written["box-web"] == {
        "ports": "taken away",
        "links": ["box-line-api:box-api", "box-line-redis:box-redis", "box-line-prometheus:box-prometheus"],
    }
    assert written["box-redis"]["links"] == ["box-line-web:box-web", "box-line-api:box-api"]
    relay = written["box-line-redis"]
    assert relay["command"] == ["relay", "contained", "redis", "6379", "box-redis"]
    assert relay["ports"] == ["127.0.0.1:16379:6379"]
    assert relay["networks"] == ["stores"]
    assert relay["image"] == "platforms:1"
    assert relay["profiles"] == ["box"]
    assert len(written) == 8


def test_whose_an_address_is() -> None:
    owner = by_address({"web": "127.0.0.1", "gone": "no-such-host.invalid"})
    assert owner(("127.0.0.1", 5), 8443) == "web"
    assert owner(("127.0.0.2", 5), 8443) == CLIENTS


def test_a_relay_says_what_it_cannot_do() -> None:
    async def asked(**request: object) -> dict[str, object]:
        relay = Relay("127.0.0.1", by_address)
        told: dict[str, object] = json.loads(await relay.answer(json.dumps(request).encode()))
        return told

    told = asyncio.run(asked(do="check", id=3, target="redis"))
    assert told == {"id": 3, "failure": "KeyError: 'redis'"}
    assert asyncio.run(asked(do="all", id=4)) == {"id": 4, "result": []}
