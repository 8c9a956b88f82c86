from dataclasses import replace
from datetime import timedelta

from casework.correction import begin, mended
from tests.casework.cases import LIN, MONDAY, a_case, a_part

RETURNED = a_part("returned", decided_at=MONDAY, reason="看不清店名", package_sha256="a" * 64)
ACCEPTED = replace(a_part("accepted"), id="p2", permit="tobacco", department="ycj")


def test_a_correction_asks_only_for_the_returned_parts_and_keeps_every_answer():
    draft = begin(a_case(RETURNED, ACCEPTED), LIN, MONDAY)

    assert (draft.id, draft.pins, draft.answers, draft.corrects) == (
        "d1",
        {"food": "v1"},
        {"ent_name": "好邻居便利店"},
        "c1",
    )


def test_only_returned_parts_are_sent_again_with_new_answers_and_a_new_package():
    later = MONDAY + timedelta(days=1)

    ((before, after, event),) = mended(
        a_case(RETURNED, ACCEPTED), {"food": {"name": "新"}}, LIN, later
    )

    assert before == RETURNED
    assert (after.state, after.answers, after.package_sha256) == ("submitted", {"name": "新"}, None)
    assert (event.action, event.part) == ("resubmit", "p1")
