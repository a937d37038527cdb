"""Failures of the suite itself, kept apart from failures of the product it tests."""


class SuiteFailure(Exception):
    """The suite cannot do its work, and the product is not to blame.

    Carries one sentence that says what is wrong and how to mend it. A run that ends
    with one has exit status 2.
    """

    exit_status = 2

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what = what
        self.remedy = remedy


class SettingsFailure(SuiteFailure):
    """A setting has an unknown name or an impossible value."""


class EnvironmentFailure(SuiteFailure):
    """The environment cannot be started or reached, or a part of it died in mid-run."""
