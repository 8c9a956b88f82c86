"""Every shipped form keeps the dialect, can be filled, and asks no less than the dictionary demands."""

from random import Random

import pytest
from jsonschema import Draft202012Validator

from form_builder.conditions import fields_of, settle
from form_builder.sample import sample
from schemas.dialect import dialect_problems
from schemas.element import ElementSchema
from schemas.field_types import FIELD_TYPES
from schemas.judge import accepts
from schemas.permit import DepartmentSchema, PermitSchema
from schemas.scenario import ScenarioSchema
from tests.catalogue.origin import DEPARTMENTS, ELEMENTS, FORMS, PERMITS, SCENARIOS

EITHER_CODE_OR_ID = "food_business.social_code"

ADDRESS = {k: v for k, v in FIELD_TYPES["address"].base().items() if k != "x-type"}
PERIOD = {
    "type": "object",
    "required": ["from", "to"],
    "additionalProperties": False,
    "properties": {
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "anyOf": [{"format": "date"}, {"const": "长期"}]},
    },
}

every_form = pytest.mark.parametrize("permit", sorted(FORMS))


@every_form
def test_form_keeps_the_dialect(permit: str):
    assert dialect_problems(FORMS[permit]) == ()
    assert settle(FORMS[permit]) == FORMS[permit]


@every_form
def test_form_has_examples_that_a_plain_validator_accepts(permit: str):
    for seed in range(5):
        answers = sample(FORMS[permit], Random(seed))

        assert accepts(FORMS[permit], answers)
        assert Draft202012Validator(FORMS[permit]).is_valid(answers)


@every_form
def test_every_answer_passes_the_check_of_its_element(permit: str):
    answers = sample(FORMS[permit], Random(permit), share=1.0)

    for key, field in FORMS[permit]["properties"].items():
        element = ELEMENTS.get(field.get("x-element", ""))
        if element and key in answers and f"{permit}.{key}" != EITHER_CODE_OR_ID:
            canonical = {ours: own for own, ours in field.get("x-codes", ())}
            value = answers[key]
            assert accepts(element["schema"], canonical.get(value, value) if canonical else value)


@every_form
def test_addresses_and_periods_are_whole(permit: str):
    for field in FORMS[permit]["properties"].values():
        shape = {k: v for k, v in field.items() if k in FIELD_TYPES["address"].base()}
        shape.pop("x-type")
        if field["x-type"] == "address":
            longest = shape["properties"]["detail"]["maxLength"]
            assert shape == ADDRESS | {
                # They were made before streets were kept apart.
                "properties": {
                    "division": ADDRESS["properties"]["division"],
                    "detail": detail(longest),
                }
            }
        if field["x-type"] == "period":
            assert shape == PERIOD


@every_form
def test_a_shared_tables_columns_are_named_within_the_row(permit: str):
    for field in FORMS[permit]["properties"].values():
        if field["x-type"] == "table":
            columns = field["items"]["properties"]
            named = {k: c["x-element"] for k, c in columns.items() if "x-element" in c}
            assert named == ({k: k for k in columns} if "x-element" in field else {})


@every_form
def test_form_names_known_elements_and_known_fields(permit: str):
    fields = FORMS[permit]["properties"]
    named = {f["x-element"] for f in fields.values() if "x-element" in f}
    asked = set().union(*(fields_of(f.get("x-show-when")) for f in fields.values()))

    assert named <= set(ELEMENTS)
    assert asked <= set(fields)


@every_form
def test_the_platforms_papers_are_not_uploaded_and_certificates_say_known_fields(permit: str):
    document = PERMITS[permit]
    asked = {f["title"] for f in document["form"]["properties"].values()}

    assert not asked & set(document["produced"])
    assert set(document["certificate"]["scope"]) <= set(document["form"]["properties"])


@every_form
def test_a_commitment_names_its_permit_law_and_conditions(permit: str):
    document = PERMITS[permit]
    treatments = {
        f["x-material"]["treatment"]
        for f in document["form"]["properties"].values()
        if "x-material" in f
    }

    assert bool(document["commitment"]) == (
        document["lane"] == "commitment" or "commitment" in treatments
    )
    for part in (document["name"], document["law"], document["conditions"]):
        assert not document["commitment"] or part in document["commitment"]


def test_the_catalogue_loads():
    permits = [PermitSchema().load(document) for document in PERMITS.values()]
    scenarios = [ScenarioSchema().load(document) for document in SCENARIOS.values()]
    elements = ElementSchema(many=True).load(list(ELEMENTS.values()))
    departments = DepartmentSchema(many=True).load(DEPARTMENTS)

    assert [p.form.permit for p in permits] == list(PERMITS)
    assert {r for s in scenarios for rule in s.rules for r in rule.permits} <= set(PERMITS)
    assert {p.department for p in permits} <= {d.id for d in departments}
    assert all(accepts_itself(e.schema) for e in elements)


def test_certificate_numbers_of_two_permits_never_begin_alike():
    prefixes = [document["certificate"]["prefix"] for document in PERMITS.values()]

    assert len(set(prefixes)) == len(prefixes)


def test_elements_are_derived_from_elements_and_given_by_permits():
    assert {e["derived_from"][0] for e in ELEMENTS.values() if "derived_from" in e} <= set(ELEMENTS)
    assert {e["result_of"] for e in ELEMENTS.values() if "result_of" in e} <= set(PERMITS)


def test_every_text_people_read_is_there_in_traditional_chinese():
    for form in FORMS.values():
        words = [*form["x-sections"], *form["properties"].values()]

        assert all(w["x-i18n"]["zh-Hant"]["title"] for w in words)


def test_guides_ask_what_their_rules_look_at():
    for scenario in SCENARIOS.values():
        asked = {q["id"] for q in scenario["questions"]}

        assert set().union(*(fields_of(r["when"]) for r in scenario["rules"])) <= asked


def detail(longest: int) -> dict[str, object]:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def accepts_itself(schema: object) -> bool:
    return Draft202012Validator(Draft202012Validator.META_SCHEMA).is_valid(dict(schema))  # type: ignore[call-overload]
