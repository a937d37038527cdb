"""The stage behind the event site: what may be staged, and what is the site's own."""

from __future__ import annotations

import pytest

from platforms.common.errors import ApiError
from platforms.events.event_site.stage import Scene, Stage


def test_robots_txt_can_be_staged_and_struck_like_a_page() -> None:
    stage = Stage()
    assert not stage.has("robots.txt")
    stage.put("robots.txt", Scene(status=503))
    _, visit = stage.visit("robots.txt", "EventsBot")
    assert (stage.has("robots.txt"), visit.status, len(stage.visits("robots.txt"))) == (True, 503, 1)
    stage.strike("robots.txt")
    assert not stage.has("robots.txt")


@pytest.mark.parametrize("path", ["", "health", "metrics", "openapi.json", "stage/anything"])
def test_what_the_site_answers_itself_is_not_staged(path: str) -> None:
    with pytest.raises(ApiError) as refusal:
        Stage().put(path, Scene())
    assert refusal.value.status == 409
