"""Every shipped scenario: its largest basket merges, can be filled, and splits into what each permit accepts."""

from random import Random

import pytest

from form_builder.guide import paths, reachable, results
from form_builder.merge import merge
from form_builder.sample import sample, sample_merged
from form_builder.split import split, visible
from form_builder.validate import failures
from schemas.judge import accepts
from tests.form_builder.shipped import PERMITS, SCENARIOS, document, excludes, scenario, source


def largest_basket(name: str) -> list[str]:
    found = (results(scenario(name), path, excludes()) for path in paths(scenario(name), most=600))
    return ["business_registration", *(r.permit for r in max(found, key=len))]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_largest_basket_can_be_filled_and_each_permit_accepts_its_part(name):
    sources = [source(permit) for permit in largest_basket(name)]
    merged = merge(sources)

    for seed in range(2):
        answers = sample_merged(merged, Random(seed), share=seed)
        shares = split(merged, answers)

        assert failures(merged, answers) == ()
        assert [s.id for s in sources if not accepts(s.schema, shares[s.id])] == []
        assert answers.keys() <= visible(merged, answers)
        assert accepts(merged.schema, answers)


def test_all_thirty_permits_and_the_registration_fit_into_one_form_without_conflict():
    merged = merge([source(name) for name in PERMITS])

    assert (len(PERMITS), merged.conflicts, merged.beyond_schema) == (31, (), ())
    assert merged.satisfiable is True
    assert failures(merged, merged.witness or {}) == ()


@pytest.mark.parametrize("name", PERMITS)
def test_every_form_has_example_answers(name):
    form = document("permits", name)["form"]

    assert accepts(form, sample(form, Random(7)))


def test_every_permit_is_reached_by_some_scenario():
    # The supermarket asks most and leads nowhere that the others do not.
    others = [scenario(name) for name in SCENARIOS if name != "supermarket"]

    assert set(PERMITS) - frozenset().union(*map(reachable, others)) == {"business_registration"}
