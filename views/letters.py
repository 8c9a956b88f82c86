"""Letters about a part and empty forms, for who may read the part: printed by the worker when first asked for."""

from dataclasses import dataclass

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from schemas.case import Case, Event, Part
from schemas.wording import N_
from views.desk import load_part
from views.policy import policy
from views.printing import permit_of
from views.prints import printed
from views.published import permit as permit_in_force
from views.store import store
from views.track import own_case

KINDS = {
    "receipt": N_("收件回执"),
    "acceptance": N_("受理通知书"),
    "correction": N_("补正材料通知书"),
    "delivery": N_("送达回证"),
}
REFUSALS = {
    "licence": N_("不予行政许可决定书"),
    "filing": N_("不予备案决定书"),
    "registration": N_("不予登记决定书"),
}
TOLD_BY = {"acceptance": "accept", "correction": "return", "refusal": "refuse", "delivery": "issue"}
room = Blueprint("letters", __name__)


@dataclass(frozen=True)
class Letter:
    """A letter there is about a part: the newest of its kind, told by `event` (None: the submission); `words`
    are its title on paper."""

    kind: str
    words: str
    event: Event | None


@room.app_template_global()
def letters(case: Case, part: Part) -> tuple[Letter, ...]:
    """The letters about a part that its history calls for, in the order of the procedure."""
    found = [Letter("receipt", KINDS["receipt"], None)]
    for kind, action in TOLD_BY.items():
        told = [e for e in case.events if e.part == part.id and e.action == action]
        if told:
            words = KINDS.get(kind) or REFUSALS[permit_of(store(), part).kind]
            found.append(Letter(kind, words, told[-1]))
    return tuple(found)


@room.get("/cases/<number>/letters/<permit>/<kind>.pdf")
@policy("case.read", own_case)
def of_case(case: Case, permit: str, kind: str) -> Response:
    part = next((p for p in case.parts if p.permit == permit), None)
    if part is None:
        raise NotFound
    return _letter(case, part, kind)


@room.get("/desk/parts/<part_id>/letters/<kind>.pdf")
@policy("part.read", load_part)
def of_part(part: Part, kind: str) -> Response:
    return _letter(store().cases.get(part.case), part, kind)


@room.get("/permits/<permit>/blank.pdf")
@policy("portal.read")
def blank(permit: str) -> Response:
    """The empty form in force; printed once for each published version."""
    known = permit_in_force(permit)
    version = store().published.heads("permit")[permit]
    name = f"{known.form.title or known.name}（空白）.pdf"
    return printed("print_blank", {"version": version}, f"blank:{version}", name)


def _letter(case: Case, part: Part, kind: str) -> Response:
    letter = next((found for found in letters(case, part) if found.kind == kind), None)
    if letter is None:
        raise NotFound
    event = letter.event.id if letter.event else 0
    payload = {"part": part.id, "kind": kind, "event": event}
    name = f"{case.number}-{part.permit_name}-{letter.words}.pdf"
    return printed("print_letter", payload, f"letter:{part.id}:{kind}:{event}", name)
