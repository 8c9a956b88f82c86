"""jsonschema-rs has canonical forms and intersections of its own: a second opinion on ours."""

from random import Random

import jsonschema_rs

from form_builder.meet import meet
from schemas.judge import judge
from tests.form_builder.suite import usable


def test_two_engines_never_contradict_each_other():
    rng, compared = Random(5), 0
    for _ in range(250):
        pair = rng.sample([g for g in usable() if "format" not in g.file], 2)
        try:
            theirs = canonical(pair[0].schema).intersect(canonical(pair[1].schema))
        except jsonschema_rs.canonical.UnsupportedOperand:
            continue
        compared += 1
        ours, whole = meet([g.schema for g in pair]), judge(theirs.to_json_schema())
        judged = judge(ours.schema)

        assert (theirs.satisfiability().value, ours.satisfiable) not in (
            ("no", True),
            ("yes", False),
        )
        documents = [d for g in pair for d, _ in g.verdicts]
        assert [whole.is_valid(d) for d in documents] == [judged.is_valid(d) for d in documents]
    assert compared > 200


def canonical(schema):
    return jsonschema_rs.canonicalize(
        schema,
        draft=jsonschema_rs.Draft202012,
        offline=True,
        pattern_options=jsonschema_rs.RegexOptions(),
    )
