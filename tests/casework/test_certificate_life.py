from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casework.certificate_life import ACTIONS, MEANINGS, STEPS, possible, step, successor
from casework.decide import NotPossible, NotYours, ReasonMissing
from schemas.certificate import CERTIFICATE_STATES
from schemas.user import Account
from tests.storage.making import a_certificate

NOW, TODAY = datetime(2026, 12, 1, tzinfo=UTC), date(2026, 12, 1)
CHEN = Account("chen", "chen", "陈", "approver", "market")
EXPIRED = {"valid_to": date(2026, 11, 30)}


def after(action, actor=CHEN, reason="因为", **changes):
    return step(a_certificate(**changes), action, actor, reason, NOW, TODAY)


@pytest.mark.parametrize(("before", "action"), STEPS)
def test_every_step_leads_to_a_state_and_is_kept_as_an_event(before, action):
    kept = EXPIRED if before == "expired" else {"state": before}
    state, event = after(action, **kept)

    assert (state, event.action, event.reason) == (STEPS[before, action], action, "因为")
    assert state in CERTIFICATE_STATES and action in ACTIONS and action in MEANINGS


@pytest.mark.parametrize("action", MEANINGS)
@pytest.mark.parametrize("state", ["cancelled", "replaced"])
def test_what_is_over_stays_over(state, action):
    with pytest.raises(NotPossible):
        after(action, state=state)


def test_an_expired_certificate_cannot_be_renewed_only_closed():
    assert possible(a_certificate(**EXPIRED), TODAY) == ("revoke", "cancel")


def test_what_has_no_end_is_not_renewed():
    assert "renew" not in possible(a_certificate(valid_to=None), TODAY)
    with pytest.raises(NotPossible):
        after("renew", valid_to=None)


@pytest.mark.parametrize(
    "actor",
    [
        replace(CHEN, department="tobacco"),
        replace(CHEN, role="clerk"),
        replace(CHEN, suspended=True),
    ],
)
def test_only_the_departments_approver_may(actor):
    with pytest.raises(NotYours):
        after("revoke", actor=actor)


def test_a_reason_is_needed():
    with pytest.raises(ReasonMissing):
        after("suspend", reason=" ")


def test_a_correction_changes_words_and_nothing_else():
    old = a_certificate(token="T", pdf_sha256="f" * 64)
    words = {"holder_name": "大满咖啡", "number": "JY9"}
    new = successor(old, "correct", "NEW", TODAY, words=words)

    assert new == replace(
        old,
        id="NEW",
        version=2,
        holder_name="大满咖啡",
        issued_on=TODAY,
        token="",
        pdf_sha256=None,
        replaces=old.id,
    )


def test_a_renewal_begins_the_day_after_the_old_one_ends():
    new = successor(a_certificate(), "renew", "NEW", TODAY, years=5)

    assert (new.valid_from, new.valid_to) == (date(2026, 11, 23), date(2036, 11, 22))


def test_a_copy_for_a_lost_one_says_the_same():
    new = successor(a_certificate(), "replace", "NEW", TODAY, words={"scope": "别的"})

    assert (new.scope, new.valid_to) == (a_certificate().scope, a_certificate().valid_to)
