"""What may happen to a certificate after it was issued, who may do it, and what it becomes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from casework.certify import last_day
from casework.decide import NotPossible, NotYours, ReasonMissing
from schemas.certificate import Certificate, CertificateEvent
from schemas.user import Account
from schemas.wording import N_

# From the state of today and the action to the state that follows; an expired one can only be closed.
STEPS: dict[tuple[str, str], str] = {
    ("valid", "correct"): "replaced",
    ("valid", "change"): "replaced",
    ("valid", "renew"): "replaced",
    ("valid", "replace"): "replaced",
    ("valid", "suspend"): "suspended",
    ("suspended", "resume"): "valid",
    **{(state, "revoke"): "revoked" for state in ("valid", "suspended", "expired")},
    **{(s, "cancel"): "cancelled" for s in ("valid", "suspended", "expired", "revoked")},
}
ACTIONS = {
    "issue": N_("发证"),
    "correct": N_("更正"),
    "change": N_("变更"),
    "renew": N_("延续"),
    "replace": N_("补发"),
    "suspend": N_("暂停"),
    "resume": N_("恢复"),
    "revoke": N_("撤销"),
    "cancel": N_("注销"),
}
MEANINGS = {
    "correct": N_("证上写错了，改对后换一张。证号不变，旧的一张显示已换证。"),
    "change": N_("情况变了，例如改名、换法定代表人，按新的写，换一张。证号不变。"),
    "renew": N_("有效期延长，换一张。证号不变。"),
    "replace": N_("遗失或损毁，内容不变，换一张。捡到旧证的人扫码会看到已换证。"),
    "suspend": N_("暂时不能使用，随时可以恢复。"),
    "resume": N_("恢复有效。"),
    "revoke": N_("本不该发，或以欺骗取得。不能恢复。"),
    "cancel": N_("许可不再存在，例如停业、届满。不能恢复。"),
}
# Which of a certificate's words a new version may change.
EDITABLE = ("holder_name", "legal_representative", "address", "scope")
CHANGES_WORDS = frozenset({"correct", "change"})


def possible(certificate: Certificate, today: date) -> tuple[str, ...]:
    """What can be done with it today, in the order buttons are drawn."""
    here = certificate.state_on(today)
    actions = (action for state, action in STEPS if state == here)
    # What has no end cannot be made to end later.
    return tuple(a for a in actions if a != "renew" or certificate.valid_to)


def step(
    certificate: Certificate, action: str, actor: Account, reason: str, now: datetime, today: date
) -> tuple[str, CertificateEvent]:
    """The state after `action`, and the event to keep. Raises NotPossible, NotYours or ReasonMissing."""
    if action not in possible(certificate, today):
        raise NotPossible(NotPossible.__doc__)
    if actor.role != "approver" or actor.department != certificate.department or actor.suspended:
        raise NotYours(NotYours.__doc__)
    if not reason.strip():
        raise ReasonMissing(ReasonMissing.__doc__)
    state = STEPS[certificate.state_on(today), action]
    return state, event(certificate.id, action, actor, reason.strip(), now)


def event(
    certificate: str, action: str, actor: Account, reason: str, now: datetime
) -> CertificateEvent:
    return CertificateEvent(0, certificate, now, actor.id, actor.name, action, reason)


def successor(
    old: Certificate,
    action: str,
    id: str,
    today: date,
    *,
    words: Mapping[str, str] | None = None,
    years: int | None = None,
) -> Certificate:
    """The version that takes the place of `old`, not yet signed or printed.

    `words` are new texts for EDITABLE fields, heeded when correcting and changing. A renewal runs from the
    day after the old one ends, for `years` (None: without an end); only what ends can be renewed.
    """
    changed: dict[str, Any] = {}
    if action in CHANGES_WORDS:
        changed = {k: v for k, v in (words or {}).items() if k in EDITABLE}
    if action == "renew" and old.valid_to:
        changed = {"valid_to": last_day(old.valid_to + timedelta(days=1), years)}
    return replace(
        old,
        id=id,
        version=old.version + 1,
        state="valid",
        issued_on=today,
        token="",
        pdf_sha256=None,
        changed_at=None,
        reason="",
        replaces=old.id,
        replaced_by="",
        **changed,
    )
