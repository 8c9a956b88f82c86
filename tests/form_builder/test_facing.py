"""A form facing others: each conflict once, with the fewest forms; nothing of others' own quarrels."""

import json

from form_builder.facing import facing, met_by, proofs, undecided
from form_builder.rebind import bind, unbind
from schemas.element import ElementSchema
from schemas.merged import Source
from schemas.problem import Problem
from tests.catalogue.origin import ELEMENTS, PERMITS

DICTIONARY = {k: ElementSchema().load(e) for k, e in ELEMENTS.items()}


def form(permit, change=None):
    document = json.loads(json.dumps(PERMITS[permit]["form"]))
    if change:
        change(document["properties"])
    return Source(permit, PERMITS[permit]["department"], document)


def only(*options):
    """The question of tenure with these options, required."""

    def change(properties):
        properties["right"]["enum"] = list(options)

    return change


def shrunk(properties):
    properties["area"]["maximum"] = 10


def names(found):
    return [(c.conflict.about, c.conflict.kind, c.conflict.sources) for c in found.clashes]


def test_a_pair_that_cannot_agree_is_named_with_its_own_rules():
    found = facing(form("food_business", shrunk), [form("internet_cafe"), form("tobacco")])

    assert names(found) == [
        ("area_business", "presence", ("food_business", "internet_cafe")),
    ]
    origins = found.clashes[0].fields["area_business"].origins
    assert {o.label for o in origins} == {"面积（㎡）", "经营面积"}


def test_three_that_only_clash_together_are_named_together():
    found = facing(
        form("tobacco", only("自有", "租赁")),
        [
            form("vehicle_repair", only("租赁", "无偿使用")),
            form("song_dance", only("自有", "无偿使用")),
        ],
    )

    assert [(about, set(sources)) for about, _, sources in names(found)] == [
        ("premises_right", {"tobacco", "vehicle_repair", "song_dance"})
    ]


def test_what_others_have_against_each_other_is_not_this_forms():
    quarrel = [form("food_business", shrunk), form("internet_cafe")]

    assert facing(form("tobacco"), quarrel).clashes == ()


def test_forms_without_a_common_question_are_not_met():
    def without_elements(properties):
        for field in properties.values():
            field.pop("x-element", None)

    assert met_by(form("tobacco", without_elements), [form("food_business")]) == ()


def test_each_proof_is_yes_with_an_example_or_no():
    found = {
        m.sources[1].id: (m.satisfiable, m.witness is not None, undecided(m))
        for m in proofs(form("food_business", shrunk), [form("internet_cafe"), form("tobacco")])
    }

    assert found == {"internet_cafe": (False, False, ()), "tobacco": (True, True, ())}


def test_binding_and_unbinding_are_each_others_inverse():
    food = form("food_business").schema
    free = unbind(food, "area")

    assert "x-element" not in free["properties"]["area"]
    assert bind(free, "area", DICTIONARY["area_business"]) == food


def test_another_kind_of_answer_cannot_be_bound():
    answer = bind(unbind(form("food_business").schema, "area"), "area", DICTIONARY["ent_name"])

    assert isinstance(answer, Problem)
    assert answer.sentence == "“市场主体名称”的答案是另一种类型，不能是同一个问题。"


def test_one_form_asks_an_element_once():
    free = unbind(form("food_business").schema, "lr_phone")

    answer = bind(free, "lr_phone", DICTIONARY["contact_phone"])

    assert isinstance(answer, Problem)
    assert "是同一个数据元，一张表只问一次" in answer.sentence
