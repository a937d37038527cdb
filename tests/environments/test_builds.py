"""Known defects are built into the services they afflict, and taken out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.environments.embedded import EmbeddedEnvironment, open_embedded
from support.environments.manifest import NOTHING_BUILT_IN, Build
from support.failures import EnvironmentFailure
from tests.environments.helpers import PLATFORMS, TestSettings

MUMBLES = """
from defects import Defect, Kind
defect = Defect(service="front", breaks=("VZ-01",), kind=Kind.UNIT, story="It mumbles.")

@defect.applies_to("tests.environments.platforms.service")
def mumble(service):
    say = service.say
    service.say = lambda message: say(f"mumbled {message}")
"""
CRASHES = MUMBLES.replace("say = service.say", "raise RuntimeError('the fuse is blown')")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "mumbles.py").write_text(MUMBLES, "utf-8")
    (tmp_path / "tiny" / "crashes_at_start.py").write_text(CRASHES, "utf-8")
    (tmp_path / "tiny" / "deployment").mkdir()
    (tmp_path / "tiny" / "deployment" / "nobody_waits.py").write_text("", "utf-8")
    return tmp_path


@pytest.fixture
def mumbling(temporary: Path, folder: Path) -> Iterator[EmbeddedEnvironment]:
    environment = open_embedded(TestSettings(temporary, defect="tiny/mumbles", defects=folder), PLATFORMS)
    environment.start(["tiny"])
    yield environment
    environment.close()


def said(environment: EmbeddedEnvironment, service: str) -> list[bool]:
    """Of each time that a service became ready, whether it mumbled."""
    lines = environment.platform("tiny").logs(service)
    return ["mumbled" in line for line in lines if "ready" in line]


def test_only_the_service_it_afflicts_has_it_until_it_is_taken_out(
    mumbling: EmbeddedEnvironment, folder: Path, temporary: Path
) -> None:
    assert (said(mumbling, "front"), said(mumbling, "back")) == ([True], [False])
    assert mumbling.defects == ["tiny/mumbles"]
    copy = mumbling.platform("tiny").trial("front", {})
    assert any("mumbled ready" in line for line in copy.lines), "a copy is built like the one that runs"
    mumbling.platform("tiny").restart("front")
    assert said(mumbling, "front") == [True, True], "it stays in, whatever is restarted"
    with pytest.raises(EnvironmentFailure, match=r"front of tiny died while starting .*the fuse is blown"):
        mumbling.rebuild("tiny", "front", Build("tiny/crashes-at-start", str(folder)))
    mumbling.rebuild("tiny", "front", NOTHING_BUILT_IN)
    assert said(mumbling, "front")[-1] is False and said(mumbling, "back") == [False]
    attached = open_embedded(TestSettings(temporary, attach=mumbling.folder), PLATFORMS)
    assert attached.is_shared and "tiny" in attached.status()
    attached.close()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"defect": "tiny/mumble"}, "there is no known defect tiny/mumble in .*; such as tiny/mumbles"),
        (
            {"defect": "tiny/nobody-waits"},
            "tiny/nobody-waits is of the deployment, and .*; set environment to cont",
        ),
        ({"defect": "other/mumbles"}, "the defect other/mumbles is of none of the platforms that are started"),
    ],
)
def test_one_that_cannot_be_built_in(settings: dict[str, str], told: str, temporary: Path, folder: Path) -> None:
    environment = open_embedded(TestSettings(temporary, defects=folder, **settings), PLATFORMS)  # type: ignore[arg-type]
    with pytest.raises(EnvironmentFailure, match=told):
        environment.start(["tiny"])
    environment.close()


def test_attaching_to_what_does_not_run(temporary: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="no environment runs in"):
        open_embedded(TestSettings(temporary, attach=tmp_path), PLATFORMS)
