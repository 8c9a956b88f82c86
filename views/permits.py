"""The public list of permits: law, conditions, materials and days, and each one alone if that is wanted."""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, request

from casework.lane import lane_of
from schemas.field_types import FIELD_TYPES
from schemas.form import Field, Section
from schemas.permit import LANES, Permit
from views.fragments import either, page
from views.languages import counted, language
from views.needs import effort
from views.policy import policy
from views.published import departments, permit, permits
from views.search import plain

room = Blueprint("permits", __name__)

_CLAUSE = re.compile(r"[;；\n]+(?![^(（]*[)）])")  # not inside brackets


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; an unknown department or lane narrows it to nothing."""

    words: str
    department: str
    lane: str

    def fits(self, one: Permit) -> bool:
        names = plain(one.name + one.named(language()) + one.law)
        return (
            plain(self.words) in names
            and self.department in ("", one.department)
            and self.lane in ("", one.lane)
        )


@room.get("/permits")
@policy("portal.read")
def every() -> Response:
    given = request.args
    wanted = Wanted(
        given.get("q", "")[:60], given.get("department", "")[:40], given.get("lane", "")[:20]
    )
    found = [p for p in permits().values() if wanted.fits(p)]
    offices = departments()
    order = {d: n for n, d in enumerate(offices)}
    found.sort(key=lambda p: (order.get(p.department, 99), p.name))
    return either(
        "portal/permits.html",
        "portal/_permit_list.html",
        said=counted("找到 %(n)s 项", len(found)),
        found=found,
        wanted=wanted,
        departments=offices,
        lanes=LANES,
    )


@room.get("/permits/<permit_id>")
@policy("portal.read")
def show(permit_id: str) -> Response:
    one = permit(permit_id)
    return page(
        "portal/permit.html",
        permit=one,
        department=departments()[one.department],
        lane=lane_of(one),
        burden=effort([one]),
        sections=_asked(one),
        conditions=clauses(one.conditions),
        laws=clauses(one.law),
        excluded=[p for p in permits().values() if p.id in one.excludes],
        before=[p for p in permits().values() if p.id in one.first],
    )


def _asked(one: Permit) -> list[tuple[Section, list[Field]]]:
    """The form's sections with the questions in them; materials are listed elsewhere."""
    found = []
    for section in one.form.sections:
        fields = one.form.in_section(section.key)
        asked = [f for f in fields if not f.material and f.type != "statement"]
        asked = [f for f in asked if not FIELD_TYPES[f.type].computed]
        if asked:
            found.append((section, asked))
    return found


def clauses(text: str) -> tuple[str, ...]:
    """A department's run of conditions, one each."""
    return tuple(c.strip() for c in _CLAUSE.split(text) if c.strip())
