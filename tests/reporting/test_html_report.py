"""The HTML report of real runs, as somebody sees it who opens it in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from support.clients.browser import Browser
from support.evidence.journal import Journal
from tests.running.project import ROOT, Finished, Project
from tools import report

FEATURE = """
    @VZ-01
    Feature: Small product

      Rule: It answers

        Background:
          Given all is well

        Example: with what it was asked
          When Lina asks for /api/hello

        @VZ-08 @allure.label.owner:Ada @allure.link:https://tracker.test/7
        Example: in full
          When Lina asks for /broken/thing
          And Lina says good evening
          Then the product is wrong
          And all is well

        Scenario Outline: <what> in the end
          When a table and a text
            | <what> |
          Then the <what> is wrong

          Examples:
            | what    |
            | product |
            | test    |

        @retry
        Example: after a while
          When it works at the second attempt

        @retry.2
        Example: never
          Then the product is wrong

      Rule: It has a page

        Example: with a button
          When Lina presses the button of the page
          Then the product is wrong

        Example: with a mess
          When cleaning up fails

        Example: with nothing
          Then nobody has written this

        @needs.control
        Example: with power
          Then all is well
"""


def a_project(folder: Path) -> Project:
    project = Project(folder)
    for name, place in (("running/fake_environment.py", "fake.py"), ("reporting/small_product.py", "steps/small.py")):
        project.file(place, (ROOT / "tests" / name).read_text("utf-8"))
    project.add_hooks("import fake\n")
    return project


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    project = a_project(tmp_path_factory.mktemp("html"))
    project.file("features/veza/small.feature", FEATURE)
    run = project.run()
    report.build(run.folder / "reports")
    return run


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    browser = Browser(temporary=tmp_path_factory.mktemp("b"))
    yield browser.visit(journal=Journal(0), correlation_id="report").page
    browser.close()


def opened(page: Page, run: Finished, name: str = "", tab: str = "") -> None:
    """Open the single file: the tree of all scenarios, one of this name, or a tab."""
    page.goto("about:blank")
    page.goto((run.folder / "reports/report.html").as_uri() + (f"#{tab}" if tab else ""))
    if name:
        page.get_by_text(name, exact=True).first.click()


def sees(place: Page | FrameLocator, *texts: str) -> None:
    for text in texts:
        expect(place.get_by_text(text).first).to_be_visible()


def story(page: Page) -> FrameLocator:
    """The description, which is a frame of its own."""
    return page.frame_locator("iframe")


def counts(page: Page) -> str:
    """All text, a space between any two pieces."""
    expect(page.get_by_text("Powered by")).to_be_visible()
    return " ".join(page.locator("body").inner_text().split())


def test_every_scenario_is_in_the_tree(run: Finished, page: Page) -> None:
    opened(page, run)
    sees(page, "Veza", "Small product", "It answers", "It has a page")
    sees(page, "with what it was asked", "product in the end", "after a while", "with power")
    told = counts(page)
    for name, number in (("Failed", 4), ("Broken", 3), ("Passed", 2), ("Skipped", 1)):
        assert f"{name} {number}" in told


def test_the_categories_tell_who_has_to_look(run: Finished, page: Page) -> None:
    opened(page, run, tab="categories")
    for category, number in (
        ("The product breaks a promise", 4),
        ("A test is broken", 3),
        ("Flaky: passed, but not at first", 1),
    ):
        sees(page, category)
        assert f"{category} {number}" in counts(page)


def test_a_failure_opens_on_its_timeline(run: Finished, page: Page) -> None:
    opened(page, run, "in full")
    sees(
        page,
        "expected green, but it was red",
        "Category: The product breaks a promise",
        "VZ-08",
        "https://tracker.test/7",
    )
    sees(
        story(page),
        "behave -D seed=7 features/veza/small.feature:14",
        "seed 7 · defined order, 2. of 10 · worker 1 · embedded environment",
        "✗ Then the product is wrong",
        "· And all is well",
        "chat-server MemoryError: nothing is left",
    )
    row = story(page).locator("summary", has_text="Lina: GET /broken/thing → 500").last
    expect(row).to_be_hidden()
    story(page).get_by_text("✓ When Lina asks for /broken/thing").click()
    expect(row).to_be_visible()
    row.click()
    expect(story(page).get_by_text("response_headers").last).to_be_visible()


def test_an_exchange_is_a_card_of_its_step(run: Finished, page: Page) -> None:
    opened(page, run, "in full")
    page.get_by_text("When Lina asks for /broken/thing", exact=True).click()
    page.get_by_text("Lina: GET /broken/thing → 500").last.click()
    sees(page, "500 Internal Server Error", "Headers (")
    (step,) = (step for step in run.first("in full")["steps"] if "/broken/" in step["name"])
    assert [one["type"] for one in step["attachments"]] == ["application/vnd.allure.http+json", "text/plain"]


def test_a_page_tells_what_was_done_in_it(run: Finished, page: Page) -> None:
    opened(page, run, "with a button")
    sees(story(page), "✗ Then the product is wrong")
    story(page).get_by_text("✓ When Lina presses the button of the page").click()
    sees(story(page), 'Lina fills in "Password" with "x"', "Lina clicks button")
    sees(story(page), "Lina's browser: POST /api/sign-in → 200")
    names = {attachment["name"] for attachment in run.first("with a button")["attachments"]}
    assert names == {"Lina desktop trace", "Lina desktop screenshot", "Timeline"}


def test_what_passed_is_summed_up(run: Finished) -> None:
    passed = run.first("with what it was asked")
    assert passed["description"].endswith("Seen: 1 HTTP exchange.")
    assert not passed.get("attachments")


def test_attempts_are_retries_and_a_late_pass_is_flaky(run: Finished, page: Page) -> None:
    assert run.statuses["after a while"] == "passed" and run.statuses["never"] == "failed"
    assert "↻ after a while  failed, is tried again: it did not work" in run.out
    assert "✓ after a while  flaky: passed at attempt 2" in run.out
    results = [one for one in run.all_results if one["name"] == "after a while"]
    assert sorted(one["status"] for one in results) == ["failed", "passed"]
    assert [one["statusDetails"].get("flaky") for one in results if one["status"] == "passed"] == [True]
    assert len([one for one in run.all_results if one["name"] == "never"]) == 3
    opened(page, run, "never")
    sees(story(page), "attempt 3")
    assert "Retries 2" in counts(page)


def test_an_interrupted_run(tmp_path: Path, page: Page) -> None:
    project = a_project(tmp_path)
    project.file("features/veza/two.feature", """
        Feature: Two
          Example: interrupted
            When Lina asks for /api/hello
            And somebody sends SIGTERM
          Example: never reached
            Then all is well
    """)  # fmt: skip
    run = project.run()
    assert run.status == 143
    report.build(tmp_path / "reports")
    opened(page, run, "interrupted")
    sees(page, "interrupted during “And somebody sends SIGTERM”")
    sees(story(page), "✓ When Lina asks for /api/hello")
    opened(page, run, tab="categories")
    sees(page, "Was interrupted", "Did not run")
    opened(page, run, tab="globalErrors")
    sees(page, "The run was interrupted by SIGTERM.")


def test_an_environment_that_does_not_start(tmp_path: Path, page: Page) -> None:
    project = a_project(tmp_path)
    project.file("features/veza/small.feature", FEATURE)
    run = project.run(FAKE="start fails")
    assert run.status == 2
    report.build(tmp_path / "reports")
    opened(page, run)
    sees(page, "with a button")
    assert "Broken 10" in counts(page)
    opened(page, run, tab="categories")
    sees(page, "The environment failed")
    opened(page, run, tab="globalErrors")
    sees(page, "web of veza died while starting: no such file")
