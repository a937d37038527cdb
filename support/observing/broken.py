"""A promise of the product that was broken, told so that equal failures are known as equal."""

UNSEEN: set[type[Exception]] = set()
"""Exceptions of drivers that say that the product did not show in time what somebody waited for; each driver adds its
own when it is loaded. Out of a step they are failures of the product, as an AssertionError is."""


class BrokenPromise(AssertionError):
    """The product does not keep a promise.

    `promise` is its id, `what` one sentence on this failure with all its names, `kind` the same without names, ids,
    times and figures ("lost", "refused though there was room"); `expected` and `seen` may be many lines. Failures
    with one `key` are the same failure, however often it is seen.
    """

    def __init__(self, promise: str, what: str, *, kind: str, expected: str = "", seen: str = "") -> None:
        told = [f"{what} ({promise})" + (":" if expected or seen else "")]
        told += [f"  expected {expected}"] if expected else []
        super().__init__("\n".join([*told, *([seen] if seen else [])]))
        self.promise, self.what, self.kind, self.expected, self.seen = promise, what, kind, expected, seen

    @property
    def key(self) -> str:
        """What all equal failures have in common."""
        return f"{self.promise}: {self.kind}"
