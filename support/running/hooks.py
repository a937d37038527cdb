"""How the suite's runner runs hooks and clean-ups, and where what goes wrong in them belongs."""

import traceback
from contextlib import suppress
from typing import Any

from behave.runner import Runner

from support.evidence import masking
from support.failures import SuiteFailure
from support.running.judging import told
from support.running.obstacles import located
from support.running.run import Run


class HookRunner(Runner):  # type: ignore[misc]  # behave has no types
    """Runs hooks as behave does, but no failure of one is lost, printed twice, or taken for another's."""

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.acceptance: Run | None = None
        self._summarised = True

    def run_hook(self, hook_name: str, *args: Any) -> bool:
        """Run a hook; True when it went well.

        As behave's, except that what goes wrong in before_all or after_all is a failure of the suite, and that
        nothing is printed: the reports tell it, masked, with the feature, scenario or step that it belongs to.
        """
        run = self.acceptance
        if run is None or not self.should_run_hook(hook_name):
            return True
        try:
            with self.context.use_with_user_mode():
                self.hooks[hook_name](self.context, *args)
            return True
        except KeyboardInterrupt as error:
            self._abort()
            failure: BaseException = error
        except SuiteFailure as error:
            run.end(error, broken=run.under_way)
            failure = error
        except Exception as error:
            if self.config.verbose:
                traceback.print_exc()
            failure = error
        self.hook_failures += 1
        if statement := self._afflicted(hook_name, args):
            statement.hook_failed = True
            statement.exception = statement.exception or failure
            tag = f"(tag={args[0]})" if hook_name.endswith("_tag") else ""
            self._say(f"HOOK-ERROR in {hook_name}{tag}: {told(failure)}")
            message = f"{hook_name} failed: {told(failure)}"
            statement.error_message = "\n".join(filter(None, (statement.error_message, message)))
        elif run.failure is None and not run.interrupted:
            run.end(SuiteFailure(f"{hook_name} failed: {located(failure)}", "mend it; --verbose shows more"))
        return False

    def _afflicted(self, hook_name: str, args: tuple[Any, ...]) -> Any:
        """The feature, rule, scenario or step that a hook's failure is a failure of; None for the whole run."""
        if hook_name not in {"before_tag", "after_tag"}:
            return args[0] if args else None
        places = (getattr(self.context, name, None) for name in ("scenario", "rule", "feature"))
        return next(filter(None, places), None)

    def _unwind(self, depth: int) -> None:
        """Undo what behave had opened when something ended a scenario or a feature from outside of its steps."""
        while len(self.context._stack) > depth:
            with suppress(Exception):  # told by _clean_up_failed
                self.context._pop()

    def _clean_up_failed(self, context: Any, function: Any, error: Exception) -> None:
        """Note a failed clean-up where it belongs: with its scenario, its feature or rule, or with the run."""
        run, layer = self.acceptance, context._stack[0]
        assert run is not None
        self._say(f"CLEANUP-ERROR in {getattr(function, '__name__', function)}: {told(error)}")
        if run.under_way and layer.get("@layer") == "scenario":
            run.under_way.clean_up_errors.append(error)
        elif isinstance(error, SuiteFailure):
            run.end(error)
        elif container := layer.get(layer.get("@layer")):  # a feature or a rule
            message = masking.mask(f"{container.type} “{container.name}”: cleaning up failed: {told(error)}")
            run.besides += [message] if message not in run.besides else []
        else:
            run.end(SuiteFailure(f"cleaning up failed: {located(error)}", "mend it; --verbose shows more"))

    def _say(self, text: str) -> None:
        """Print what went wrong beside the steps, where no report on the console will tell it."""
        if not self._summarised:
            print(masking.mask(text), flush=True)

    def announce(self, event: str, *args: Any) -> None:
        for formatter in self.formatters:
            if method := getattr(formatter, event, None):
                method(*args)

    def _abort(self) -> None:
        if self.context is not None:
            self.aborted = True
