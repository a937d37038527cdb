"""A fault in reporting must not decide how a run ends."""

import sys
from collections.abc import Callable
from typing import Any

from support.evidence import masking
from support.running.escapes import words


class Guarded:
    """Stands before a formatter or reporter: what it raises is told once, noted, and does no harm."""

    def __init__(self, inner: Any, faults: list[str]) -> None:
        self._inner = inner
        self._faults = faults

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        return self._guard(value) if callable(value) else value

    def _guard(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **keywords: Any) -> Any:
            try:
                return method(*args, **keywords)
            except Exception as error:
                where = f"{type(self._inner).__name__}.{method.__name__}"
                fault = masking.mask(f"{where} failed: {type(error).__name__}: {words(error)}")
                if fault not in self._faults:
                    self._faults.append(fault)
                    print(f"Reporting is incomplete: {fault}", file=sys.__stderr__)
                return None

        return call
