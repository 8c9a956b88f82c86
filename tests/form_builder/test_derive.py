"""What follows from an answer is computed: from identity numbers, credit codes and addresses."""

from datetime import date
from random import Random

import pytest

from form_builder.derive import RULES, complete, derivations, follows
from form_builder.merge import merge
from form_builder.sample import sample_merged
from form_builder.split import split
from form_builder.validate import failures
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.judge import accepts
from schemas.merged import Source
from tests.form_builder.shipped import PERMITS, elements, source

TODAY = date(2026, 11, 23)
WOMAN, MAN = "11010519491231002X", "440402199002280016"


def rule(name, value, today=TODAY):
    return RULES[name](value, today)


@pytest.mark.parametrize(
    ("number", "sex", "born", "age"),
    [(WOMAN, "女", "1949-12-31", 76), (MAN, "男", "1990-02-28", 36)],
)
def test_sex_birth_date_and_age_follow_from_a_resident_identity_number(number, sex, born, age):
    assert [rule(r, number) for r in ("sex", "birth_date", "age")] == [sex, born, age]


def test_age_counts_birthdays_on_the_day_it_is_asked_for():
    ages = [rule("age", WOMAN, date(2026, 12, day)) for day in (30, 31)]

    assert ages == [76, 77]
    assert rule("age", WOMAN, None) is ABSENT
    assert rule("age", WOMAN, date(1949, 12, 30)) is ABSENT


def test_someone_born_on_leap_day_is_a_year_older_on_the_first_of_march():
    leap = number_of("20000229")

    assert [rule("age", leap, date(2026, m, d)) for m, d in ((2, 28), (3, 1))] == [25, 26]


@pytest.mark.parametrize(
    "document", ["H12345678", "M1234567890", "110105194912310021", "", 5, None, {}]
)
@pytest.mark.parametrize("name", ["sex", "birth_date", "age"])
def test_nothing_follows_from_a_travel_permit_or_a_wrong_number(document, name):
    assert rule(name, document) is ABSENT


@pytest.mark.parametrize(
    ("head", "kind", "registrar"),
    [
        ("91", "企业", "市场监管（工商）"),
        ("92", "个体工商户", "市场监管（工商）"),
        ("93", "农民专业合作社", "市场监管（工商）"),
        ("12", "其他", "机构编制"),
        ("52", "其他", "民政"),
        ("N2", "其他", "农业"),
        ("Y1", "其他", "其他"),
        ("99", ABSENT, "市场监管（工商）"),
        ("B1", ABSENT, ABSENT),
    ],
)
def test_a_credit_code_says_the_kind_of_body_and_who_registers_it(head, kind, registrar):
    code = code_of(head)

    assert (rule("entity_type", code), rule("registrar", code)) == (kind, registrar)
    assert rule("registered_in", code) == "440402"


@pytest.mark.parametrize("code", [WOMAN, "91440402MA00000000", "", None, 9, ["91"]])
@pytest.mark.parametrize("name", ["entity_type", "registrar", "registered_in"])
def test_nothing_follows_from_what_is_no_credit_code(code, name):
    assert rule(name, code) is ABSENT


def test_an_address_says_its_division():
    address = {"division": "440402", "detail": "凤凰路128号"}

    assert rule("division", address) == "440402"
    assert rule("division_name", address) == "广东省珠海市香洲区"
    for half in ({"detail": "凤凰路"}, {"division": "香洲"}, "440402", None):
        assert rule("division", half) is ABSENT
    assert rule("division_name", {"division": "999999"}) is ABSENT


def test_every_declared_rule_exists_and_fits_its_element():
    documents = {"identity": [WOMAN, MAN], "uscc": [code_of(h) for h in ("91", "92", "93", "52")]}
    documents["address"] = [{"division": "440402", "detail": "凤凰路"}]
    for element in elements().values():
        assert {r for _s, r in element.derived_columns.values()} <= RULES.keys()
        if element.derived_from:
            of, name = element.derived_from
            for document in documents[elements()[of].type]:
                assert accepts(element.schema, rule(name, document)), element.id


def test_values_are_completed_before_the_verdict_and_the_split_and_replace_what_was_typed():
    merged = merge([source("food_business"), source("vet_clinic")])
    answers = {
        "legal_rep_id_no": WOMAN,
        "legal_rep_gender": "男",
        "person_food_safety": [
            {"id_no": MAN},
            {"name": "持通行证的人", "id_no": "H12345678", "gender": "女"},
        ],
    }

    whole = complete(merged, answers, elements(), today=TODAY)
    shares = split(merged, whole)

    assert (whole["legal_rep_gender"], whole["legal_rep_age"]) == ("女", 76)
    assert [row["gender"] for row in whole["person_food_safety"]] == ["男", "女"]
    assert shares["food_business"]["lr_gender"] == shares["vet_clinic"]["lr_gender"] == "女"
    assert shares["vet_clinic"]["lr_age"] == 76
    assert not {"legal_rep_gender", "legal_rep_age"} & {f.field for f in failures(merged, whole)}


def test_a_question_without_its_source_is_asked():
    merged = merge([source("vet_clinic")])

    assert [d.key for d in derivations(merged, elements())] == []


def test_the_kind_of_entity_follows_only_where_the_box_holds_a_credit_code():
    (kind,) = [
        d for d in derivations(merge([source("food_business")]), elements()) if d.key == "ent_type"
    ]

    assert follows(kind, code_of("92"), TODAY) == "个体工商户"
    assert follows(kind, MAN, TODAY) is ABSENT


def test_a_hidden_source_says_nothing():
    """A value typed into a question that is hidden counts for nobody."""
    when = {"properties": {"way": {"const": "有"}}, "required": ["way"]}
    form = {
        "type": "object",
        "properties": {
            "way": {"type": "string", "x-type": "text"},
            "id": FIELD_TYPES["identity"].base()
            | {"x-element": "legal_rep_id_no", "x-show-when": when},
            "sex": {"type": "string", "x-type": "text", "x-element": "legal_rep_gender"},
        },
    }
    merged = merge([Source("own", "own", form)])
    given = {"own.way": "无", "legal_rep_id_no": WOMAN}

    assert "legal_rep_gender" not in complete(merged, given, elements(), today=TODAY)
    assert (
        complete(merged, given | {"own.way": "有"}, elements(), today=TODAY)["legal_rep_gender"]
        == "女"
    )


def test_completed_answers_of_all_shipped_forms_are_still_accepted_by_every_department():
    merged = merge([source(name) for name in PERMITS])
    for seed in range(3):
        answers = sample_merged(merged, Random(seed), share=1.0)

        whole = complete(merged, answers, elements(), today=TODAY)

        assert failures(merged, whole) == ()
        assert complete(merged, whole, elements(), today=TODAY) == whole


def number_of(born):
    body = f"440402{born}001"
    return next(body + c for c in "0123456789X" if rule("birth_date", body + c) is not ABSENT)


def code_of(head):
    body = f"{head}440402MA5B00000"
    return next(
        body + c
        for c in "0123456789ABCDEFGHJKLMNPQRTUWXY"
        if rule("registered_in", body + c) is not ABSENT
    )
