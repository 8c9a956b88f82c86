"""What admins choose for a kind of question: documents it takes, parts it asks, the picture it is marked on."""

from itertools import combinations
from random import Random

import pytest

from form_builder.compare import differences
from form_builder.drift import drift
from form_builder.sample_value import value
from schemas.field_types import FIELD_TYPES
from schemas.field_types.identity import KINDS, kinds_of, taking
from schemas.form import read_field
from schemas.judge import accepts

NUMBERS = {
    "resident": ("44040219900101003X", "810000199408230021"),
    "hk_macao": ("H12345678", "M1234567801"),
    "taiwan": ("12345678",),
    "passport": ("E12345678", "AB123456", "123456789"),
}
# Eight digits may be a passport too, and so may H and eight digits.
ALSO = {
    "passport": {"H12345678", "12345678"},
    "hk_macao": set(),
    "taiwan": set(),
    "resident": set(),
}
SETS = [c for n in range(1, 5) for c in combinations(KINDS, n)]


def identity(kinds):
    return {"type": "string", "maxLength": 18, "x-type": "identity", "title": "证件"} | taking(
        kinds
    )


def right_check_digit(body):
    return next(body + c for c in "0123456789X" if accepts(identity(("resident",)), body + c))


@pytest.mark.parametrize("kinds", SETS, ids=" ".join)
def test_each_choice_of_documents_takes_those_and_no_others(kinds):
    schema = identity(kinds)
    numbers = NUMBERS | {"resident": (right_check_digit("44040219900101003"),)}
    taken = {n for k in kinds for n in numbers[k]} | set().union(*(ALSO[k] for k in kinds))

    assert kinds_of(schema) == kinds
    for number in (n for some in numbers.values() for n in some):
        assert accepts(schema, number) == (number in taken), number
    assert accepts(schema, value(schema, Random(1)))


def test_a_wrong_check_digit_is_refused_whatever_else_is_taken():
    good = right_check_digit("44040219900101003")
    bad = good[:-1] + ("0" if good[-1] != "0" else "1")

    assert [accepts(identity(k), bad) for k in SETS if "resident" in k] == [False] * 8


def test_no_kind_of_document_is_no_question():
    wrong = FIELD_TYPES["identity"].chosen(identity(KINDS), {"kinds": ["library card"]})

    assert wrong == "至少要收一种证件。"


def person(**ways):
    kind = FIELD_TYPES["person"]
    known = {"name": ["needed"], "document": ["needed"], "phone": ["needed"]} | ways
    return kind.chosen(kind.base() | {"title": "负责人"}, known)


def test_parts_of_a_person_are_asked_asked_for_or_left_out():
    schema = person(document=["no"], phone=["free"])

    assert (list(schema["properties"]), schema["required"]) == (["name", "phone"], ["name"])
    assert accepts(schema, {"name": "陈志强"})
    assert not accepts(schema, {"phone": "13800138000"})
    field = read_field("q", schema, required=True)
    assert [(p.key, p.required) for p in FIELD_TYPES["person"].parts(field)] == [
        ("name", True),
        ("phone", False),
    ]
    assert accepts(schema, value(schema, Random(1)))


def test_a_part_that_comes_back_has_its_checks_again():
    kind = FIELD_TYPES["person"]
    without = person(document=["no"])

    back = kind.chosen(without, {k: ["needed"] for k in ("name", "document", "phone")})

    assert back == kind.base() | {"title": "负责人"}
    assert person(name=["free"], document=["free"], phone=["no"]) == "至少有一项要必填。"


def test_a_place_is_marked_on_a_material_of_the_form_or_on_a_grid():
    kind = FIELD_TYPES["place"]
    plan = read_field("plan", FIELD_TYPES["material"].base() | {"title": "平面图"}, required=True)
    field = read_field("q", kind.base() | {"title": "位置", "x-picture": "plan"}, required=True)

    (setting,) = kind.settings(field, (plan, field))

    assert setting.options == (("", "空白格"), ("plan", "平面图"))
    assert setting.chosen == ("plan",)
    assert "x-picture" not in kind.chosen(field.schema, {"picture": [""]})


def test_settings_wider_than_the_element_are_told():
    element = {"name": "证件", "schema": identity(("resident", "hk_macao"))}

    assert drift(identity(("resident",)), element) == ()
    assert drift(identity(("resident", "passport")), element)[0].startswith("比数据元宽")


def test_what_was_chosen_is_told_in_words_when_it_changes():
    forms = [
        {"title": "表", "properties": {"a": identity(k) | {"x-section": "s"}}, "x-sections": []}
        for k in (("resident",), ("resident", "passport"))
    ]

    assert differences(*forms) == (
        "“证件”的收哪些证件从 居民身份证（港澳台居民居住证也是） 改为 居民身份证（港澳台居民居住证也是）、护照。",
    )
