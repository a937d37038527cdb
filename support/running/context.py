"""What hooks and steps share while a run goes on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from behave.runner import Context as BehaveContext
from behave.runner import ContextMode

from support.running.escapes import Contained, contained


class Context(BehaveContext):
    """behave's context. It contains what steps, hooks and clean-ups raise, and knows why a run was aborted.

    Nor does it look anything up on the disk when an attribute is set: of each, behave keeps the place where it was
    set, for a warning, and reads the source there every time, a tenth of the processor time of a run of short
    scenarios, and more for the first one of each worker.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name.startswith("_"):
            self.__dict__[name] = value
            return
        for layer in self._stack[1:]:
            if name in layer:
                file, line, _, function = self._record[name]
                self._emit_warning(name, {"attr": name, "filename": file, "line": line, "function": function})
        place = sys._getframe(1)
        self._record[name] = (place.f_code.co_filename, place.f_lineno, place.f_code.co_name, place.f_code.co_name)
        self._stack[0][name] = value
        self._origin.setdefault(name, self._mode)

    @contextmanager
    def use_with_user_mode(self) -> Iterator[None]:
        """What behave does around every step and hook: here nothing gets out that would end the run."""
        before: Any = self._mode  # type: ignore[has-type]
        self._mode = ContextMode.USER
        try:
            with Contained():
                yield
        finally:
            self._mode = before

    def abort(self, reason: str | None = None) -> None:
        """Run nothing more, as behave does; the run has failed, and says why."""
        if not self.aborted:
            self.run.aborted = self.run.aborted or f"the run was aborted ({reason or 'by a step or hook'})"
            self._set_root_attribute("aborted", True)

    def _do_cleanups(self) -> Any:
        layer = self._stack[0] if self._stack else {}
        layer["@cleanups"] = [contained(one) for one in layer.get("@cleanups", [])]
        return super()._do_cleanups()  # type: ignore[misc]
