"""What is told while a run goes on, and what is never told."""

import re
from pathlib import Path

import pytest

from tests.running.project import Project

SECRETS = {
    "a token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLWl0",
    "a password": "secret-123456-Amber-Bridge",
}
LEAK = """
    from behave import step

    SECRETS = {secrets!r}

    @step("the product tells {{what}}")
    def leak(context, what): raise AssertionError("it said Authorization: Bearer " + SECRETS[what])

    @step("the test tells {{what}}")
    def leak_too(context, what): {{}}["x=" + SECRETS[what]]

    @step("cleaning up tells {{what}}")
    def leak_last(context, what):
        context.world.journal.record("note", "password=" + SECRETS[what])
        context.world.cleanup.add("forget it", lambda: {{}}["x=" + SECRETS[what]])
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_no_secret_is_told(project: Project) -> None:
    project.file("steps/leak.py", LEAK.format(secrets=SECRETS))
    tellers = ("the product", "the test", "cleaning up")
    lines = [f"  Example: {who} {what}\n    Then {who} tells {what}\n" for who in tellers for what in SECRETS]
    project.file("features/leak.feature", "Feature: Leak\n\n" + "\n".join(lines))
    project.add_hooks(
        f"def before_tag(context, tag):\n    raise RuntimeError({SECRETS['a token']!r})\n"
        f"def after_feature(context, feature):\n    raise RuntimeError({SECRETS['a password']!r})\n"
    )
    project.file("features/hooks.feature", "Feature: Hooks\n  @tagged\n  Example: hook\n    Then all is well\n")
    run = project.run()
    assert set(run.statuses.values()) == {"failed", "error", "cleanup_error", "hook_error"}
    written = [path for path in (project.folder / "reports").rglob("*") if path.is_file()]
    assert len(written) > 10
    for what, secret in SECRETS.items():
        assert secret not in run.out + run.err, f"{what} on the console"
        for path in written:
            assert secret.encode() not in path.read_bytes(), f"{what} in {path.relative_to(project.folder)}"
    assert "it said Authorization: Bearer ***" in run.out


def test_no_secret_is_told_of_a_suite_that_fails(project: Project) -> None:
    secret = SECRETS["a password"]
    project.add_hooks(
        "from support.failures import SuiteFailure\n"
        f"def before_all(context): raise SuiteFailure('no way in with {secret}', 'ask for another')\n"
    )
    project.file("features/one.feature", "Feature: One\n  Example: one\n    Then all is well\n")
    run = project.run()
    assert run.err == "no way in with ***; ask for another\n"
    for path in (project.folder / "reports").rglob("*.*"):
        assert path.is_dir() or secret not in path.read_text("utf-8"), path


def test_a_terminal_shows_what_takes_its_time(project: Project) -> None:
    project.file(
        "features/slow.feature", "Feature: Slow\n  Example: tea\n    When 1.6 seconds pass\n    Then all is well\n"
    )
    drawn = re.split(r"\r\x1b\[2K|\r\n", project.watch())
    order = [
        "    … tea: When 1.6 seconds pass",
        "    … tea: When 1.6 seconds pass (1 s)",
        "    … tea: Then all is well",
    ]
    assert [line for line in drawn if line in order] == order
    assert any(re.fullmatch(r"    ✓ tea  \d+\.\d\d s", line) for line in drawn)


def test_a_log_shows_nothing_passing(project: Project) -> None:
    project.file("features/slow.feature", "Feature: Slow\n  Example: tea\n    Then all is well\n")
    assert "…" not in project.run().out


def test_letters_that_the_console_lacks(project: Project) -> None:
    project.file("features/letters.feature", "Feature: Ünïcödé 🎵\n  Example: 漢字\n    Then the product is wrong\n")
    run = project.run(PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert run.status == 1
    assert "Reporting is incomplete" not in run.err
    assert "expected green, but it was red" in run.out
