"""Runs a service with a defect built in. The environment starts this module in the service's place.

It is told what to do by environment variables: `SERVICE_MODULE` is what would be run otherwise, `SERVICE_NAME` the
unit's name, `KNOWN_DEFECT` a name such as `veza/lost-messages` and `KNOWN_DEFECTS` the folder it is in. A service
that the defect does not afflict runs as it is.
"""

import importlib
import os
from pathlib import Path
from typing import Any

import defects

_service: Any = importlib.import_module(os.environ["SERVICE_MODULE"])


def main() -> int:
    """Break the service, then be it."""
    defect = defects.load(os.environ["KNOWN_DEFECT"], Path(os.environ["KNOWN_DEFECTS"]))
    if defect.afflicts(os.environ["SERVICE_NAME"]):
        defect.apply()
    return int(_service.main() or 0)
