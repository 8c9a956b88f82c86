"""The one form as people walk it."""

from form_builder.arrange import arrange
from form_builder.merge import merge
from tests.form_builder.shipped import elements, permits, source


def walked(*names: str, language: str = "zh-Hans") -> dict[str, list[str]]:
    sections = arrange(merge([source(n) for n in names]), elements(), permits(), language)
    return {s.key: [f.key for f in s.fields] for s in sections}


def test_common_questions_come_first_then_each_permits_own_then_papers():
    assert list(walked("tobacco", "food_business")) == [
        "entity",
        "premises",
        "people",
        "contact",
        "equipment",
        "tobacco",
        "food_business",
        "papers",
    ]


def test_every_question_stands_in_exactly_one_section():
    merged = merge([source(n) for n in ("tobacco", "food_business", "md3_permit")])
    keys = [k for keys in walked("tobacco", "food_business", "md3_permit").values() for k in keys]
    shared = {
        f.key
        for f in merged.fields
        if all(o.schema.get("x-material", {}).get("treatment") == "shared" for o in f.origins)
    }

    assert sorted(keys) == sorted({f.key for f in merged.fields} - shared)


def test_a_common_question_follows_the_own_question_that_brings_it_up():
    own = walked("food_business")["food_business"]

    assert own[own.index("food_business.is_online") + 1] == "website"


def test_what_another_permit_of_the_basket_gives_is_not_asked():
    alone = [k for keys in walked("hotel_special").values() for k in keys]
    together = [k for keys in walked("hotel_special", "fire_safety").values() for k in keys]

    assert ("fire_check_no" in alone, "fire_check_no" in together) == (True, False)


def test_a_common_question_has_the_dictionarys_name_in_the_readers_language():
    merged = merge([source("food_business"), source("tobacco")])
    first = arrange(merged, elements(), permits(), "en")[0].fields[0]

    assert (first.key, first.label) == ("ent_name", "Name of the market entity")


def test_sections_are_titled_in_the_readers_language():
    sections = arrange(merge([source("tobacco")]), elements(), permits(), "en", _=str.upper)

    assert [s.title for s in sections if s.permit] == ["Tobacco retail licence"]
