"""The catalogue's baskets are counted as an independent count from the files alone says."""

from form_builder.merge import merge
from tests.catalogue.pairs import source, texts, weigh
from tests.catalogue.recount import clashes, recounted


def test_every_scenario_asks_as_many_questions_as_the_files_say():
    found = {name: weigh(merge(map(source, basket))) for name, (basket, *_) in recounted().items()}

    assert {name: (b.separate, b.together) for name, b in found.items()} == {
        name: (alone, together) for name, (_, alone, together) in recounted().items()
    }


def test_no_basket_of_the_catalogue_contradicts_itself():
    merged = [merge(map(source, basket)) for basket, *_ in recounted().values()]

    assert [texts(m) for m in merged if m.conflicts or not m.satisfiable] == []
    assert clashes() == []
