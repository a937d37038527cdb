"""What hooks and steps share while a run goes on."""

import sys

from behave.runner import Context as BehaveContext


class Context(BehaveContext):
    """behave's context, which looks nothing up on the disk when an attribute is set.

    Of each attribute behave keeps the place where it was set, for a warning, and reads the source there every time:
    a tenth of the processor time of a run of short scenarios, and more for the first one of each worker.
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
