"""Shows the HTML report in a browser. Its page fetches its data, which browsers do not allow from a file."""

import sys
import threading
import webbrowser
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"


class Files(SimpleHTTPRequestHandler):
    """Hands out the files of one folder, and does not tell of each."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    """A server that takes no notice of a browser that has gone away before it had everything."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell what went wrong, unless it is that."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def serve(folder: Path) -> None:
    """Hand out a folder on a free port of this machine, for this machine only, until Ctrl-C."""
    with Server((LOOPBACK, 0), partial(Files, directory=str(folder))) as server, suppress(KeyboardInterrupt):
        address = f"http://{LOOPBACK}:{server.server_port}/"
        print(f"  {address} shows it, until Ctrl-C", flush=True)
        # Not from here: a browser for the terminal returns when its reader is done, and would never be answered.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        server.serve_forever()
