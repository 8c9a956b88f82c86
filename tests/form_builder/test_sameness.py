"""Probable duplicates: the traps are never suggested, the known synonyms always."""

from dataclasses import replace
from time import process_time

import pytest

from form_builder.likeness.meaning import meaning
from form_builder.likeness.reasons import reasons
from form_builder.likeness.sameness import PROBABLE, Known, Match, known, ranked, suggest
from form_builder.likeness.wordings import Wording
from schemas.element import ElementSchema
from schemas.merged import Source
from tests.catalogue.origin import ELEMENTS, PERMITS, SOURCE
from tests.form_builder.sameness_measure import (
    HELD_OUT,
    against_published,
    asked_by,
    dictionary,
    read_on_a_form,
    strange,
)

EVERYTHING = asked_by(PERMITS)
ASKED = {f"{w.source}.{w.path}": w for w in EVERYTHING}


def found(place: str) -> tuple[Match, ...]:
    """What is suggested for a question of the catalogue, as if it were bound to nothing."""
    asked = ASKED[place]
    others = (w for w in EVERYTHING if w.source != asked.source)
    return tuple(m for m in ranked(asked, known(dictionary(), others)) if m.score >= PROBABLE)


def suggested(place: str) -> set[str]:
    return {match.known.key for match in found(place)}


def apart(*places: str) -> None:
    """None of these is suggested as any other of them, nor as the other's element."""
    for place in places:
        others = {p for p in places if p != place}
        elements = {ASKED[p].element for p in others} - {None}
        assert not suggested(place) & (others | elements), place


TRAPS = {
    "addr_reg_vs_biz": ("food_business.domicile", "food_business.premises"),
    "addr_site": (
        "outdoor_ad.premises",
        "outdoor_ad.site",
        "construction_waste.site",
        "construction_waste.dump_addr",
        "food_business.mail_addr",
        "food_business.warehouse",
        "md3_permit.warehouse",
        "pesticide.wh",
        "vet_drug.wh",
    ),
    "area_kinds": (
        "public_health.area",
        "publication_retail.area",
        "song_dance.use_area",
        "fire_safety.area",
        "fire_safety.b_area",
        "drainage.area",
        "printing.area",
        "vehicle_repair.workshop",
        "md3_permit.wh_area",
        "pesticide.wh_area",
        "vet_drug.store",
    ),
    "area_works": ("construction_waste.area", "outdoor_ad.face", "food_business.area"),
    "lr_vs_principal": (
        "drug_retail.lr",
        "drug_retail.ent_head",
        "song_dance.principal",
        "vet_clinic.head",
        "film_screening.manager",
    ),
    "fire_lr_or_principal": ("fire_safety.lr", "fire_safety.resp", "song_dance.principal"),
    "faren": ("film_screening.lr", "film_screening.reg_name"),
    "same_label_other_person": (
        "food_business.lr_phone",
        "food_business.contact_phone",
        "food_business.agent_phone",
        "hotel_special.phone",
        "hotel_special.sec_phone",
        "internet_cafe.principal_phone",
        "internet_cafe.investor_phone",
        "vet_drug.reg_tel",
        "vet_drug.biz_tel",
        "outdoor_ad.user_phone",
        "construction_waste.builder_mobile",
    ),
    "name_kinds": ("food_business.operator_name", "hotel_special.hotel", "tobacco.name"),
    "code_or_id": ("food_business.social_code", "food_business.lr_id"),
    "econ_vs_type": (
        "public_health.econ",
        "publication_retail.econ",
        "food_business.entity_kind",
        "printing.type",
        "hr_service.nature",
        "vehicle_repair.type",
    ),
    "home_addr": ("tobacco.lr_home", "tobacco.lr_now", "vet_drug.lr_home"),
    "agent_contact_applicant": (
        "food_business.agent_name",
        "food_business.contact",
        "hotel_special.ap",
    ),
    "units": ("outdoor_ad.width", "outdoor_ad.height", "outdoor_ad.thick"),
    "staff_counts": (
        "food_business.staff",
        "food_business.staff_food",
        "food_business.staff_health",
        "public_health.staff_exam",
        "hr_service.staff",
        "hotel_special.guards",
        "printing.managers",
    ),
    "health_cert": ("food_business.staff_health", "public_health.staff_health"),
    "school_distance": ("internet_cafe.school", "internet_cafe.addr"),
    "result_as_input": ("cafe_netsec.approve_no", "song_dance.fire_no", "song_dance.env_no"),
    "exclusive": ("food_business.projects", "prepackaged_filing.kinds"),
    "stricter_wins_not_merge": ("md3_permit.area", "md3_permit.wh_area"),
}


def test_each_trap_of_the_source_is_here():
    assert TRAPS.keys() == {trap["id"] for trap in SOURCE["traps"]}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_never_suggested(trap):
    apart(*TRAPS[trap])


SYNONYMS = {
    "ent_name": ("food_business.operator_name", "public_health.name", "drainage.unit"),
    "legal_rep_name": (
        "food_business.lr_name",
        "public_health.lr",
        "tobacco.lr",
        "outdoor_ad.lr",
        "vet_clinic.lr",
        "film_screening.lr",
    ),
    "biz_address": ("tobacco.addr", "food_business.premises", "public_health.real"),
    "reg_address": ("food_business.domicile", "public_health.reg"),
    "uscc": ("tobacco.licence", "food_business.social_code"),
    "staff_total": ("food_business.staff", "public_health.staff", "vet_drug.staff"),
    "legal_rep_id_no": ("food_business.lr_id", "outdoor_ad.lr_id"),
    "area_business": ("food_business.area", "public_health.area", "tobacco.area"),
}


@pytest.mark.parametrize("element", SYNONYMS)
def test_a_known_synonym_is_always_suggested(element):
    assert {p: element in suggested(p) for p in SYNONYMS[element]} == dict.fromkeys(
        SYNONYMS[element], True
    )


def test_a_forms_own_questions_of_the_same_words_are_suggested():
    assert "md3_permit.mode" in suggested("md2_filing.mode")


def test_labels_of_held_out_forms_are_found_without_a_mistake():
    measured = against_published(read_on_a_form(asked_by(HELD_OUT)), EVERYTHING)

    assert measured.precision >= 0.97
    assert measured.recall >= 0.60
    assert measured.top_three >= 0.95


def test_labels_of_another_town_are_found():
    measured = against_published(strange(), EVERYTHING)

    assert measured.precision >= 0.97
    assert measured.recall >= 0.60
    assert measured.top_three >= 0.95


def suggestions(permit: str, decided=()):
    """Of a form of the catalogue whose bindings were all taken away."""
    form = PERMITS[permit]["form"]
    bare = {
        k: {n: v for n, v in p.items() if n != "x-element"} for k, p in form["properties"].items()
    }
    sources = [Source(p, d["department"], d["form"]) for p, d in PERMITS.items()]
    elements = {k: ElementSchema().load(e) for k, e in ELEMENTS.items()}
    return suggest(Source(permit, "", {**form, "properties": bare}), sources, elements, decided)


def test_a_decision_wins_for_ever():
    before = {s.asked.path: [m.known.key for m in s.matches] for s in suggestions("tobacco")}
    pair = frozenset({"tobacco.addr", "biz_address"})
    after = {s.asked.path: [m.known.key for m in s.matches] for s in suggestions("tobacco", {pair})}

    assert before.pop("addr")[0] == "biz_address"
    assert "addr" not in after
    assert after == before


def test_one_changed_form_against_1200_questions_takes_under_a_second():
    form = asked_by({"food_business"})
    many = [replace(w, source=f"{w.source}_{n}") for n in range(3) for w in EVERYTHING][:1200]
    pool = known(dictionary(), many)

    began = process_time()
    for wording in form:
        ranked(wording, pool)

    # A second on an idle machine; process time and a margin keep a busy one from mattering.
    assert process_time() - began < 3


def said(place: str, key: str) -> tuple[str, ...]:
    return reasons(next(m for m in found(place) if m.known.key == key))


def test_reasons_are_words_a_forms_author_understands():
    assert said("md2_filing.mode", "md3_permit.mode") == (
        "两个名称一样",
        "都在“企业信息”分区",
        "选项相同",
    )
    assert "问的都是法定代表人" in said("food_business.lr_phone", "legal_rep_phone")
    assert said("tobacco.licence", "uscc")[0] == "“工商执照编号”和“统一社会信用代码”是同一个意思"


def test_another_unit_is_said_with_its_factor():
    here = Wording("a", "w", "宽", "", "number", meaning("宽"), unit="cm")
    there = replace(here, source="b", unit="m")

    match = Match(here, Known(None, (there,)), there, 1.0)

    assert reasons(match) == ("两个名称一样", "单位要换算：1 m = 100 cm")
