"""What axe finds on a page, and that it finds nothing on one that is well made."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from support.clients import accessibility
from support.clients.browser import Browser
from support.evidence.journal import Journal

WELL_MADE = """<!doctype html><html lang="en"><title>Events</title><main><h1>Find an event</h1>
<label>Words <input name="q"></label><p style="color: #333; background: #fff">Nothing yet</p></main>"""
BADLY_MADE = WELL_MADE.replace("<label>Words ", "").replace("</label>", "").replace("#333", "#ddd")
needs_axe = pytest.mark.skipif(find_spec(accessibility.PACKAGE) is None, reason="axe is not installed")


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(temporary=tmp_path)


@needs_axe
def test_axe_finds_what_is_wrong_and_only_that(browser: Browser, journal: Journal) -> None:
    page = browser.visit(journal=journal, correlation_id="c-1").page
    try:
        page.set_content(WELL_MADE)
        assert accessibility.findings(page) == []
        page.set_content(BADLY_MADE.replace("Nothing yet", '<span style="display: block; width: 3000px">Wide</span>'))
        found = sorted(one.partition(":")[0] for one in accessibility.findings(page))
        assert found == ["color-contrast", "it is 1728 pixels wider than the screen", "label"]
    finally:
        browser.close()


def test_where_it_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accessibility, "PACKAGE", "no_such_package")
    accessibility._script.cache_clear()
    with pytest.raises(accessibility.NoAxe, match="run make setup"):
        accessibility._script()
