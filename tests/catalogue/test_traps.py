"""What looks alike and is not the same: one test for each of the twenty traps of the source."""

from form_builder.merge import merge
from schemas.judge import accepts
from schemas.merged import MergedForm, Source
from tests.catalogue.origin import ELEMENTS, FORMS, PERMITS, SOURCE, element_of, fields_bound_to


def together(*permits: str) -> MergedForm:
    return merge(Source(p, PERMITS[p]["department"], FORMS[p]) for p in permits)


def questions_for(merged: MergedForm, *places: str) -> list[str]:
    """The merged questions that the given "<permit>.<key>" became, in that order."""
    asked = {
        f"{origin.source}.{origin.path[0]}": field.key
        for field in merged.fields
        for origin in field.origins
    }
    return [asked[place] for place in places]


def test_each_trap_of_the_source_has_its_test():
    tests = {name.removeprefix("test_trap_") for name in globals() if name.startswith("test_trap_")}

    assert tests >= {trap["id"] for trap in SOURCE["traps"]}


def test_trap_addr_reg_vs_biz():
    merged = together("food_business", "publication_retail", "outdoor_ad")

    assert questions_for(
        merged,
        "food_business.domicile",
        "publication_retail.addr",
        "food_business.premises",
        "outdoor_ad.premises",
    ) == ["reg_address", "reg_address", "biz_address", "biz_address"]


def test_trap_addr_site():
    places = (
        "outdoor_ad.premises",
        "outdoor_ad.site",
        "construction_waste.site",
        "construction_waste.dump_addr",
        "food_business.mail_addr",
        "food_business.warehouse",
        "md3_permit.warehouse",
        "pesticide.wh",
        "vet_drug.wh",
    )
    merged = together(*{place.split(".")[0] for place in places})

    assert len(set(questions_for(merged, *places))) == len(places)


def test_trap_addr_site_also_keeps_their_postcodes_apart():
    assert fields_bound_to("postcode") == set()
    assert fields_bound_to("mail_postcode") == {"food_business.mail_post", "road_freight.postcode"}
    assert fields_bound_to("reg_postcode") == {
        "publication_retail.postcode",
        "drainage.postcode",
        "vet_drug.reg_post",
    }
    assert fields_bound_to("biz_postcode") == {"printing.postcode", "business_registration.post"}


def test_trap_area_kinds():
    places = (
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
    )
    merged = together(*{place.split(".")[0] for place in places})

    assert len(set(questions_for(merged, *places))) == len(places)


def test_trap_area_works():
    assert element_of("construction_waste.area") is None
    assert element_of("outdoor_ad.face") is None


def test_trap_lr_vs_principal():
    places = (
        "drug_retail.lr",
        "drug_retail.ent_head",
        "song_dance.principal",
        "vet_clinic.head",
        "film_screening.manager",
    )
    merged = together(*{place.split(".")[0] for place in places})

    assert len(set(questions_for(merged, *places))) == len(places)
    assert {
        element_of(place)
        for place in (
            "food_business.lr_name",
            "public_health.lr",
            "tobacco.lr",
            "outdoor_ad.lr",
            "vet_clinic.lr",
            "film_screening.lr",
        )
    } == {"legal_rep_name"}


def test_trap_fire_lr_or_principal():
    merged = together("fire_safety", "song_dance")

    assert questions_for(
        merged, "fire_safety.lr", "song_dance.lr", "song_dance.principal", "fire_safety.resp"
    ) == ["legal_rep_name", "legal_rep_name", "principal_name", "fire_safety.resp"]


def test_trap_faren():
    assert element_of("film_screening.lr") == "legal_rep_name"
    assert element_of("outdoor_ad.lr_id") == "legal_rep_id_no"
    assert element_of("film_screening.reg_name") == "ent_name"


def test_trap_same_label_other_person():
    people = {
        "food_business.lr_phone": "legal_rep_phone",
        "food_business.contact_phone": "contact_phone",
        "food_business.agent_phone": "agent_phone",
        "hotel_special.lr_phone": "legal_rep_phone",
        "hotel_special.ap_phone": "submitter_phone",
        "hotel_special.phone": None,
        "hotel_special.sec_phone": None,
        "internet_cafe.principal_phone": "principal_phone",
        "internet_cafe.investor_phone": None,
        "publication_retail.phone": "principal_phone",
        "prepackaged_filing.phone": "applicant_phone",
        "vet_clinic.phone": "applicant_phone",
        "vet_drug.reg_tel": None,
        "vet_drug.biz_tel": None,
        "outdoor_ad.user_phone": None,
        "construction_waste.lr_mobile": "legal_rep_phone",
        "construction_waste.builder_mobile": None,
    }

    assert {place: element_of(place) for place in people} == people


def test_trap_same_label_other_person_is_asked_once_for_each_person_of_a_form():
    for form in FORMS.values():
        bound = [f["x-element"] for f in form["properties"].values() if "x-element" in f]

        assert len(set(bound)) == len(bound)


def test_trap_name_kinds():
    places = ("hotel_special.hotel", "song_dance.name", "fire_safety.venue", "drainage.house")
    merged = together("hotel_special", "song_dance", "fire_safety", "drainage", "tobacco")

    assert questions_for(merged, *places) == ["shop_name"] * 4
    assert questions_for(merged, "hotel_special.name", "tobacco.name") == [
        "ent_name",
        "trade_name",
    ]


def test_trap_code_or_id():
    alone, code, resident = FORMS["food_business"], "91350100M000100Y43", "11010519491231002X"
    box = alone["properties"]["social_code"]
    merged = together("food_business", "tobacco").field("uscc").schema

    assert (accepts(box, code), accepts(box, resident), accepts(box, resident[:-1])) == (
        True,
        True,
        False,
    )
    assert (accepts(merged, code), accepts(merged, resident)) == (True, False)
    assert element_of("realestate_agency.licence") == element_of("tobacco.licence") == "uscc"


def test_trap_econ_vs_type():
    places = (
        "food_business.entity_kind",
        "printing.type",
        "labor_dispatch.type",
        "hr_service.nature",
        "vehicle_repair.type",
        "tobacco.econ",
        "publication_retail.econ",
    )
    merged = together(*{place.split(".")[0] for place in places})

    assert len(set(questions_for(merged, *places))) == len(places)


def test_trap_home_addr():
    places = (
        "tobacco.lr_home",
        "tobacco.lr_now",
        "vet_drug.lr_home",
        "publication_retail.principal_home",
    )
    merged = together("tobacco", "vet_drug", "publication_retail", "food_business")

    assert len(set(questions_for(merged, *places))) == len(places)
    assert questions_for(merged, "food_business.lr_hukou") == ["legal_rep_home"]


def test_trap_agent_contact_applicant():
    merged = together("food_business", "hotel_special", "md3_permit", "tobacco")

    assert (
        questions_for(merged, "food_business.agent_name", "md3_permit.contact", "tobacco.agent")
        == ["agent_name"] * 3
    )
    assert questions_for(merged, "hotel_special.ap", "food_business.contact") == [
        "submitter_name",
        "contact_name",
    ]


def test_trap_units():
    advert, waste = FORMS["outdoor_ad"]["properties"], FORMS["construction_waste"]["properties"]

    assert {k: advert[k]["x-unit"] for k in ("width", "height", "thick", "top")} == {
        "width": "cm",
        "height": "cm",
        "thick": "cm",
        "top": "m",
    }
    assert [waste[k]["x-unit"] for k in ("vol_m3", "vol_t", "vol_trips")] == ["m³", "吨", "车"]
    assert not {"x-element"} & {
        k for f in (*advert.values(), *waste.values()) if "x-unit" in f for k in f
    }


def test_trap_units_gives_every_bound_quantity_the_unit_of_its_element():
    spelled = {"平方米": "㎡"}
    for form in FORMS.values():
        for field in form["properties"].values():
            element = ELEMENTS.get(field.get("x-element", ""), {})
            if element.get("unit"):
                unit = field["x-unit"]
                assert spelled.get(unit, unit) == element["unit"]
                assert field.get("x-factor", "1") == "1"


def test_trap_staff_counts():
    places = (
        "food_business.staff",
        "food_business.staff_food",
        "food_business.staff_health",
        "public_health.staff_exam",
        "public_health.staff_health",
        "hr_service.staff",
    )
    merged = together("food_business", "public_health", "hr_service")

    assert len(set(questions_for(merged, *places))) == len(places)
    assert questions_for(merged, "public_health.staff") == ["staff_total"]


def test_trap_health_cert():
    merged = together("food_business", "public_health")

    assert questions_for(merged, "food_business.m_health", "public_health.m_health") == [
        "food_business.m_health",
        "public_health.m_health",
    ]


def test_trap_school_distance():
    assert fields_bound_to("school_distance") == {"internet_cafe.school"}


def test_trap_result_as_input():
    results = {id: e["result_of"] for id, e in ELEMENTS.items() if e.get("result_of")}
    needed = {
        f"{permit}.{key}"
        for permit, form in FORMS.items()
        for key in form["required"]
        if form["properties"][key].get("x-element") in results
    }

    assert results == {"fire_check_no": "fire_safety", "cafe_prepare_no": "internet_cafe"}
    assert needed == set()


def test_trap_result_as_input_never_demands_another_permit_as_paper():
    papers = (
        "hotel_special.m_fire",
        "film_screening.m_fire",
        "film_screening.m_health",
        "internet_cafe.m_checks",
    )

    for permit, key in (place.split(".") for place in papers):
        assert FORMS[permit]["properties"][key]["x-material"] == {"treatment": "deferrable"}


def test_trap_exclusive():
    exclusive = {id: p["excludes"] for id, p in PERMITS.items() if p["kind"] != "registration"}

    assert {id: others for id, others in exclusive.items() if others} == {
        "food_business": ["prepackaged_filing"],
        "prepackaged_filing": ["food_business"],
    }


def test_trap_result_as_input_the_code_comes_from_the_registration():
    needing = {
        id
        for id, form in FORMS.items()
        for key, field in form["properties"].items()
        if field.get("x-element") == "uscc" and key in form["required"]
    }

    assert set(PERMITS["business_registration"]["excludes"]) == needing


def test_trap_stricter_wins_not_merge():
    merged = together(
        "md3_permit", "pesticide", "internet_cafe", "hotel_special", "tobacco", "vehicle_repair"
    )

    assert merged.conflicts == ()
    assert merged.field("area_business").schema["minimum"] == 30
    assert sorted(merged.field("premises_right").schema["enum"]) == sorted(["自有", "租赁"])
