"""Rights: one row per action. Departments see only their own parts and permits; applicants only their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemas.case import Case, Draft, Part
from schemas.certificate import Certificate
from schemas.share import Share
from schemas.user import ROLES, Account

Right = Callable[[Account | None, Any], bool]


@dataclass(frozen=True)
class OwnedCertificate:
    """A certificate together with the account that applied for it."""

    certificate: Certificate
    account: str


def everyone(_who: Account | None, _thing: Any) -> bool:
    return True


def role(*names: str) -> Right:
    return lambda who, _thing: who is not None and who.role in names


def own(who: Account | None, thing: Any) -> bool:
    """An applicant, and the thing is theirs."""
    return (
        who is not None and who.role == "applicant" and (thing is None or _account(thing) == who.id)
    )


def of_department(name: str) -> Right:
    """Someone with the role `name` in the department the thing belongs to."""

    def right(who: Account | None, thing: Any) -> bool:
        if who is None or who.role != name or not who.department:
            return False
        return thing is None or _department(thing) == who.department

    return right


def either(*rights: Right) -> Right:
    return lambda who, thing: any(right(who, thing) for right in rights)


def _account(thing: Any) -> str | None:
    return thing.account if isinstance(thing, Draft | Case | OwnedCertificate | Share) else None


def _department(thing: Any) -> str | None:
    if isinstance(thing, str):
        return thing
    if isinstance(thing, OwnedCertificate):
        return thing.certificate.department
    # A whole case holds every department's answers, so no single department may have it.
    return None if isinstance(thing, Case | Draft) else getattr(thing, "department", None)


_clerk = role("clerk")
_approver = of_department("approver")
_part_reader = either(_approver, lambda who, thing: _clerk(who, thing) and _is_part(thing))
_form_admin = of_department("form_admin")


def _is_part(thing: Any) -> bool:
    return thing is None or isinstance(thing, Part)


def _taker(who: Account | None, thing: Any) -> bool:
    """Who made the bundle, while they are still with whom the parts belong to."""
    if who is None or who.role not in {"clerk", "approver"}:
        return False
    mine = "" if who.role == "clerk" else who.department
    return thing is None or (thing.account == who.id and thing.department == mine)


RIGHTS: dict[str, Right] = {
    "static.read": everyone,
    "health.read": everyone,
    "portal.read": everyone,
    "guide.read": everyone,
    "verify.read": everyone,
    "account.enter": everyone,
    "account.use": role(*ROLES),
    "draft.create": own,
    "draft.list": own,
    "draft.read": own,
    "draft.write": own,
    "draft.submit": own,
    "case.list": own,
    "case.read": either(own, _clerk),
    "case.correct": own,
    "case.package": either(own, _clerk),
    "case.list_all": _clerk,
    "bundle.read": _clerk,
    "bundle.make": role("clerk", "approver"),
    "bundle.take": _taker,
    "part.list": _approver,
    "part.read": _part_reader,
    "part.decide": _approver,
    "package.read": _part_reader,
    "evidence.read": _part_reader,
    "certificate.list": own,
    "certificate.read": either(own, _approver, _clerk),
    "share.list": own,
    "share.read": own,
    "paper.ask": own,
    "paper.print": _clerk,
    "certificate.manage": _approver,
    "certificate.change": _approver,
    "permit.list": _form_admin,
    "permit.build": _form_admin,
    "permit.publish": _form_admin,
    "proposal.list": _form_admin,
    "proposal.make": _form_admin,
    "proposal.answer": _form_admin,
    "proposal.withdraw": _form_admin,
    "guide.build": either(role("platform_admin"), _form_admin),
    "admin.accounts": role("platform_admin"),
    "admin.departments": role("platform_admin"),
    "admin.jobs": role("platform_admin"),
    "audit.read": role("auditor", "platform_admin"),
}


def is_public(action: str) -> bool:
    """May people who are not signed in try it?"""
    return RIGHTS[action] is everyone
