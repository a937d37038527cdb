"""Places for environments, and one environment that most tests share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.environments.embedded import EmbeddedEnvironment, EmbeddedPlatform
from tests.environments.helpers import embedded


def _temporary() -> Iterator[Path]:
    """A folder that every user can enter, for PostgreSQL never runs as root; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="environments-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


temporary = pytest.fixture(_temporary)
shared_temporary = pytest.fixture(_temporary, scope="session")


@pytest.fixture(scope="session")
def shared(shared_temporary: Path) -> Iterator[EmbeddedEnvironment]:
    environment = embedded(shared_temporary)
    environment.start(["tiny"])
    yield environment
    environment.close()


@pytest.fixture
def tiny(shared: EmbeddedEnvironment) -> Iterator[EmbeddedPlatform]:
    """The shared platform, whole again after each test."""
    platform = shared.platform("tiny")
    yield platform
    platform.heal()


@pytest.fixture(scope="session")
def with_lines(shared_temporary: Path) -> Iterator[EmbeddedPlatform]:
    folder = shared_temporary / "with-lines"
    folder.mkdir(mode=0o755)
    environment = embedded(folder)
    try:
        environment.start(["tiny"], {"lines"})
        yield environment.platform("tiny")
    finally:
        environment.close()


@pytest.fixture
def lined(with_lines: EmbeddedPlatform) -> Iterator[EmbeddedPlatform]:
    """The same platform, started with lines that can be afflicted; whole again after each test."""
    yield with_lines
    with_lines.heal()
