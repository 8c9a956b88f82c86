"""The catalogue says what its source says. Where it does not, differences.json says why."""

from collections.abc import Iterator

from tests.catalogue.facts_compared import (
    element_differences,
    material_differences,
    permit_differences,
    scenario_differences,
)
from tests.catalogue.fields_compared import Difference, form_differences
from tests.catalogue.origin import (
    AS_READ,
    DEPARTMENTS,
    ELEMENTS,
    FORMS,
    HERE,
    ITEMS,
    PERMITS,
    SCENARIOS,
    SOURCE,
    read,
)


def test_every_difference_is_listed_and_every_listed_difference_is_there():
    listed = {(d["where"], d["what"]) for d in read(HERE / "differences.json")}

    assert set(differences()) == listed


def test_every_listed_difference_has_its_reason():
    assert [d for d in read(HERE / "differences.json") if not d["reason"].strip()] == []


def test_permits_scenarios_departments_are_those_of_the_source():
    assert set(PERMITS) == set(ITEMS)
    assert set(SCENARIOS) == {s["id"] for s in SOURCE["scenarios"]}
    assert [(d["id"], d["name"], d["i18n"]["en"]["name"]) for d in DEPARTMENTS] == [
        (d["id"], d["name_zh"], d["name_en"]) for d in SOURCE["departments"]
    ]


def test_the_catalogue_counts_what_the_source_counts():
    fields = sum(len(item["fields"]) for item in ITEMS.values())
    asked = sum(
        1
        for form in FORMS.values()
        for f in form["properties"].values()
        if f["x-type"] != "material"
    )

    assert (len(DEPARTMENTS), len(PERMITS), len(SCENARIOS)) == (13, 31, 21)
    assert (fields, asked) == (639, 640)
    assert sum(len(s["questions"]) for s in SCENARIOS.values()) == 88
    assert sum(len(s["rules"]) for s in SCENARIOS.values()) == 115


def differences() -> Iterator[Difference]:
    if SOURCE != AS_READ:
        yield "*", "Chinese text takes full-width punctuation"
    for id, item in ITEMS.items():
        yield from form_differences(item, FORMS[id])
        yield from permit_differences(item, PERMITS[id])
        yield from material_differences(item, PERMITS[id])
    for source in SOURCE["elements"]:
        yield from element_differences(source, ELEMENTS[source["id"]])
    for added in ELEMENTS.keys() - {e["id"] for e in SOURCE["elements"]}:
        yield f"elements.{added}", "added"
    for source in SOURCE["scenarios"]:
        yield from scenario_differences(source, SCENARIOS[source["id"]])
