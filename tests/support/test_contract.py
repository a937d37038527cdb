"""What a contract says of operations, and how what is sent follows from it."""

from support.systems.contract import MADE_UP, Operation
from support.systems.fields import Choice, File, Id, Ids, Text, Whole

KEEP = Operation(
    "shop",
    "PUT /baskets/{basket_id}/items/{item_id}",
    to=frozenset({"owner", "keeper"}),
    sends={"name": Text(1, 10, "Pear"), "count": Whole(1, 5), "kind": Choice(("ripe", "green")), "of": Id("item_id")},
)
IDS = {"basket_id": "b-1", "item_id": "i-1"}


def test_ids_stand_in_the_gaps_of_a_path_and_one_of_nothing_where_there_is_none() -> None:
    assert KEEP.gaps == ["basket_id", "item_id"]
    assert KEEP.path_for(IDS) == "/baskets/b-1/items/i-1"
    assert KEEP.path_for({}) == f"/baskets/{MADE_UP}/items/{MADE_UP}"


def test_a_path_fits_with_something_in_each_gap() -> None:
    assert KEEP.fits("/baskets/b-1/items/i-1")
    assert not KEEP.fits("/baskets/b-1/items/")
    assert not KEEP.fits("/baskets/b-1/items/i-1/more")
    assert Operation("shop", "GET /{name}.png").fits("/pear.png")
    assert not Operation("shop", "GET /{name}.png").fits("/pearxpng")


def test_a_body_has_a_good_value_in_every_field() -> None:
    assert KEEP.body_for(IDS) == {"json": {"name": "Pear", "count": 1, "kind": "ripe", "of": "i-1"}}
    assert Operation("shop", "GET /baskets").body_for(IDS) == {}


def test_a_file_makes_it_a_form() -> None:
    picture = ("a.png", b"x", "image/png")
    show = Operation("shop", "POST /pictures", sends={"of": Ids("item_id", 3), "picture": File(example=picture)})
    assert show.body_for(IDS) == {"data": {"of": ["i-1"]}, "files": {"picture": picture}}


def test_who_may_call_it_goes_by_role_and_by_relation() -> None:
    assert KEEP.allows("keeper")
    assert KEEP.allows("guest", frozenset({"owner"}))
    assert not KEEP.allows("guest", frozenset({"friend"}))
    assert Operation("shop", "GET /baskets").allows("guest")
