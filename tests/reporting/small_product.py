"""Steps over a product of one page, one address and one socket, which all give back what they are given.

The tests write this file into their projects, so that reports are made of real traffic.
"""

import http.server
import json
import os
import threading
from pathlib import Path
from typing import Any

from behave import step
from websockets.sync.server import ServerConnection, serve

from support.clients.http import HttpClient
from support.clients.websocket import SocketClient
from support.evidence import masking

SECRETS: dict[str, str] = json.loads(os.environ.get("SECRETS", "{}"))
if os.environ.get("MASKING") == "off":
    for function in (masking.mask, masking.mask_value):
        function.__code__ = (lambda text: text).__code__

PAGE = """<!doctype html><title>Small</title><h1>Small product</h1>
<label>Password <input type="password"></label><button>Sign in</button>
<script>
  document.querySelector('button').onclick = async () => {
    const password = document.querySelector('input').value;
    const answer = await fetch('/api/sign-in', {method: 'POST', body: JSON.stringify({account: {password}})});
    console.error('signed in with ' + JSON.stringify(await answer.json()));
    document.querySelector('h1').textContent = 'Hello';
  };
</script>"""


class Echo(http.server.BaseHTTPRequestHandler):
    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        page = self.path == "/"
        told = PAGE.encode() if page else body or b"{}"
        self.send_response(500 if self.path.startswith("/broken") else 200)
        self.send_header("Content-Type", "text/html" if page else "application/json")
        self.send_header("Content-Length", str(len(told)))
        if cookie := SECRETS.get("a cookie"):
            self.send_header("Set-Cookie", f"session={cookie}; HttpOnly")
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_POST = answer

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def echo(connection: ServerConnection) -> None:
    for frame in connection:
        connection.send(frame)


WEB = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
LIVE = serve(echo, "127.0.0.1", 0)
for server in (WEB, LIVE):
    threading.Thread(target=server.serve_forever, daemon=True).start()
ADDRESS = f"http://127.0.0.1:{WEB.server_port}"
SOCKET = f"ws://127.0.0.1:{LIVE.socket.getsockname()[1]}"


def client(context: Any, token: str | None = None) -> HttpClient:
    world = context.world
    return HttpClient(
        ADDRESS, journal=world.journal, correlation_id=world.correlation_id, authority=None, token=token, who="Lina"
    )


@step("Lina asks for {path}")
def asks(context: Any, path: str) -> None:
    client(context).get(path)


@step("Lina says {text}")
def says(context: Any, text: str) -> None:
    world = context.world
    socket = SocketClient(SOCKET, journal=world.journal, correlation_id="c-1", authority=None, who="Lina")
    world.cleanup.add("close the socket", socket.close)
    socket.send({"type": "Said", "text": text, "access_token": SECRETS.get("a token in a frame", "")})


@step("Lina presses the button of the page")
def presses(context: Any) -> None:
    page = context.world.visit("Lina").page
    page.goto(ADDRESS)
    page.get_by_label("Password").fill(SECRETS.get("a password in a page", "x"))
    page.get_by_role("button").click()
    page.get_by_role("heading", name="Hello").wait_for()


@step("it works at the second attempt")
def second(context: Any) -> None:
    first = not Path("tried").exists()
    Path("tried").touch()
    assert not first, "it did not work"


@step("every secret is used")
def used(context: Any) -> None:
    http = client(context, SECRETS["a token"])
    http.post("/api/deep", json={"data": [{"user": {"new_password": SECRETS["a password in JSON"]}}]})
    http.get("/api/stream", params={"sig": SECRETS["a signed address"], "expires": 7})
    http.get("/api/keys", headers={"X-Api-Key": SECRETS["a key in a header"]})
    http.post("/api/form", data={"client_secret": SECRETS["a secret in a form"]})
    world = context.world
    world.journal.record("sql", "SELECT 1", params={"password_hash": SECRETS["a secret in a query"]})
    world.journal.record("nats", "← veza.x", data={"token": SECRETS["a secret in an event"]})
    masking.add_secret(SECRETS["a secret of the settings"])
    world.journal.record("note", f"the word is {SECRETS['a secret of the settings']}")
    says(context, "hello")
    presses(context)


@step("a secret is told")
def is_told(context: Any) -> None:
    assert context.text
    raise AssertionError(f"postgresql://veza:{SECRETS['a password in an address']}@host/db was refused")
