"""What a contract says of operations, and how what is sent follows from it."""

from support.scenario.people import Persona
from support.systems.contract import MADE_UP, Contract, Operation
from support.systems.fields import Choice, Each, File, Header, Id, Ids, Text, Whole

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


def test_a_word_fills_a_gap_that_takes_no_id() -> None:
    side = Operation("shop", "PUT /items/{item_id}/sides/{side}", words={"side": "left"})
    assert side.path_for(IDS) == "/items/i-1/sides/left"
    assert side.path_for({}) == f"/items/{MADE_UP}/sides/left"


def test_what_stands_in_a_header_stands_in_no_address_and_only_where_there_is_such_a_thing() -> None:
    asks = {"X-Basket": Header("basket_id", optional=True), "limit": Whole(1, 5)}
    show = Operation("shop", "GET /items", asks=asks)
    assert show.headers_for(IDS) == {"X-Basket": "b-1"}
    assert show.headers_for({}) == {}
    assert list(show.queries) == ["limit"]


def test_what_is_made_is_read_where_it_was_made_rather_than_elsewhere() -> None:
    make = Operation("shop", "POST /items", makes="item_id")
    near, far = Operation("shop", "GET /items/{item_id}"), Operation("shop", "GET /all/{item_id}")
    page, other = Operation("shop", "GET /{item_id}", described=False), Operation("till", "GET /items/{item_id}")
    assert make.reading_of([far, page, other, near]) is near
    assert make.reading_of([far, page, other]) is far
    assert make.reading_of([page, other]) is None
    assert make.reading_of([near], "DELETE") is None
    assert make.id_in({"id": 7}) == "7"
    assert make.id_in({"item_id": "i-1"}) == "i-1"


def test_of_equal_instances_each_operation_is_looked_at_once() -> None:
    operations = [Operation(service, "GET /items") for service in ("shop-1", "shop-2", "till")]
    contract = Contract(
        *("shop", "Shop", ("shop-1", "shop-2", "till"), Persona("Lina", "guest")),
        operations=operations,
        instances=("shop-1", "shop-2"),
    )
    assert contract.different_operations() == [operations[0], operations[2]]


def test_each_is_another_one() -> None:
    spot = Each(lambda number: {"lat": number})
    assert [spot.good({}) for _ in range(3)] == [{"lat": 0}, {"lat": 1}, {"lat": 2}]
    assert Id("item_id", "item:{}").good(IDS) == "item:i-1"
