"""What services tell each other of what people do."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@when("{people:People} do one of everything that is told of, and {who:Person} comes and goes")
def do_everything(context: Context, people: list[Persona], who: Persona) -> None:
    """A listener, an artist, a moderator and an admin; and somebody who registers, and whose account is closed."""
    veza(context).telling.do_everything(people, who)


@then("each of it is told once, in the order in which it was done, with what is true of it")
def each_is_told(context: Context) -> None:
    """All that the stream of events keeps of it, field by field, and nothing else."""
    veza(context).telling.check_told()


@then("{watcher:Person} sees what {who:Person} is called and listens to, as it is")
def sees_as_it_is(context: Context, watcher: Persona, who: Persona) -> None:
    """Live, to the last letter of names and titles as long as may be; the cache holds the same of the music."""
    veza(context).telling.check_seen(watcher, who)
