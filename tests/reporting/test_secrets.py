"""No secret of any kind is anywhere in the reports, and this would be noticed if it were."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.running.project import ROOT, Finished, Project
from tools import report

KINDS = (
    "a token", "a cookie", "a password in JSON", "a signed address", "a key in a header", "a secret in a form",
    "a token in a frame", "a secret in a query", "a secret in an event", "a secret of the settings",
    "a password in a page", "a password in an address", "a secret in a text", "a secret in a log",
)  # fmt: skip
SECRETS = {kind: f"planted{number:02}{kind[-4:].strip()}5Gx7" for number, kind in enumerate(KINDS)}
FEATURE = f"""
    Feature: Leaks

      Example: leaks
        When every secret is used
        Then a secret is told
          '''
          password={SECRETS["a secret in a text"]}
          '''
"""


def leaky_run(folder: Path, masking: str) -> Finished:
    project = Project(folder)
    project.file("features/veza/leaks.feature", FEATURE)
    for name in ("running/fake_environment.py", "reporting/small_product.py"):
        place = "fake.py" if "fake" in name else "steps/small_product.py"
        project.file(place, (ROOT / "tests" / name).read_text("utf-8"))
    project.add_hooks("import fake\n")
    logged = {"level": "ERROR", "message": f"refused token={SECRETS['a secret in a log']}"}
    run = project.run(SECRETS=json.dumps(SECRETS), MASKING=masking, FAKE_LOG=json.dumps(logged))
    assert run.statuses == {"leaks": "failed"}, run.out + run.err
    report.build(folder / "reports")
    return run


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, those inside of archives too."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


def leaks(run: Finished) -> dict[str, list[str]]:
    """Where each kind of secret is found."""
    written = [*contents(run.folder / "reports"), ("console", (run.out + run.err).encode())]
    found = {kind: [name for name, text in written if secret.encode() in text] for kind, secret in SECRETS.items()}
    return {kind: names for kind, names in found.items() if names}


def test_no_secret_is_in_the_reports(tmp_path: Path) -> None:
    run = leaky_run(tmp_path, "on")
    files = {Path(name).suffix for name, _ in contents(tmp_path / "reports")}
    assert {".json", ".httpexchange", ".txt", ".zip", ".html", ".trace", ".network", ".png"} <= files
    assert leaks(run) == {}


def test_every_kind_would_be_found(tmp_path: Path) -> None:
    assert sorted(leaks(leaky_run(tmp_path, "off"))) == sorted(KINDS)
