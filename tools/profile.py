"""Where the time of a run goes: runs the features as `make acceptance` does, and tells what needed the processors.

The table is of `run.json`, where it stands as `usage`.
Nothing else should run on the machine meanwhile. Of containers only the suite and its browsers are seen.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tools.acceptance import arguments, behave, record_of
from tools.report import reports
from tools.stages import ending


def table(record: Mapping[str, Any]) -> Iterator[str]:
    """A line for each kind of process, and what all of it came to."""
    seconds: Mapping[str, float] = record["usage"]["processor_seconds"]
    whole, lasted, processors = sum(seconds.values()), record["seconds"], os.cpu_count() or 1
    width = max(map(len, seconds))
    for kind, number in seconds.items():
        yield f"  {kind:<{width}}  {number:8.1f} s  {number / max(whole, 0.001):4.0%}"
    yield f"  {'together':<{width}}  {whole:8.1f} s"
    yield ""
    busy = whole / lasted / processors
    yield f"  {lasted:.0f} s went by, and {processors} processors were busy with it for {busy:.0%} of them."
    yield f"  All of it had {record['usage']['peak_memory_bytes'] / 2**30:.2f} GiB of memory at most."


def main() -> int:
    """Behave's exit status; 2 when it left no record."""
    folder = reports()
    status, process = behave(arguments(os.environ))
    record = record_of(folder, process)
    if not record.get("usage"):
        print("The run has left no record of what it used; look at what it wrote above.", file=sys.stderr)
        return status or 2
    print("\n".join(("", "Processor time, by kind of process", *table(record))))
    return status


if __name__ == "__main__":
    ending(main)
