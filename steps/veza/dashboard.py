"""The dashboard: profile, recommendations, recent activity."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.observing.measuring import assert_at_most
from support.scenario.people import Persona
from support.systems.veza import veza
from support.systems.veza.lacking import PARTS


@when("{who:Person} opens her dashboard in the browser")
def opens_dashboard(context: Context, who: Persona) -> None:
    """By its address."""
    veza(context).browser(who).enter("/dashboard")


@given("{who:Person} has seen her dashboard")
def has_seen_dashboard(context: Context, who: Persona) -> None:
    """Asked for once, so that anything kept of it is there."""
    veza(context).dashboard.of(who)


@given('{who:Person} has seen "{title}" among her recent activity in the browser')
def has_seen_activity(context: Context, who: Persona, title: str) -> None:
    """On the page."""
    browser = veza(context).browser(who)
    browser.enter("/dashboard")
    browser.dashboard.check_activity(title)


@given("{artist:Person} has published {number:Count} short tracks more, of a kind that nothing else is of")
def has_published_many(context: Context, artist: Persona, number: int) -> None:
    """All of them ready."""
    veza(context).dashboard.publish_many(artist, number)


@when("{who:Person} listens to {number:Count} of them in turn, and looks each time at what is recommended to her")
def listens_and_looks(context: Context, who: Persona, number: int) -> None:
    """On the dashboard, and by asking for one, for all there are, and for one fewer and more."""
    veza(context).dashboard.listen_in_turn(who, number)


@then("it was all the rest by {artist:Person} each time, ten at most, or as many as she asked for")
def was_all_the_rest(context: Context, artist: Persona) -> None:
    """Each with the reason, and as it is known to who asks for it."""
    veza(context).dashboard.check_as_many_as_fit(artist)


@when("{people:People} open their dashboards at the same moment, {times:Count} times")
def open_dashboards_at_once(context: Context, people: list[Persona], times: int) -> None:
    """All of them together, again and again."""
    veza(context).dashboard.open_at_once(people, times)


@then("each of them sees their own, every time")
def each_sees_their_own(context: Context) -> None:
    """The profile and the activity are of who asked."""
    veza(context).dashboard.check_each_saw_their_own()


@then("{who:Person} sees her dashboard")
def sees_dashboard(context: Context, who: Persona) -> None:
    """Under the own name, with the recent activity."""
    veza(context).browser(who).check_dashboard()


@then("{who:Person} sees her name and that she is a {role}")
def sees_name_and_role(context: Context, who: Persona, role: str) -> None:
    """In the profile on the page."""
    veza(context).browser(who).dashboard.check_profile(role)


@then('{who:Person} sees "{title}" recommended because of {artist:Person}')
def sees_recommended(context: Context, who: Persona, title: str, artist: Persona) -> None:
    """On a card that names the artist as the reason."""
    veza(context).browser(who).dashboard.check_recommended(title, artist)


@then('{who:Person} sees that she lately listened to "{title}"')
def sees_listened(context: Context, who: Persona, title: str) -> None:
    """In the recent activity on the page."""
    veza(context).browser(who).dashboard.check_activity(title)


@then('"{title}" is recommended to {who:Person} first, because of {artist:Person}')
def is_recommended_first(context: Context, title: str, who: Persona, artist: Persona) -> None:
    """Before all else, with the artist as the reason."""
    veza(context).dashboard.check_first_recommendation(who, title, artist)


@then('"{title}" is not recommended to {who:Person}')
def is_not_recommended(context: Context, title: str, who: Persona) -> None:
    """Among the tracks of this scenario."""
    recommended = [found for found, _ in veza(context).dashboard.recommended(who)]
    assert title not in recommended, f'"{title}" is recommended to {who.name}, among {recommended}'


@then('"{first}" and then "{second}" are recommended to {who:Person}')
def are_recommended_in_order(context: Context, first: str, second: str, who: Persona) -> None:
    """These and no other of this scenario, each for its reason."""
    dashboard = veza(context).dashboard
    recommended = [found for found, _ in dashboard.recommended(who)]
    assert_that(recommended, equal_to([first, second]), f"what is recommended to {who.name}")
    dashboard.check_first_alone(who, first)
    dashboard.check_reasons(who)


@then('"{title}" alone is recommended to {who:Person}, because of what she listened to most')
def is_recommended_alone(context: Context, title: str, who: Persona) -> None:
    """Of this scenario; the reason names the track."""
    dashboard = veza(context).dashboard
    assert_that([found for found, _ in dashboard.recommended(who)], equal_to([title]), f"recommended to {who.name}")
    dashboard.check_reasons(who)


@then('what is new is recommended to {who:Person}, "{newer}" before "{older}"')
def is_recommended_as_new(context: Context, who: Persona, newer: str, older: str) -> None:
    """To whoever has listened to nothing: the latest first, and for no other reason."""
    veza(context).dashboard.check_newest(who, [newer, older])


@then("nothing is recommended to {who:Person} because of {artist:Person}")
def nothing_because_of(context: Context, who: Persona, artist: Persona) -> None:
    """No reason names this artist."""
    veza(context).dashboard.check_no_reason(who, artist)


@when('{who:Person} signs in, listens to "{title}", says "{text}" and makes the playlist "{name}"')
def spends_an_evening(context: Context, who: Persona, title: str, text: str, name: str) -> None:
    """Each when the one before is known to have happened."""
    veza(context).spend_an_evening(who, title, text, name)


@then("the recent activity of {who:Person} is, newest first")
def activity_is(context: Context, who: Persona) -> None:
    """Kind and subject of each entry, by the table, and no other."""
    expected = [(row["kind"].replace(" ", "_"), row["about"]) for row in context.table or ()]
    veza(context).dashboard.await_activity(who, expected)
    veza(context).check_evening_told(who)


@then("once all is well the recent activity of {who:Person} is, newest first")
def activity_is_once_well(context: Context, who: Persona) -> None:
    """By when it happened, and not by when Veza heard of it."""
    veza(context).world.faults.mend()
    veza(context).dashboard.await_activity(
        who, [(row["kind"].replace(" ", "_"), row["about"]) for row in context.table or ()]
    )


@then('the recent activity of {who:Person} tells once that he published "{title}"')
def activity_tells_of_publishing(context: Context, who: Persona, title: str) -> None:
    """In these words."""
    veza(context).dashboard.await_mentioned_once(who, f"Published “{title}”")


@then("the recent activity of {who:Person} holds nothing of it")
def activity_holds_nothing(context: Context, who: Persona) -> None:
    """Of the track that was started last, for a while."""
    veza(context).dashboard.check_never_mentioned(who, veza(context).music.streams[-1].track.title)


@then("the recent activity of {who:Person} holds it once")
def activity_holds_once(context: Context, who: Persona) -> None:
    """The track that was started last."""
    veza(context).dashboard.await_mentioned_once(who, veza(context).music.streams[-1].track.title)


@then("all of it is in the recent activity of {who:Person}")
def all_is_in_activity(context: Context, who: Persona) -> None:
    """Every track that was listened to, as often as it was."""
    veza(context).dashboard.check_all_listened(who)


@then("{who:Person} sees on her dashboard what she listened to last, newest first")
def sees_last_listened(context: Context, who: Persona) -> None:
    """As much as fits, in the order it was listened to."""
    veza(context).dashboard.await_last_listened(who)


@then('{who:Person} sees that she lately signed in, and nothing of "{title}"')
def sees_nothing_of(context: Context, who: Persona, title: str) -> None:
    """On the page, for a while."""
    veza(context).browser(who).dashboard.check_activity_without(title)


@when("{who:Person} opens her dashboard {times:Count} times")
def opens_dashboard_often(context: Context, who: Persona, times: int) -> None:
    """One after another, each timed."""
    veza(context).dashboard.time(who, times)


@then("it takes less than {mean:Duration} on average, and less than {most:Duration} 95 % of the times")
def takes_less_than(context: Context, mean: float, most: float) -> None:
    """The mean and the 95th percentile of the times."""
    sample = veza(context).dashboard.sample
    assert_at_most(sample, "mean", mean, "opening the dashboard", "VZ-03")
    assert_at_most(sample, "p95", most, "opening the dashboard", "VZ-03")


# While a part is away


@then("the dashboards of {people:People} lack their recommendations and their recent activity, and nothing else")
def dashboards_lack_both(context: Context, people: list[Persona]) -> None:
    """They open in time all the same, name both, and have the profile."""
    veza(context).lacking.check(people, *PARTS)


@when("the activity of people cannot be looked up")
def activity_cannot_be_looked_up(context: Context) -> None:
    """Whoever asks for it waits, as while its table is rebuilt."""
    veza(context).lacking.stop_looking_up_activity()


@when("{who:Person} asks for her dashboard")
def asks_for_dashboard(context: Context, who: Persona) -> None:
    """The answer is judged later."""
    veza(context).lacking.ask(who)


@given("the dashboards of {people:People} are whole")
def dashboards_are_whole(context: Context, people: list[Persona]) -> None:
    """They miss nothing, and tell what the person listened to."""
    veza(context).lacking.check_whole(people)


@then("the dashboards of {people:People} lack their {part:DashboardPart}, and nothing else")
def dashboards_lack(context: Context, people: list[Persona], part: str) -> None:
    """They open in time, name the part, and hold in all others what the services say."""
    veza(context).lacking.check(people, part)


@then("the dashboards of {people:People} are whole again when all is mended")
def dashboards_are_whole_again(context: Context, people: list[Persona]) -> None:
    """Soon after what was away is back."""
    veza(context).lacking.check_whole_again(people)


@then("{who:Person} reads that her {part:DashboardPart} is missing, and everything else of her dashboard")
@then("{who:Person} reads that her {part:DashboardPart} are missing, and everything else of her dashboard")
def reads_what_is_missing(context: Context, who: Persona, part: str) -> None:
    """The page says so in the place of the part, also when it has asked again."""
    veza(context).lacking.check_page(veza(context).browser(who), part)


@then("the page of {who:Person} goes on asking for it, however long she leaves it open")
def goes_on_asking(context: Context, who: Persona) -> None:
    """For a quarter of an hour, by the clock of the page."""
    veza(context).lacking.check_goes_on_asking(veza(context).browser(who))


@then("they come back by themselves, on the page that {who:Person} looks at, when all is mended")
def part_comes_back(context: Context, who: Persona) -> None:
    """Without a reload."""
    veza(context).lacking.check_page_again(veza(context).browser(who))
