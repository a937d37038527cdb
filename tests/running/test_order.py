"""Random order follows from the seed, and stock ways to select and report still work."""

from pathlib import Path

import pytest

from tests.running.project import Finished, Project

NUMBERS = ("one", "two", "three", "four", "five", "six")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("order"))
    for feature in NUMBERS[:3]:
        lines = [f"Feature: {feature}"]
        for rule in NUMBERS[:2]:
            lines.append(f"  Rule: {rule}")
            for example in NUMBERS[:3]:
                lines += [
                    f"    @{example}",
                    f"    Example: {feature} {rule} {example}",
                    "      Then all is well",
                ]
            lines += [
                f"    Scenario Outline: {feature} {rule} row <n>",
                "      Then <n> is right",
                "      Examples:",
            ]
            lines += ["        | n |", "        | 1 |", "        | 2 |"]
        project.file(f"features/{feature}.feature", "\n".join(lines))
    return project


def order(run: Finished) -> list[str]:
    assert run.status == 0
    names = [one["name"] for one in run.record["scenarios"]]
    shown = [line.strip(" ✓").rsplit("  ", 1)[0] for line in run.out.splitlines() if line.startswith("    ✓")]
    assert shown == names, "the console tells another order than the record"
    return names


def test_random_order_follows_from_the_seed(project: Project) -> None:
    defined = order(project.run())
    first = order(project.run("-D", "order=random"))
    assert order(project.run("-D", "order=random")) == first
    second = order(project.run("-D", "order=random", "-D", "seed=11"))
    assert sorted(first) == sorted(second) == sorted(defined)
    assert len({*map(tuple, (defined, first, second))}) == 3
    features = [[name.split()[0] for name in names] for names in (defined, first, second)]
    assert len({*map(tuple, features)}) > 1, "features stay in order"
    of_one = [[name for name in names if name.startswith("one one")] for names in (defined, first, second)]
    assert len({*map(tuple, of_one)}) > 1, "scenarios of a rule stay in order"


def test_a_part_runs_in_the_order_of_the_whole(project: Project) -> None:
    whole = order(project.run("-D", "order=random"))
    part = order(project.run("-D", "order=random", "-t", "@two", "features/three.feature", "features/one.feature"))
    assert part == [name for name in whole if name in part]
    assert len(part) == 4


def test_stock_selection(project: Project) -> None:
    assert order(project.run("features/two.feature:4")) == ["two one one"]
    assert order(project.run("-n", "three two row")) == ["three two row 1", "three two row 2"]
    assert order(project.run("-t", "@one and not @two", "features/one.feature")) == [
        "one one one",
        "one two one",
    ]
    project.file("list.txt", "features/one.feature:4\nfeatures/three.feature:4\n")
    assert order(project.run("@list.txt")) == ["one one one", "three one one"]


def test_stock_formatters_and_reporters(project: Project) -> None:
    project.file("features/bad.feature", "Feature: Bad\n  Example: bad\n    Then the product is wrong\n")
    run = project.run(
        "-f", "rerun", "-o", "rerun.txt", "-f", "json", "-o", "run.json", "--junit", "features/bad.feature"
    )
    (project.folder / "features/bad.feature").unlink()
    assert run.status == 1
    assert "features/bad.feature:2" in (project.folder / "rerun.txt").read_text("utf-8")
    assert '"status": "failed"' in (project.folder / "run.json").read_text("utf-8")
    assert "expected green" in (project.folder / "reports/junit.xml").read_text("utf-8")


def test_dry_run_starts_and_writes_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("features/veza/one.feature", "Feature: One\n  Example: one\n    Then all is well\n")
    run = project.run("--dry-run")
    assert run.status == 0
    assert "· one" in run.out
    project.file(
        "features/veza/one.feature",
        "Feature: One\n  Example: one\n    Then all is well\n    And nobody wrote this\n",
    )
    run = project.run("--dry-run", "-f", "steps.missing")
    assert run.status == 1
    assert "no step definition for “And nobody wrote this”" in run.out
    assert not (tmp_path / "reports").exists()
