"""The runner that behave.ini names: the suite's own, with the records that it writes."""

from support.reporting.records import WrittenRecords
from support.running.runner import SuiteRunner


class AcceptanceRunner(SuiteRunner):
    records = WrittenRecords()
