"""Structured logs: one JSON object a line on standard output, with the correlation id of the journey."""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
"""The journey that the current task works for; set from requests, handshakes and events."""

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_as_json = json.JSONEncoder(default=str, ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """Writes time, level, service, message, correlation id and whatever `extra` holds."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "service": self._service,
            "logger": record.name,
            "message": record.getMessage(),
            "correlation_id": correlation_id.get(),
        }
        line.update({key: value for key, value in vars(record).items() if key not in _STANDARD})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _as_json(line)


def set_up(service: str, level: str) -> None:
    """Send everything that is logged in this process to standard output as JSON lines."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(service))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "nats", "websockets", "python_multipart"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of every line that breaks while we write
    logging.getLogger("uvicorn.error").addFilter(_is_no_refused_handshake)
    logging.getLogger("uvicorn.error").addFilter(_without_query)


def _is_no_refused_handshake(record: logging.LogRecord) -> bool:
    """uvicorn takes a handshake that we refuse with an answer of our own for one that we forgot."""
    return "without completing handshake" not in record.getMessage()


def _without_query(record: logging.LogRecord) -> bool:
    """uvicorn logs the address of a live connection; whoever shows a token in it shows it to nobody else."""
    if "WebSocket" in record.msg and isinstance(record.args, tuple):
        record.args = tuple(one.partition("?")[0] if isinstance(one, str) else one for one in record.args)
    return True
