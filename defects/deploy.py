"""Changes what containers are started from, as a known defect of the deployment has it.

The environment of containers runs `python -m defects.deploy NAME FOLDER` with what Compose reads in the Compose files
(`docker compose config --format json`) on standard input, and starts what comes out. NAME is a defect such as
`veza/nobody-waits`, FOLDER where the defects are.
"""

import json
import sys
from pathlib import Path

import defects


def main(name: str, folder: str) -> int:
    """Change what is read, and write it."""
    defect = defects.load(name, Path(folder))
    compose = json.load(sys.stdin)
    before = json.dumps(compose)
    defect.redeploy(compose)
    if json.dumps(compose) == before:
        raise defects.DefectFailure(f"{name} changes nothing of the deployment")
    json.dump(compose, sys.stdout)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except defects.DefectFailure as failure:
        sys.exit(str(failure))
    except Exception as error:
        sys.exit(f"{sys.argv[1]} does not fit the deployment: {type(error).__name__}: {error}")
