"""Asks the service of this container how it is, from inside: status 0 when it can do its work, else 1."""

from __future__ import annotations

import http.client
import os
import ssl
import sys

LIMIT_SECONDS = 2.0


def main() -> int:
    trust = ssl.create_default_context(cafile=os.environ["TLS_CA_FILE"])
    service = http.client.HTTPSConnection("localhost", int(os.environ["PORT"]), timeout=LIMIT_SECONDS, context=trust)
    try:
        service.request("GET", "/health")
        answer = service.getresponse()
        print(answer.read().decode())
        return 0 if answer.status == http.client.OK else 1
    except (OSError, http.client.HTTPException) as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
