"""Servers as recipes: found, named and started alike, wherever the folder for temporary files is."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml  # type: ignore[import-untyped]

from support.environments import servers
from support.environments.embedded import EmbeddedEnvironment, EmbeddedPlatform
from support.environments.manifest import load_manifest
from support.environments.scraping import Job, configuration, read_scrape
from support.environments.servers import prometheus
from support.failures import EnvironmentFailure
from tests.environments.helpers import ROOT, call, comes_true, embedded, write_platform

ODD = 'Zoë\'s "quick" #1 files, 100 % {new} $HOME \\ übrig'
SCRAPE = """
[postgres]
extensions = ["vector"]

[prometheus]
interval = "1s"
rules = ["alerts.yml"]
"""
ALERTS = """
groups:
  - name: tests
    rules:
      - { alert: SomethingIsUp, expr: up == 1 }
"""


@pytest.fixture(scope="module")
def odd_platform(shared_temporary: Path) -> Iterator[tuple[EmbeddedEnvironment, EmbeddedPlatform]]:
    """A platform with every kind of server, in a folder whose name has all that syntaxes trip over."""
    folder = shared_temporary / ODD
    platforms = folder / "platforms"
    folder.mkdir(mode=0o755)
    write_platform(platforms, "odd", servers=json.dumps(servers.known()))
    manifest = platforms / "odd/platform.toml"
    manifest.write_text(manifest.read_text() + SCRAPE)
    (platforms / "odd/alerts.yml").write_text(ALERTS)
    environment = embedded(folder, platforms)
    try:
        environment.start(["odd"], {"monitoring"})
        yield environment, environment.platform("odd")
    finally:
        environment.close()


def test_every_server_works_in_a_folder_with_an_odd_name(
    odd_platform: tuple[EmbeddedEnvironment, EmbeddedPlatform],
) -> None:
    environment, platform = odd_platform
    assert ODD in str(environment.folder)
    assert set(servers.known()) <= set(platform.units)
    assert set(platform.roles) == {"database", "cache", "broker", "monitoring"}
    assert {servers.kind(name).package for name in servers.known() if name != "redis"} <= set(environment.versions())
    assert (environment.folder / "odd/nats/jetstream").is_dir(), "JetStream keeps its streams in its own folder"
    for server in servers.known():
        platform.restart(server)


def test_vectors_can_be_stored(odd_platform: tuple[EmbeddedEnvironment, EmbeddedPlatform]) -> None:
    """pgvector is in the database of a platform that asks for it; a service may make sure of it, as in containers."""
    platform = odd_platform[1]
    assert platform.database_url
    with psycopg.connect(platform.database_url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        nearest = connection.execute("SELECT '[1,2,3]'::vector <-> '[1,2,5]'::vector").fetchone()
    assert nearest == (2.0,)


def test_prometheus_asks_the_services_and_minds_the_rules(
    odd_platform: tuple[EmbeddedEnvironment, EmbeddedPlatform],
) -> None:
    platform = odd_platform[1]
    assert call(platform, "only", "/environment")
    assert comes_true(lambda: asked(platform, 'up{job="odd"}') == ["1"], within=10)
    assert comes_true(lambda: asked(platform, 'ALERTS{alertname="SomethingIsUp"}') == ["1"], within=10)
    platform.stop("only")
    assert comes_true(lambda: asked(platform, 'up{job="odd"}') == ["0"], within=10)
    platform.start("only")


def asked(platform: EmbeddedPlatform, query: str) -> list[str]:
    """The values that Prometheus has for a query."""
    address = f"{platform.monitoring_url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
    with urllib.request.urlopen(address, timeout=5) as answer:
        result: list[dict[str, Any]] = json.load(answer)["data"]["result"]
    return [one["value"][1] for one in result]


def test_prometheus_runs_only_where_somebody_looks_in_or_a_service_needs_it() -> None:
    veza = load_manifest(ROOT / "platforms", "veza")
    assert "prometheus" in veza.servers
    assert "prometheus" not in veza.servers_for([])
    assert "prometheus" in veza.servers_for(["monitoring"])
    assert {"postgres", "redis", "nats"} <= set(veza.servers_for([]))


def test_without_prometheus_monitoring_is_lacking_and_the_reason_is_said(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(temporary))
    monkeypatch.setattr(prometheus, "TOOLS", temporary)
    (temporary / "prometheus.json").write_text('{"reason": "apt could not fetch it"}')
    with pytest.raises(EnvironmentFailure, match="apt could not fetch it"):
        prometheus.find_prometheus()
    environment = embedded(temporary)
    try:
        assert "monitoring" not in environment.capabilities
        assert environment.reason("monitoring").startswith("Prometheus is missing (apt could not fetch it)")
        assert environment.reason("database") == ""
    finally:
        environment.close()


def test_paths_are_quoted_in_what_prometheus_reads() -> None:
    """What is written is JSON, which it reads as YAML."""
    jobs = [Job("a", ("one", "two")), Job("b", (), discovery="https://x/targets", path="/m", scheme="http")]
    written = json.dumps(configuration("2s", [f"/{ODD}/rules.yml"], jobs, f"/{ODD}/ca.pem", lambda one: f"{one}:1"))
    read = yaml.safe_load(written)
    assert read["rule_files"] == [f"/{ODD}/rules.yml"]
    first, second = read["scrape_configs"]
    assert first["static_configs"] == [{"targets": ["one:1", "two:1"]}]
    assert first["tls_config"] == {"ca_file": f"/{ODD}/ca.pem"}
    assert (second["metrics_path"], second["scheme"]) == ("/m", "http")
    assert second["http_sd_configs"][0]["url"] == "https://x/targets"


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"scrap": []}, "unknown key scrap"),
        ({"scrape": [{"service": []}]}, "unknown key service"),
        ({"scrape": [{"services": ["three"]}]}, "asks three, which is no service"),
    ],
)
def test_a_wrong_table_of_prometheus(table: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_scrape(table, "x", ["one", "two"])


@pytest.mark.parametrize("name", [file.parent.name for file in ROOT.glob("platforms/*/prometheus.yml")])
def test_what_prometheus_asks_in_containers_is_what_the_manifest_says(name: str) -> None:
    manifest = load_manifest(ROOT / "platforms", name)
    written = yaml.safe_load((ROOT / "platforms" / name / "prometheus.yml").read_text(encoding="utf-8"))
    scrape = manifest.scrape
    assert written == configuration(
        scrape.interval, scrape.rules, scrape.jobs, "/tls/authority.pem", lambda service: f"{name}-{service}:8443"
    )


def test_each_recipe_is_complete() -> None:
    assert servers.known() == ["nats", "postgres", "prometheus", "redis"]
    for name in servers.known():
        kind = servers.kind(name)
        assert kind.name == name
        assert kind.url("veza", "secret", 7).count("127.0.0.1:7") == 1
        assert kind.lacking() == ""
