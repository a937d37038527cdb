"""What hooks and steps say to Allure holds in its results, one by one and side by side.

The kinds of checks that allure-python has for allure-behave 2.16.2, asked of this project's formatter. Those whose
answer differs on purpose are at the end.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.running.project import Finished, Project

JOBS = pytest.mark.parametrize("jobs", ["1", "3"])
STEPS = """
    import allure
    from behave import step

    @step("it says {what}")
    def says(context, what): exec(what.replace(" / ", "\\n"))
"""
FEATURE = "Feature: told\n  Example: it\n    {text}\n    Given all is well\n    Given it says {step}\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.file("steps/says.py", STEPS)
    for name in ("more", "else"):  # so that there is something to run side by side
        project.file(f"features/{name}.feature", f"Feature: {name}\n  Example: {name} one\n    Given all is well\n")
    return project


def told(project: Project, step: str, *, hook: str = "", text: str = "", jobs: str = "1") -> dict[str, Any]:
    """The result of a scenario with this step, and with these lines in the hook before it."""
    if hook:
        project.add_hooks(
            "import allure\nours = before_scenario\ndef before_scenario(context, scenario):\n"
            f"    ours(context, scenario)\n    if scenario.name == 'it':\n        {hook}\n"
        )
    project.file("features/here.feature", FEATURE.format(step=step, text=text))
    run = project.run("-j", jobs)
    assert run.status in (0, 1), run.err
    return next(one for one in run.all_results if one["fullName"] == "features/here.feature: it")


def labels(result: dict[str, Any], name: str) -> list[str]:
    return [one["value"] for one in result["labels"] if one["name"] == name]


@JOBS
@pytest.mark.parametrize("where", ["step", "hook"])
def test_a_title(project: Project, jobs: str, where: str) -> None:
    call = "allure.dynamic.title('another')"
    given = {"step": call} if where == "step" else {"step": "pass", "hook": call}
    result = told(project, **given, jobs=jobs)
    assert result["name"] == "another"


@JOBS
def test_labels(project: Project, jobs: str) -> None:
    step = "allure.dynamic.label('team', 'a', 'b') / allure.dynamic.severity(allure.severity_level.BLOCKER)"
    result = told(project, step, hook="allure.dynamic.story('from a hook')", jobs=jobs)
    assert labels(result, "team") == ["a", "b"]
    assert labels(result, "severity") == ["blocker"]
    assert labels(result, "story") == ["from a hook"]


@JOBS
def test_parameters(project: Project, jobs: str) -> None:
    step = "allure.dynamic.parameter('p', 2) / allure.dynamic.parameter('q', 'x', mode=allure.parameter_mode.HIDDEN)"
    result = told(project, step, hook="allure.dynamic.parameter('p', 1)", jobs=jobs)
    found = {one["name"]: (one["value"], one.get("mode")) for one in result["parameters"]}
    assert found == {"p": ("2", None), "q": ("x", "hidden")}


@JOBS
@pytest.mark.parametrize("where", ["step", "hook"])
def test_a_description(project: Project, jobs: str, where: str) -> None:
    call = "allure.dynamic.description('of the other kind')"
    given = {"step": call} if where == "step" else {"step": "pass", "hook": call}
    result = told(project, **given, text="In the feature.", jobs=jobs)
    assert result["description"] == "of the other kind"


def test_a_description_in_the_feature(project: Project) -> None:
    assert told(project, "pass", text="One line.\n    One more.")["description"] == "One line.\nOne more."


@pytest.mark.parametrize("kind", ["description", "description_html"])
def test_a_description_of_what_failed_stands_before_what_happened(project: Project, kind: str) -> None:
    result = told(project, f"allure.dynamic.{kind}('of the other kind') / assert False, 'wrong'")
    page = result["descriptionHtml"]
    assert page.index("of the other kind") < page.index("Replay: ")
    assert "description" not in result or not result["description"]


def test_what_is_said_is_masked(project: Project) -> None:
    secret = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlc2lnbmF0dXJl"
    made = f"'{secret[:9]}' + '{secret[9:]}'"  # so that it does not stand in the feature
    names = ("title({})", "label('x', {})", "parameter('x', {})", "description({})")
    calls = " / ".join(f"allure.dynamic.{name.format(made)}" for name in names)
    told(project, f"{calls} / allure.attach({made})")
    files = [file.read_text("utf-8", "replace") for file in (project.folder / "reports/allure-results").iterdir()]
    assert [text for text in files if secret in text] == []


@JOBS
def test_links_and_attachments(project: Project, jobs: str) -> None:
    step = "allure.dynamic.issue('https://x/1', 'One') / allure.attach('text', 'a.txt', allure.attachment_type.TEXT)"
    result = told(project, step, hook="allure.dynamic.link('https://x/', name='Home')", jobs=jobs)
    assert [(one["type"], one["url"], one["name"]) for one in result["links"]] == [
        ("link", "https://x/", "Home"),
        ("issue", "https://x/1", "One"),
    ]
    (attached,) = result["steps"][1]["attachments"]
    assert (attached["name"], attached["type"]) == ("a.txt", "text/plain")
    assert (project.folder / "reports/allure-results" / attached["source"]).read_text() == "text"


# Hooks as fixtures

HOOKS = ("all", "worker", "feature", "rule", "tag", "scenario", "step")
FIXTURES = "import allure, allure_commons\n" + "".join(
    f"""
ours_{when}_{what} = globals().get('{when}_{what}', lambda *_: None)
@allure_commons.fixture
def {when}_{what}(context, {"thing" if what not in ("all", "worker") else "thing=None"}):
    with allure.step('in {when} {what}'): allure.attach('seen', 'note', allure.attachment_type.TEXT)
    ours_{when}_{what}(*([context] if thing is None else [context, thing]))
"""
    for what in HOOKS
    for when in ("before", "after")
)
RULES = """
@of_feature
Feature: f
  Example: plain
    Given all is well

  @of_rule
  Rule: r
    @own
    Example: first in r
      Given all is well
    Example: second in r
      Given all is well

  Rule: s
    Example: in s
      Given all is well
"""


def fixtures(run: Finished) -> dict[str, list[str]]:
    """The names of the fixtures of each result."""
    names = {one["uuid"]: one["name"] for one in run.all_results}
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    for file in (run.folder / "reports/allure-results").glob("*-container.json"):
        container = json.loads(file.read_text("utf-8"))
        for fixture in [*container.get("befores", []), *container.get("afters", [])]:
            assert fixture["status"] == "passed", fixture
            assert [step["name"] for step in fixture["steps"]] == [f"in {fixture['name'].partition(' @')[0]}"]
            assert [one["name"] for one in fixture["steps"][0]["attachments"]] == ["note"]
            for child in container["children"]:
                found[names[child]].append(fixture["name"])
    return {name: sorted(all_of) for name, all_of in found.items()}


def both(*whats: str) -> list[str]:
    return sorted(f"{when} {what}" for when in ("before", "after") for what in whats)


@JOBS
def test_hooks_are_fixtures_of_what_they_are_called_for(project: Project, jobs: str) -> None:
    project.add_hooks(FIXTURES)
    project.file("features/f.feature", RULES)
    run = project.run("-j", jobs)
    assert run.status == 0, run.out + run.err
    every = ("all", "worker", "feature", "scenario", "step")
    tagged = (*every, "tag @of_feature")
    # The hooks of a feature are called by each worker that comes to it, for what it runs of it.
    assert fixtures(run) == {
        "more one": both(*every),
        "else one": both(*every),
        "plain": both(*tagged),
        "first in r": both(*tagged, "rule", "tag @of_rule", "tag @own"),
        "second in r": both(*tagged, "rule", "tag @of_rule"),
        "in s": both(*tagged, "rule"),
    }


@JOBS
def test_a_hook_that_fails_is_a_broken_fixture(project: Project, jobs: str) -> None:
    project.add_hooks(
        "import allure_commons\nours = before_scenario\n@allure_commons.fixture\n"
        "def before_scenario(context, scenario):\n    ours(context, scenario)\n"
        "    if scenario.name == 'else one': raise ValueError('no bread')\n"
    )
    run = project.run("-j", jobs)
    assert run.allure == {"more one": "passed", "else one": "broken"}
    files = (project.folder / "reports/allure-results").glob("*-container.json")
    befores = [one for file in files for one in json.loads(file.read_text("utf-8"))["befores"]]
    assert sorted(one["status"] for one in befores) == ["broken", "passed"]
    assert "no bread" in next(one for one in befores if one["status"] == "broken")["statusDetails"]["message"]


@JOBS
def test_what_hooks_outside_of_scenarios_attach_is_the_runs(project: Project, jobs: str) -> None:
    for hook, parameters in (("before_all", "context"), ("before_feature", "context, feature")):
        project.add_hooks(
            f"import allure\nours_{hook} = globals().get('{hook}', lambda *_: None)\ndef {hook}({parameters}):\n"
            f"    ours_{hook}({parameters})\n    allure.attach('from {hook}', 'note')\n"
            "    with allure.step('a step'): pass\n"
        )
    run = project.run("-j", jobs)
    assert run.status == 0, run.out + run.err
    folder = project.folder / "reports/allure-results"
    known = [json.loads(file.read_text("utf-8")) for file in folder.glob("*-globals.json")]
    notes = [one for each in known for one in each.get("attachments", []) if one["name"] == "note"]
    assert {(folder / one["source"]).read_text() for one in notes} == {"from before_all", "from before_feature"}


def test_a_fixture_of_another_name_is_a_step(project: Project) -> None:
    project.file(
        "steps/fixture.py",
        "import allure_commons\nfrom behave import step\n@allure_commons.fixture\ndef a_box(): pass\n"
        "@step('a box is used')\ndef used(context): a_box()\n",
    )
    project.file("features/here.feature", "Feature: x\n  Example: it\n    Given a box is used\n")
    result = project.run("features/here.feature").results["it"]
    assert [step["name"] for step in result["steps"][0]["steps"]] == ["a_box"]


# What else their checks look at


@pytest.mark.parametrize(
    ("feature", "own", "severity"),
    [
        ("", "", "normal"),
        ("@critical", "", "critical"),
        ("@minor @blocker", "", "blocker"),
        ("@blocker @critical", "", "critical"),
        ("@critical", "@minor @trivial", "trivial"),
        ("@trivial", "@critical @blocker", "blocker"),
    ],
)
def test_the_last_severity_holds(project: Project, feature: str, own: str, severity: str) -> None:
    project.file("features/here.feature", f"{feature}\nFeature: x\n  {own}\n  Example: it\n    Given all is well\n")
    assert labels(project.run("features/here.feature").results["it"], "severity") == [severity]


@pytest.mark.parametrize("cells", [[","], ['"'], ["1,2", "3,4"], ['"1",2', '3",4']])
def test_a_table_is_csv(project: Project, cells: list[str]) -> None:
    heads = [f"h{number}" for number, _ in enumerate(cells)]
    rows = "\n".join(f"      | {' | '.join(row)} |" for row in (heads, cells))
    project.file("features/here.feature", f"Feature: x\n  Example: it\n    Given a table and a text\n{rows}\n")
    (attached,) = project.run("features/here.feature").results["it"]["steps"][0]["attachments"]
    text = (project.folder / "reports/allure-results" / attached["source"]).read_text()
    assert attached["type"] == "text/csv"
    assert list(csv.reader(text.splitlines())) == [heads, cells]


@pytest.mark.parametrize(
    ("path", "name", "title"),
    [
        ("features/x.feature", "Foo", ["features", "Foo"]),
        ("features/a/b/x.feature", "Foo", ["features", "a", "b", "Foo"]),
        ("features/x.feature", "", ["features", "x.feature"]),
    ],
)
def test_the_path_of_titles(project: Project, path: str, name: str, title: list[str]) -> None:
    project.file(path, f"Feature: {name}\n  Example: it\n    Given all is well\n")
    assert project.run(path).results["it"]["titlePath"] == title


# What differs on purpose


def test_what_was_not_selected_has_no_result(project: Project) -> None:
    """Theirs is "skipped", which nobody can tell from a scenario that was to run and could not."""
    assert list(project.run("-n", "else").results) == ["else one"]


def test_the_run_has_its_page_of_promises(project: Project) -> None:
    """Theirs has nothing but what hooks attach."""
    told(project, "allure.global_attach('from a step', 'note')")
    files = (project.folder / "reports/allure-results").glob("*-globals.json")
    names = [one["name"] for file in files for one in json.loads(file.read_text("utf-8")).get("attachments", [])]
    assert sorted(names) == ["Promises and proof", "note"]


def test_the_rows_of_an_outline_share_their_name(project: Project) -> None:
    """Theirs end in "-- @1.1 Customers", which is another one as soon as a row is put in before it."""
    project.file(
        "features/here.feature",
        "Feature: x\n  Scenario Outline: row\n    Given <n> is right\n"
        "    Examples: Customers\n      | n |\n      | 1 |\n",
    )
    result = project.run("features/here.feature").results["row"]
    assert [(one["name"], one["value"]) for one in result["parameters"]] == [("n", "1")]


def test_the_message_of_an_assertion_is_what_it_says(project: Project) -> None:
    """Theirs begins with "AssertionError: ", which tells a product owner nothing; the status says it, and the trace."""
    result = told(project, "assert False, 'no bread'")
    assert result["statusDetails"]["message"].startswith("no bread")
    assert result["status"] == result["steps"][1]["status"] == "failed"
