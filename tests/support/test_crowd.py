"""Many clients at once against a real service over TLS."""

import json
from time import perf_counter
from typing import Any

import pytest

from support.clients.crowd import Answer, Client, Crowd, Request
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from tests.support.conftest import Trust, free_port


@pytest.fixture
def crowd(service: str, trust: Trust, journal: Journal) -> Crowd:
    return Crowd(service, journal=journal, correlation_id="c-1", authority=trust.authority)


def asking(answers: list[Answer], *requests: Request) -> Client:
    """Somebody who asks for all of these, and keeps what they are answered."""
    for request in requests:
        answers.append((yield request))


def told(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.body)
    return found


def test_each_goes_on_by_themselves_over_one_connection(crowd: Crowd, journal: Journal) -> None:
    heard: dict[str, list[Answer]] = {f"tok-{number}": [] for number in range(5)}
    body = '{"name":"Zoë"}'.encode()
    crowd.run(
        [
            (token, asking(answers, Request("POST", f"/x/{token}", body), Request("GET", "/status/404")))
            for token, answers in heard.items()
        ],
        5,
    )
    for token, (made, missing) in heard.items():
        asked = told(made)
        assert (asked["method"], asked["path"]) == ("POST", f"/x/{token}")
        assert asked["headers"]["Authorization"] == f"Bearer {token}"
        assert asked["headers"]["X-Correlation-Id"] == "c-1"
        assert asked["body"].encode("latin-1") == body
        assert (made.status, missing.status) == (200, 404)
        assert asked["connection"] == told(missing)["connection"], "it has changed its connection"
    assert len({told(made)["connection"] for made, _ in heard.values()}) == len(heard)
    assert "5 clients" in journal.entries[-1].what and "asked 10 times" in journal.entries[-1].what


def test_clients_that_are_told_apart_have_correlation_ids_of_their_own(
    service: str, trust: Trust, journal: Journal
) -> None:
    crowd = Crowd(service, journal=journal, correlation_id="c-1", authority=trust.authority, told_apart=True)
    heard: list[list[Answer]] = [[], []]
    crowd.run([("tok", asking(answers, Request("GET", "/x"), Request("GET", "/x"))) for answers in heard], 5)
    ids = [[told(one)["headers"]["X-Correlation-Id"] for one in answers] for answers in heard]
    assert ids == [["c-1-0", "c-1-0"], ["c-1-1", "c-1-1"]]


def test_who_loses_their_answer_hears_of_it_and_may_go_on(crowd: Crowd) -> None:
    lost: list[str] = []
    answers: list[Answer] = []

    def unlucky() -> Client:
        try:
            yield Request("GET", "/hang-up")
        except Unreachable as error:
            lost.append(str(error))
        answers.append((yield Request("GET", "/after")))

    crowd.run([("tok", unlucky())], 5)
    assert len(lost) == 1 and "GET /hang-up" in lost[0]
    assert told(answers[0])["path"] == "/after"


def test_what_is_due_is_asked_then_and_timed_from_then_on(crowd: Crowd) -> None:
    answers: list[Answer] = []
    began = perf_counter()
    late, early = Request("GET", "/late", due=began - 2), Request("GET", "/early", due=began + 0.4)
    crowd.run([("tok", asking(answers, late, early))], 5)
    assert perf_counter() - began >= 0.4, "it did not wait until it was due"
    assert answers[0].elapsed >= 2, "what is asked late is not timed from when it was due"
    assert answers[1].elapsed < 0.4, "waiting until it is due is part of the time"


def test_a_connection_that_ends_before_anything_was_asked_is_made_anew(crowd: Crowd) -> None:
    answers: list[Answer] = []
    again = Request("GET", "/status/404", due=perf_counter() + 0.6)
    crowd.run([("tok", asking(answers, Request("GET", "/last-words"), again))], 5)
    assert [one.status for one in answers] == [200, 404]


def test_what_a_client_raises_ends_it(crowd: Crowd) -> None:
    def disappointed() -> Client:
        answer = yield Request("GET", "/status/500")
        assert answer.status == 200, "it is not well"

    with pytest.raises(AssertionError, match="it is not well"):
        crowd.run([("tok", disappointed())], 5)


def test_nobody_there(trust: Trust, journal: Journal) -> None:
    nowhere = Crowd(
        f"https://127.0.0.1:{free_port()}", journal=journal, correlation_id="c-1", authority=trust.authority
    )
    with pytest.raises(Unreachable):
        nowhere.run([("tok", asking([], Request("GET", "/")))], 5)
