"""Globe while a store is away, and when it is back."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.misfortunes import Misfortune, Stretch
from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.globe import globe
from support.systems.globe.operations import INSTANCES
from support.systems.operations.health import HealthReports


@when("it is back")
def is_back(context: Context) -> None:
    """What was away is there again, and ready."""
    globe(context).outages.mend()


@when("redis is back before postgres")
def redis_is_back_before(context: Context) -> None:
    """Everybody has heard that redis is back when postgres comes back as well."""
    globe(context).outages.mend_cache_first("redis")


@when("{instance:Services} reaches neither postgres nor redis")
def reaches_neither(context: Context, instance: list[str]) -> None:
    """Both lines are cut; people reach it as before."""
    for store in ("database", "cache"):
        world(context).faults.afflict(Stretch(instance[0], store), "is cut")


@when("{who:Person} vanishes before it is back")
def vanishes_before(context: Context, who: Persona) -> None:
    """Without a goodbye; what was away is there again once their instance has tried to do something about it."""
    globe(context).outages.vanish_before_return(who)


@then("everybody is told that something is away")
def told_degraded(context: Context) -> None:
    """Live, in the lists of their instances, and in what these report of their health."""
    system = globe(context)
    system.outages.check_degraded(degraded=True)
    system.part(HealthReports).await_status(INSTANCES, "degraded", "redis")


@then("everybody is told that all is well")
def told_well(context: Context) -> None:
    """Live, in the lists of their instances, and in what these report of their health."""
    system = globe(context)
    system.outages.check_degraded(degraded=False)
    system.part(HealthReports).check_all_healthy()


@then('presence is complete within 5 seconds, at "{name}" too, and nobody had to connect again')
def complete(context: Context, name: str) -> None:
    """Counted from the return: whoever is there, as they are, and nobody else; and everybody knows that all is well."""
    globe(context).outages.check_complete([name])
    globe(context).outages.check_told_well()
    globe(context).outages.check_unbroken()


@given("redis was away a moment ago")
def redis_was_away(context: Context) -> None:
    """And presence was complete again."""
    globe(context).outages.be_away_once("redis")


@given("postgres was away a moment ago")
def postgres_was_away(context: Context) -> None:
    """And everybody could do something again."""
    globe(context).outages.be_refused_once("postgres")


@when("{who:Person} does whatever can be done on a map")
def does_whatever(context: Context, who: Persona) -> None:
    """By calls and over the live connection; each is done, and told at once who it is told to."""
    globe(context).outages.do_whatever(who, globe(context).gathering)


@given("everybody has heard of it")
def has_heard(context: Context) -> None:
    """From here on, nothing that is heard was done before."""
    globe(context).outages.begin()


@when('{who:Person}, and {newcomer:Person} who comes, try everything that would change something, with "{name}" too')
def try_everything(context: Context, who: Persona, newcomer: Persona, name: str) -> None:
    """On either instance, by calls and over the live connection."""
    globe(context).outages.try_all_changes(who, newcomer, name)


@then("each of it is refused for the time being, and nobody hears of it")
def all_refused(context: Context) -> None:
    """In the one shape of refusals; live nothing is heard on either instance."""
    globe(context).outages.check_all_refused()
    globe(context).outages.check_nothing_told()


@then("everybody is connected and sees who is there, and nobody else does")
def sees_who_is_there(context: Context) -> None:
    """And where, as it was: live, and in the lists of either instance, which say that something is away."""
    globe(context).outages.check_seen()
    globe(context).outages.check_others_shut_out()


@then("everybody can do something again within 5 seconds")
def all_work_again(context: Context) -> None:
    """Counted from the return, on both instances."""
    globe(context).outages.check_all_work_again()


@then("nothing has happened meanwhile, and nobody had to connect again")
def nothing_happened(context: Context) -> None:
    """The map is as it was, and everybody has the connection that they had."""
    globe(context).outages.check_nothing_made()
    globe(context).outages.check_unbroken()


@then("{who:Person} is refused a move for the time being")
def refused_a_move(context: Context, who: Persona) -> None:
    """Over the live connection."""
    globe(context).outages.check_move_refused(who)


@when("for {time:Duration} {people:People} move while {misfortunes:Misfortunes}")
def move_meanwhile(context: Context, time: Duration, people: list[Persona], misfortunes: list[Misfortune]) -> None:
    """One move after the other; in the end all is whole."""
    globe(context).crowd.move_meanwhile(people, time, misfortunes)


@then("every move that was confirmed is seen by everybody else once, in order")
def confirmed_is_seen(context: Context) -> None:
    """One whose answer was lost may be seen or not."""
    globe(context).crowd.check_seen_in_order("GL-11")


@then("wherever one looks, {people:People} are where they moved last")
def are_where_they_moved(context: Context, people: list[Persona]) -> None:
    """What the others see, the database and the cache."""
    system = globe(context)
    system.crowd.check_last_places(people, system.meeting)
