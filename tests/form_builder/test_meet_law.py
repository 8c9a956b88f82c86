"""The meet accepts what all accept: generated schemas, the judge as reference."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from form_builder.intersect import intersection
from form_builder.meet import meet
from form_builder.sample_value import value
from schemas.judge import accepts
from tests.form_builder.schemas_made import INSTANCES, SCHEMAS

PAIRS = settings(
    max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@PAIRS
@given(st.lists(SCHEMAS, min_size=1, max_size=3), st.lists(INSTANCES, min_size=8, max_size=8))
def test_the_meet_accepts_exactly_what_all_accept(schemas, instances):
    together = intersection(schemas)

    for instance in [*instances, *near(schemas)]:
        assert accepts(together, instance) == all(accepts(s, instance) for s in schemas)


@PAIRS
@given(st.lists(SCHEMAS, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_order_and_repetition_of_schemas_change_nothing(schemas, random):
    shuffled = [*schemas, schemas[0]]
    random.shuffle(shuffled)

    assert intersection(shuffled) == intersection(schemas)


@PAIRS
@given(st.lists(SCHEMAS, min_size=1, max_size=3), INSTANCES)
def test_a_verdict_on_satisfiability_is_never_wrong(schemas, instance):
    found = meet(schemas)

    if found.satisfiable is False:
        assert not all(accepts(s, instance) for s in schemas)
    if found.satisfiable:
        assert all(accepts(s, found.witness) for s in schemas)


def near(schemas):
    """Instances that at least one of the schemas accepts."""
    for seed, schema in enumerate(schemas):
        try:
            yield value(schema, Random(seed))
        except ValueError:
            continue
