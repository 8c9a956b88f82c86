"""Every keyword of every merged question has a source."""

from random import Random

from form_builder.merge import merge
from form_builder.provenance import provenance
from form_builder.unite import unite
from tests.form_builder.law_worlds import world
from tests.form_builder.shipped import PERMITS, source
from tests.form_builder.test_merge import NAME, a_form, a_source


def test_each_keyword_names_who_asks_it():
    food = a_source("food", a_form(name={**NAME, "x-element": "name"}))
    fire = a_source("fire", a_form(unit={**NAME, "maxLength": 50, "x-element": "name"}))
    merged = merge([food, fire])

    assert provenance(merged, merged.field("name")) == {
        "type": ("food", "fire"),
        "minLength": ("food", "fire"),
        "maxLength": ("fire",),
    }


def test_what_follows_from_several_names_them_all():
    steps = [
        a_source(n, a_form(x={"type": "integer", "multipleOf": step, "x-element": "x"}))
        for n, step in (("a", 2), ("b", 3))
    ]
    merged = merge(steps)

    assert provenance(merged, merged.field("x")) == {"type": ("a", "b"), "multipleOf": ("a", "b")}


def test_no_keyword_of_the_shipped_basket_and_of_made_worlds_is_without_a_source():
    baskets = [[source(name) for name in PERMITS], *(world(Random(f"9.{n}")) for n in range(60))]
    for merged in map(unite, baskets):
        for field in merged.fields:
            found = provenance(merged, field)
            keywords = field.schema.keys() if isinstance(field.schema, dict) else ()
            assert set(keywords) <= found.keys()
            assert all(some and set(some) <= set(field.sources) for some in found.values())
