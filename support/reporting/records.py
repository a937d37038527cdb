"""The records that a run of the suite leaves: `run.json`, `junit.xml` and the page of its promises."""

from pathlib import Path
from typing import Any

from support.reporting import run_record
from support.running.run import Run


class WrittenRecords:
    """Writes them into the reports folder. What only the end of a run needs is imported while its scenarios run."""

    def take_away(self, reports: Path) -> None:
        run_record.take_away(reports)

    def begin(self, run: Run) -> None:
        run_record.begin(run)

    def reporter(self, run: Run, config: Any) -> Any:
        from support.reporting.junit import JUnitReport

        return JUnitReport(run, config)

    def foresee(self) -> None:
        from support.reporting import traceability  # noqa: F401
        from support.reporting.promises import promises

        promises()
        run_record.suite()

    def conclude(self, run: Run, status: int) -> None:
        from support.reporting import traceability

        traceability.write(run.reports, run_record.write(run, status), run.surface)
