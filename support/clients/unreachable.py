"""The one error of all clients for an address that does not answer."""


class Unreachable(ConnectionError):
    """Nothing answers at an address, or stops answering half-way.

    `address` has no password in it. The text names it, what was asked of it, and why there is no answer.
    """

    def __init__(self, address: str, asked: str, reason: str) -> None:
        super().__init__(f"{address} did not answer {asked}: {reason}")
        self.address = address
        self.reason = reason
