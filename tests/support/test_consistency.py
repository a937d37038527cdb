"""What services disagree about, told in a sentence each."""

from support.systems.veza.consistency import Claim, discrepancies

NAME, ROLE = "the name of Lina", "the role of Lina"


def test_all_who_say_the_same_do_not_disagree() -> None:
    assert discrepancies([Claim(NAME, "web", '"Lina"'), Claim(NAME, "chat-server", '"Lina"')]) == []


def test_a_disagreement_is_told_with_who_says_what() -> None:
    claims = [Claim(NAME, "web", '"Lina"'), Claim(NAME, "chat-server", '"Lena"'), Claim(NAME, "backend-api", '"Lina"')]
    assert discrepancies(claims) == ['the name of Lina is "Lina" by web and backend-api; "Lena" by chat-server']


def test_each_thing_is_told_of_once() -> None:
    claims = [Claim(about, by, by) for about in (NAME, ROLE) for by in ("web", "chat-server", "stream-server")]
    assert [one.partition(" is ")[0] for one in discrepancies(claims)] == [NAME, ROLE]


def test_what_only_one_speaks_of_is_no_disagreement() -> None:
    assert discrepancies([Claim(NAME, "web", '"Lina"'), Claim(ROLE, "web", '"listener"')]) == []
