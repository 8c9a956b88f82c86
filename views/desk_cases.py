"""The joint counter: find a case, see how far every department is, take the whole bundle."""

import re

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from casework.progress import summary, tracks
from documents.bundle import planned
from schemas.bundle import Bundle
from schemas.case import Case
from storage.errors import NotFound
from storage.page import Page
from views.clock import now, today
from views.desk_data import STATES, deadline
from views.folders import folders
from views.fragments import either, page
from views.languages import counted
from views.policy import policy
from views.session import actor
from views.store import store
from views.streaming import send_bundle

room = Blueprint("desk_cases", __name__)
PER_PAGE = 30


def load_case(number: str) -> Case:
    return store().cases.by_number(number)


@room.get("/desk/cases")
@policy("case.list_all")
def cases() -> Response:
    wanted = request.args.get("q", "").strip()[:100]
    found = _found(wanted)
    said = counted("找到 %(n)s 件。", len(found.items)) if wanted else ""
    return either(
        "desk/cases.html",
        "desk/_cases.html",
        said=said,
        cases=found.items,
        summaries={case.id: summary(case) for case in found.items},
        after=found.after,
        wanted=wanted,
    )


@room.get("/desk/cases/<number>")
@policy("case.read", load_case)
def case(case: Case) -> Response:
    return page(
        "desk/case.html",
        case=case,
        tracks=tracks(case, today()),
        badges={part.id: deadline(part, today()) for part in case.parts},
        states={part.id: _(STATES[part.state][0]) for part in case.parts},
        departments={d.id: d for d in store().catalogue.departments()},
        printed=sum(1 for part in case.parts if part.package_sha256),
    )


@room.get("/desk/cases/<number>/bundle.zip")
@policy("bundle.read", load_case)
def take(case: Case) -> Response:
    papers = folders(store(), ((part, case.draft) for part in case.parts))
    bundle = Bundle(
        id=case.id,
        account="",
        department="",
        title=case.number,
        made_at=case.submitted_at,
        cases=1,
        parts=len(case.parts),
        entries=planned(case.number, papers),
    )
    name = f"{case.number}.zip"
    return send_bundle(bundle, store().files, name, taken=lambda: _note(case), kept=False)


def _note(case: Case) -> None:
    who = actor()
    with store().transaction():
        store().audit.add(who.id if who else "", "bundle.read", case.id, now=now())
        for part in case.parts:
            store().audit.add(who.id if who else "", "bundle.file", part.id, now=now())


def _found(wanted: str) -> Page[Case]:
    after = request.args.get("after")
    if not wanted:
        return store().cases.list(after=after, limit=PER_PAGE)
    number = re.sub(r"\s+", "", wanted).upper()
    if re.fullmatch(r"[0-9]{8}-?[0-9A-Z]{4}", number):
        try:
            whole = number if "-" in number else f"{number[:8]}-{number[8:]}"
            return Page((store().cases.by_number(whole),))
        except NotFound:
            return Page(())
    return store().cases.list(after=after, limit=PER_PAGE, title=wanted)
