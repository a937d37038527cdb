"""Parts that go away and come back, and what becomes of experiments."""

from behave import then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@then('"{name}" goes on, and a new one runs within {limit:Duration} of its return, whatever befalls each part')
def goes_on(context: Context, name: str, limit: Duration) -> None:
    """One part after the other: what runs, what is created meanwhile, and what is created afterwards."""
    for row in context.table or []:
        meanwhile = (row["a new one meanwhile"], row["a change meanwhile"])
        phoenix(context).recovery.check_part(name, row["part"], row["what befalls it"], meanwhile, limit)


@when(
    'experiment-controller is away until the time of "{name}" is over, while Ada cancels "{other}"'
    " and Uwe and Otto create {count:Count} more"
)
def away_until_over(context: Context, name: str, other: str, count: int) -> None:
    """It is back when the first ought to be judged, but Prometheus hangs; the others are of two companies in turn."""
    phoenix(context).recovery.be_away_until_over("experiment-controller", name, other, count)


@then("{most:Count} of those run, in the order in which they were created, and the next one when one is cancelled")
def waited(context: Context, most: int) -> None:
    """So many have pipelines at the same time; others wait."""
    phoenix(context).recovery.check_waited(most)


@when('Uwe creates "{name}", which {who:Person} cancels when it waits for its pipelines')
def gives_up_early(context: Context, name: str, who: Persona) -> None:
    """They are generated and stored, and run nowhere yet."""
    phoenix(context).recovery.give_up_early(who, name)


@then('no pipeline of "{name}" ever runs')
def never_runs(context: Context, name: str) -> None:
    """As the collector tells whoever asks it."""
    phoenix(context).recovery.check_never_runs(name)


@then('"{name}" is judged by what Prometheus has of its time, and of no other')
def judged_by_its_time(context: Context, name: str) -> None:
    """However late it was judged, the time that counts ends when it was over; and how it ended follows from that."""
    phoenix(context).recovery.check_judged_by_its_time(name)


@when('{who:Person} changes the {variant:Variant} of "{name}" to critical processes, before it is back')
def changes_before(context: Context, who: Persona, variant: str, name: str) -> None:
    """It is taken, and the collector is told when it is back."""
    phoenix(context).recovery.change_meanwhile(who, name, variant)


@then('in Prometheus the {variant:Variant} of "{name}" has nothing else within {limit:Duration}')
def has_nothing_else(context: Context, variant: str, name: str, limit: Duration) -> None:
    """Critical processes, all of them, and no others."""
    phoenix(context).recovery.check_only_critical(name, variant, limit)
