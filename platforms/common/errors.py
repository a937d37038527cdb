"""One shape for every refusal, on every service."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Generic, Literal, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from platforms.common.fields import Moment, iso
from platforms.common.logs import correlation_id

T = TypeVar("T")

told_besides: ContextVar[dict[str, str] | None] = ContextVar("told_besides", default=None)
"""Headers that the answer to this request carries, also if it is refused after they were found out."""


class Reply(BaseModel, Generic[T]):
    """What a successful call answers."""

    success: Literal[True] = True
    data: T


class RefusalDetail(BaseModel):
    code: str
    message: str
    details: dict[str, Any]


class Refusal(BaseModel):
    """What every refused call answers."""

    success: Literal[False] = False
    error: RefusalDetail
    timestamp: Moment
    request_id: str


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of a route: the statuses with which it may refuse."""
    return {status: {"model": Refusal} for status in statuses}


class ApiError(Exception):
    """A refusal that the caller is told: HTTP status, a stable code, a sentence, details where they help."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.details, self.headers = details or {}, headers or {}


def not_found(what: str) -> ApiError:
    return ApiError(404, "RESOURCE_NOT_FOUND", f"There is no such {what}.")


def forbidden() -> ApiError:
    return ApiError(403, "AUTH_INSUFFICIENT_PERMISSIONS", "Your role does not allow this.")


def invalid_field(field: str, code: str, message: str) -> ApiError:
    """A request that is well-formed and still wrong in one field."""
    return ApiError(
        422,
        "VALIDATION_FAILED",
        "Some fields are not right.",
        {"fields": [{"field": field, "code": code, "message": message}]},
    )


def unavailable(what: str) -> ApiError:
    return ApiError(503, "SYSTEM_UNAVAILABLE", f"{what} is not available at the moment.", headers={"Retry-After": "1"})


def body_of(error: ApiError) -> dict[str, Any]:
    return {
        "success": False,
        "error": {"code": error.code, "message": error.message, "details": error.details},
        "timestamp": iso(datetime.now(UTC)),
        "request_id": correlation_id.get(),
    }


async def refuse(request: Request, error: Exception) -> JSONResponse:
    """Exception handler: turns any of the known refusals into the one error body."""
    if isinstance(error, RequestValidationError):
        fields = [
            {
                "field": _field(fault),
                "code": str(fault["type"]).upper(),
                "message": fault["msg"],
            }
            for fault in error.errors()
        ]
        error = ApiError(422, "VALIDATION_FAILED", "Some fields are not right.", {"fields": fields})
    elif isinstance(error, HTTPException) and error.status_code == 400:  # a body that cannot be read
        error = invalid_field("body", "MALFORMED", str(error.detail))
    elif isinstance(error, HTTPException):
        code = {404: "RESOURCE_NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "REQUEST_TOO_LARGE"}.get(
            error.status_code, "REQUEST_REFUSED"
        )
        error = ApiError(error.status_code, code, str(error.detail), headers=dict(error.headers or {}))
    elif not isinstance(error, ApiError):
        error = ApiError(500, "SYSTEM_ERROR", "Something went wrong on our side.")
    return JSONResponse(body_of(error), status_code=error.status, headers=(told_besides.get() or {}) | error.headers)


def _field(fault: dict[str, Any]) -> str:
    """Where a fault is, as `name` or `tracks.1`; `body` when the body as a whole is wrong."""
    place = [] if fault["type"] == "json_invalid" else fault["loc"][1:]
    return ".".join(str(part) for part in place) or "body"
