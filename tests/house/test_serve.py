"""`make report-open`: the report on an address of this machine, until Ctrl-C."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hamcrest import equal_to

from support.observing.waiting import eventually
from tools.stages import ROOT

# Whoever starts the tests in the background has Ctrl-C switched off for them.
OPEN = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("tools.report", run_name="__main__", alter_sys=True)
"""
RESULT = '{"uuid": "1", "historyId": "1", "name": "one", "status": "passed", "start": 1, "stop": 2}'
SECONDS = 20.0


class Opened:
    """A report being shown, and the browser that was told of it: a script that notes the address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "allure-results").mkdir()
        (folder / "allure-results" / "1-result.json").write_text(RESULT, encoding="utf-8")
        browser = folder / "browser"
        browser.write_text(f"#!/bin/sh\necho $1 > {folder}/visited.new && mv {folder}/visited.new {folder}/visited\n")
        browser.chmod(0o755)
        self.process = subprocess.Popen(
            [sys.executable, "-c", OPEN, "--open", str(folder)],
            cwd=ROOT,
            env=os.environ | {"BROWSER": str(browser)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.told = next((line for line in self.process.stdout if "http://" in line), "")
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.told)
        assert found, "no address is told"
        self.address, self.port = found[0], int(found[1])

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and content, for a path that is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    opened = Opened(tmp_path_factory.mktemp("reports"))
    yield opened
    opened.process.kill()
    opened.process.communicate()


def test_the_report_is_there(opened: Opened) -> None:
    for path in ("/", "/index.html?x#suites"):
        status, page = opened.get(path)
        assert status == 200 and page == (opened.folder / "html" / "index.html").read_bytes()
    (data, *_) = [one for one in (opened.folder / "html").rglob("*.json") if one.parent.name == "test-results"]
    status, content = opened.get(f"/{data.relative_to(opened.folder / 'html')}")
    assert status == 200 and b'"one"' in content


@pytest.mark.parametrize(
    "path",
    [
        "/../report.html",
        "/%2e%2e/report.html",
        "/data/../../report.html",
        "//report.html",
        "/..%2freport.html",
        "{file}",
    ],
)
def test_nothing_else_is(opened: Opened, path: str) -> None:
    assert (opened.folder / "report.html").is_file()
    assert opened.get(path.format(file=opened.folder / "report.html"))[0] == 404


def test_it_is_there_for_this_machine_only(opened: Opened) -> None:
    """The whole of 127.0.0.0/8 is this machine; a server on all addresses answers on all of it."""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", opened.port), timeout=SECONDS)


def test_a_browser_is_told(opened: Opened) -> None:
    eventually((opened.folder / "visited").is_file, equal_to(True), within=SECONDS, what="whether it was told")
    assert (opened.folder / "visited").read_text(encoding="utf-8").strip() == opened.address


def test_a_browser_that_goes_away_and_ctrl_c(opened: Opened) -> None:
    script = next((opened.folder / "html").glob("app-*.js"))
    for _ in range(3):
        with socket.socket() as gone:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that it cannot be sent whole
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # end it with a reset
            gone.connect(("127.0.0.1", opened.port))
            gone.sendall(f"GET /{script.name} HTTP/1.0\r\n\r\n".encode())
            gone.recv(10)
        assert opened.get("/")[0] == 200
    opened.process.send_signal(signal.SIGINT)
    out, err = opened.process.communicate(timeout=SECONDS)
    assert (opened.process.returncode, out.strip(), err) == (0, "", "")
