"""What the Compose files of the platforms owe to whoever deploys them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from support.environments import servers as recipes
from support.environments.manifest import MONITORING, TEMPLATE, load_manifest

ROOT = Path(__file__).resolve().parents[2]
PARTS = {file.parent.name: file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("platforms/*/compose.yml"))}
TEXT = "".join(PARTS.values())
SERVICES: dict[str, dict[str, Any]] = {
    name: service for text in PARTS.values() for name, service in yaml.safe_load(text)["services"].items()
}
LASTING = {name: service for name, service in SERVICES.items() if not name.endswith("-certificates")}
OWN = {name: service for name, service in LASTING.items() if service["image"].startswith("acceptance-platforms:")}


def test_the_compose_file_includes_every_platform_and_nothing_else() -> None:
    whole = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert set(whole) == {"name", "include"}
    assert whole["include"] == [f"platforms/{name}/compose.yml" for name in PARTS]
    for name, text in PARTS.items():
        assert {service.partition("-")[0] for service in yaml.safe_load(text)["services"]} == {name}


def test_every_platform_has_its_own_profile() -> None:
    assert {name: service["profiles"] for name, service in SERVICES.items()} == {
        name: [name.partition("-")[0]] for name in SERVICES
    }


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_limited_and_restarted(name: str) -> None:
    service = LASTING[name]
    assert service["restart"] == "unless-stopped"
    assert {"cpus", "memory"} == set(service["deploy"]["resources"]["limits"])
    assert {"max-size", "max-file"} == set(service["logging"]["options"])
    assert "no-new-privileges:true" in service["security_opt"]
    assert ("healthcheck" in service) != (name in OWN), "the image of the platforms has a health check of its own"


@pytest.mark.parametrize("name", OWN)
def test_a_service_of_a_platform_can_do_no_more_than_it_needs(name: str) -> None:
    service = OWN[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    needs = {part: how["condition"] for part, how in service["depends_on"].items()}
    assert needs.pop(f"{name.partition('-')[0]}-certificates") == "service_completed_successfully"
    assert set(needs.values()) <= {"service_healthy"}  # one that keeps nothing needs nothing


def test_only_addresses_of_this_machine_are_published() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert len(published) == len(LASTING)
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_stores_answer_to_nobody_but_services() -> None:
    for name, service in LASTING.items():
        platform, _, unit = name.partition("-")
        stores, services = {f"{platform}-stores"}, {f"{platform}-services"}
        is_store = unit in recipes.known() and recipes.kind(unit).role != MONITORING
        wanted = stores if is_store else stores | services if name in OWN else services
        assert set(service["networks"]) == wanted, name


def test_every_variable_is_in_the_example_and_secrets_have_no_default() -> None:
    used = dict(re.findall(r"\$\{(\w+)(:[-?][^}]*)?\}", TEXT))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = dict(re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", example, re.M))
    assert set(used) == set(told)
    for name, how in used.items():
        if "_SECRET_" in name:
            assert how.startswith(":?") and told[name] == ""
        else:
            assert how == f":-{told[name]}"


@pytest.mark.parametrize("name", PARTS)
def test_what_a_manifest_sets_is_set_in_containers_too(name: str) -> None:
    """As the suite's own environment shortens waits, containers of the suite have to; they hear of it by variables."""
    for service in load_manifest(ROOT / "platforms", name).services:
        told = SERVICES[f"{name}-{service.name}"]["environment"]
        plain = {key: text for key, text in service.environment.items() if not TEMPLATE.search(text) and key != "HOST"}
        wanted = {key: text for key, text in plain.items() if told.get(key) != text}
        assert [key for key in wanted if not told.get(key, "").startswith(f"${{{name.upper()}_{key}:-")] == []


def test_the_image_is_built_once_and_used_by_all() -> None:
    builders = [name for name, service in SERVICES.items() if "build" in service]
    assert builders == [name for name in SERVICES if name.endswith("-certificates")]
    assert {service.get("pull_policy") for service in OWN.values()} == {"never"}


def test_images_have_no_latest() -> None:
    assert not re.search(r":latest|^FROM [^:\s]+(\s|$)", TEXT + (ROOT / "platforms/Dockerfile").read_text(), re.M)
