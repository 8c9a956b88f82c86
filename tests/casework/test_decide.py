from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.decide import (
    ACTIONS,
    TRANSITIONS,
    WORKER,
    NotPossible,
    NotYours,
    ReasonMissing,
    decide,
    possible,
)
from schemas.case import STATES, Event
from tests.casework.cases import FOOD, LIN, MONDAY, TOBACCO, a_part


def test_approving_changes_the_state_counts_the_version_and_leaves_an_event():
    part, event = decide(a_part("accepted"), "approve", FOOD, "", MONDAY)

    assert part == replace(
        a_part("approved"), version=2, decided_at=MONDAY, decided_by="u2", reason=""
    )
    assert event == Event(0, "c1", "p1", MONDAY, "u2", "食品审批人", "approve")


def test_every_other_pair_of_state_and_action_is_refused():
    for state in STATES:
        for action in ACTIONS:
            if (state, action) not in TRANSITIONS:
                with pytest.raises(NotPossible):
                    decide(a_part(state), action, FOOD, "理由", MONDAY)


def test_only_the_role_of_the_transition_may_take_it():
    actors = {"approver": FOOD, "applicant": LIN, "worker": WORKER}
    for (state, action), (role, after) in TRANSITIONS.items():
        for name, actor in actors.items():
            if name == role:
                assert decide(a_part(state), action, actor, "理由", MONDAY)[0].state == after
            else:
                with pytest.raises(NotYours):
                    decide(a_part(state), action, actor, "理由", MONDAY)


def test_another_departments_approver_may_not_decide():
    with pytest.raises(NotYours):
        decide(a_part(), "accept", TOBACCO, "", MONDAY)
    with pytest.raises(NotYours):
        decide(a_part(), "accept", replace(FOOD, suspended=True), "", MONDAY)


@pytest.mark.parametrize("action", ["refuse", "return"])
def test_a_no_needs_its_reason(action):
    with pytest.raises(ReasonMissing):
        decide(a_part("accepted"), action, FOOD, "  ", MONDAY)


def test_issuing_keeps_who_decided_and_when():
    approved, _ = decide(a_part("accepted"), "approve", FOOD, "符合条件", MONDAY)

    issued, _ = decide(approved, "issue", WORKER, "", MONDAY + timedelta(hours=1))

    assert (issued.decided_by, issued.decided_at, issued.reason) == ("u2", MONDAY, "符合条件")


def test_the_clock_stands_still_while_the_applicant_mends():
    returned, _ = decide(a_part(), "return", FOOD, "看不清", MONDAY)

    again, _ = decide(returned, "resubmit", LIN, "", MONDAY + timedelta(days=2))

    assert (again.state, again.due) == ("submitted", date(2026, 12, 9))


def test_possible_actions_are_those_of_the_role_in_the_own_department():
    assert possible(a_part("accepted"), FOOD) == ("approve", "return", "refuse")
    assert possible(a_part("accepted"), TOBACCO) == ()
    assert possible(a_part("returned"), LIN) == ("resubmit",)
