"""How the element that was proposed for a question stands."""

from dataclasses import dataclass

from flask_babel import gettext as _

from schemas.decision import ACCEPTED, OPEN, REFUSED, Proposal
from views.build_draft import Working
from views.languages import language
from views.published import departments
from views.store import store


@dataclass(frozen=True)
class Standing:
    """How a question's proposal stands: `reason` is why it was refused, `by` who has to answer or did."""

    proposal: Proposal
    by: str
    reason: str = ""


def standing_of(draft: Working, path: str) -> Standing | None:
    """What was last proposed for this question, as far as it still says something about it."""
    found = store().proposals.of_question(draft.department, draft.id, path)
    if found is None or found.state not in (OPEN, REFUSED):
        return None
    consents = store().proposals.consents(found.id)
    offices = departments()
    names = _("、").join(
        offices[c.department].named(language()) for c in consents if c.state != ACCEPTED
    )
    reason = next((c.reason for c in consents if c.state == REFUSED), "")
    return Standing(found, names, reason)
