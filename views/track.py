"""My cases: where each permit stands, what was printed, what must be mended."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import NotFound

from casework.correction import begin
from casework.progress import summary, tracks
from schemas.case import Case, Part
from storage.errors import NotFound as Nothing
from storage.errors import Taken
from storage.jobs import Job
from views.clock import now, today
from views.fragments import fragment, page
from views.hx import go
from views.policy import policy
from views.present import permit_name
from views.published import departments
from views.sending import send_file
from views.session import actor
from views.store import store
from views.submit import job_key, times_mended

CERTIFICATE_WAIT = timedelta(minutes=3)
room = Blueprint("track", __name__)


@dataclass(frozen=True)
class Package:
    """One department's PDF: printed when `is_ready`, else `percent` of the way, or stuck."""

    part: Part
    percent: int
    is_ready: bool
    is_stuck: bool


def own_case(number: str) -> Case:
    return store().cases.by_number(number)


@room.get("/cases")
@policy("case.list")
def cases() -> Response:
    who = actor()
    found = store().cases.of_account(who.id if who else "", request.args.get("after"))
    listed = [(c, summary(c), tracks(c, today())) for c in found.items]
    return page("track/cases.html", cases=listed, after=found.after)


@room.get("/cases/<number>")
@policy("case.read", own_case)
def case(case: Case) -> Response:
    return page("track/case.html", **_shown(case))


@room.get("/cases/<number>/progress")
@policy("case.read", own_case)
def progress(case: Case) -> Response:
    return fragment("track/_progress.html", **_shown(case))


@room.get("/cases/<number>/packages/<permit>.pdf")
@policy("case.package", own_case)
def package(case: Case, permit: str) -> Response:
    part = next((p for p in case.parts if p.permit == permit), None)
    if part is None or not part.package_sha256:
        raise NotFound
    name = f"{case.number}-{part.permit_name}.pdf"
    data = store().files.get(part.package_sha256)
    return send_file(data, name, "application/pdf")


@room.post("/cases/<number>/correct")
@policy("case.correct", own_case)
def correct(case: Case) -> Response:
    who = actor()
    if who is None or not any(p.state == "returned" for p in case.parts):
        raise NotFound
    with suppress(Taken):  # begun before, in another window: go on with that one
        store().drafts.add(begin(case, who, now()))
    return go(url_for("apply.tasks", draft=case.draft))


def _shown(case: Case) -> dict[str, Any]:
    packages = tuple(_package(case, part) for part in case.parts)
    return {
        "case": case,
        "tracks": tracks(case, today()),
        "summary": summary(case),
        "departments": departments(),
        "packages": packages,
        "printing": any(not p.is_ready and not p.is_stuck for p in packages),
        "is_moving": any(_is_moving(p) for p in packages),
        "percent": sum(p.percent for p in packages) // max(1, len(packages)),
        "returned": tuple(p for p in case.parts if p.state == "returned"),
        "names": {p.id: permit_name(p) for p in case.parts},
    }


def _is_moving(package: Package) -> bool:
    """Will the page soon look different by itself: a package or a certificate being printed?"""
    part = package.part
    fresh = part.decided_at is not None and now() - part.decided_at < CERTIFICATE_WAIT
    return not (package.is_ready or package.is_stuck) or (part.state == "approved" and fresh)


def _package(case: Case, part: Part) -> Package:
    if part.package_sha256:
        return Package(part, 100, is_ready=True, is_stuck=False)
    job = _job(case, part)
    stuck = job is None or job.state == "dead"
    done = job.progress * 100 // job.total if job and job.total else 0
    return Package(part, min(done, 99), is_ready=False, is_stuck=stuck)


def _job(case: Case, part: Part) -> Job | None:
    try:
        return store().jobs.of_key(job_key(part, times_mended(case, part)))
    except Nothing:
        return None
