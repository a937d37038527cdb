"""The hooks of behave. What they do is in `support.lifecycle`."""

from typing import Any

from support import lifecycle


def before_all(context: Any) -> None:
    lifecycle.before_all(context)


def before_worker(context: Any) -> None:
    lifecycle.before_worker(context)


def before_scenario(context: Any, scenario: Any) -> None:
    lifecycle.before_scenario(context, scenario)


def before_step(context: Any, step: Any) -> None:
    lifecycle.before_step(context, step)


def after_step(context: Any, step: Any) -> None:
    lifecycle.after_step(context, step)


def after_scenario(context: Any, scenario: Any) -> None:
    lifecycle.after_scenario(context, scenario)


def after_worker(context: Any) -> None:
    lifecycle.after_worker(context)


def after_all(context: Any) -> None:
    lifecycle.after_all(context)
