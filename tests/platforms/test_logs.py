"""What services log."""

import json
import logging

import pytest

from platforms.common import logs


def test_an_address_of_a_live_connection_is_logged_without_what_is_asked_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("shop", "INFO")
    logging.getLogger("uvicorn.error").info('%s - "WebSocket %s" %d', "127.0.0.1:9", "/ws?token=secret", 401)
    told = json.loads(capsys.readouterr().out)["message"]
    assert told == '127.0.0.1:9 - "WebSocket /ws" 401'
