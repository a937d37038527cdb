"""Sending a file, or the part of it that was asked for."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from prometheus_client import Counter

from platforms.common.errors import ApiError, not_found

BYTES_SERVED = Counter("stream_bytes_served_total", "Bytes of audio sent to listeners.")
_CHUNK = 64 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{0,1000})-(\d{0,1000})", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """A range of which the file has no byte."""


def part_of(size: int, wanted: str | None) -> tuple[int, int] | None:
    """First and last byte that a `Range` header asks of a file; None when all of it is to be sent.

    Only one range is served. Several, other units and malformed ranges are answered with the whole file,
    as RFC 9110 (14.2) allows and demands. Raises `Unsatisfiable`.
    """
    match = _ONE_RANGE.fullmatch(wanted.strip()) if wanted else None
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable
    return start, end


async def send_file(request: Request, path: Path, content_type: str) -> Response:
    """Answer a GET or HEAD with the file: 200, 206 or, for a range outside of it, 416."""
    try:
        file, status = await asyncio.to_thread(_open, path)
    except FileNotFoundError:
        raise not_found("audio") from None
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private", "ETag": etag}
    # A range is asked by GET alone, and only of the file that the asker knows.
    ranged = request.method == "GET" and request.headers.get("if-range", etag) == etag
    try:
        part = part_of(status.st_size, request.headers.get("range") if ranged else None)
    except Unsatisfiable:
        file.close()
        headers["Content-Range"] = f"bytes */{status.st_size}"
        raise ApiError(416, "STREAM_RANGE_NOT_SATISFIABLE", "The audio has no such range.", headers=headers) from None
    start, end = part or (0, status.st_size - 1)
    headers["Content-Length"] = str(end - start + 1)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end}/{status.st_size}"
    code = 200 if part is None else 206
    if request.method == "HEAD":
        file.close()
        return Response(status_code=code, headers=headers, media_type=content_type)
    return StreamingResponse(_read(file, start, end), code, headers, content_type)


def _open(path: Path) -> tuple[BinaryIO, os.stat_result]:
    file = path.open("rb")
    return file, os.fstat(file.fileno())


async def _read(file: BinaryIO, start: int, end: int) -> AsyncIterator[bytes]:
    try:
        await asyncio.to_thread(file.seek, start)
        left = end - start + 1
        while left and (chunk := await asyncio.to_thread(file.read, min(_CHUNK, left))):
            left -= len(chunk)
            BYTES_SERVED.inc(len(chunk))
            yield chunk
    finally:
        file.close()
