"""What a run pays before its first step: drivers are imported when they are first needed."""

import subprocess
import sys

from support.config import ROOT

MODULES = (
    *(
        "config",
        "observing.waiting",
        "scenario.cleanup",
        "observing.measuring",
        "scenario.people",
        "scenario.data",
        "evidence.journal",
        "clients.http",
    ),
    *("clients.websocket", "clients.tls", "clients.database", "clients.cache", "clients.broker"),
    "clients.browser",
)
DRIVERS = ("httpx", "websockets", "redis", "psycopg", "nats", "playwright", "faker")


def test_nothing_heavy_is_imported_beforehand() -> None:
    code = f"""
import sys, time
start = time.process_time()
for module in {MODULES}: __import__(f"support.{{module}}")
print(time.process_time() - start, *[name for name in {DRIVERS} if name in sys.modules])
"""
    seconds, *imported = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split()
    assert imported == []
    assert float(seconds) < 0.3  # about 0.08 on a quiet machine
