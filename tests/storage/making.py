"""Nouns with defaults, for tests that keep them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from schemas.case import Case, Draft, Event, Evidence, Part
from schemas.certificate import Certificate
from schemas.user import Account

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def later(**by):
    return NOW + timedelta(**by)


def an_account(id="lin", **changes):
    made = Account(id=id, login=id, name="林小满", role="applicant", created_at=NOW)
    return replace(made, **changes)


def a_draft(id="d1", **changes):
    made = Draft(
        id=id,
        account="lin",
        scenario="cafe",
        guide_answers={"面积": 68},
        pins={"food_business": "f" * 64, "ad": "a" * 64},
        answers={"ent_name": "小满咖啡"},
        revision=1,
        created_at=NOW,
        updated_at=NOW,
        kept={"ad.width": 120},
        commitments=("ad",),
    )
    return replace(made, **changes)


def a_part(id="p1", case="c1", **changes):
    made = Part(
        id=id,
        case=case,
        case_number="20261123-TEST",
        permit="food_business",
        permit_name="食品经营许可",
        department="market",
        form_version="f" * 64,
        lane="ordinary",
        state="submitted",
        version=1,
        answers={"operator_name": "小满咖啡"},
        submitted_at=NOW,
        due=date(2026, 12, 4),
        title="小满咖啡",
        applicant="林小满",
    )
    return replace(made, **changes)


def an_event(case="c1", part=None, **changes):
    made = Event(0, case, part, NOW, "lin", "林小满", "submit")
    return replace(made, **changes)


def a_case(id="c1", **changes):
    made = Case(
        id=id,
        number=f"20261123-{id.upper()}",
        account="lin",
        title="小满咖啡",
        scenario="cafe",
        holder=None,
        submitted_at=NOW,
        answers={"ent_name": "小满咖啡"},
        pins={"food_business": "f" * 64},
        draft="d1",
        commitments={"ad": "我承诺"},
        parts=(a_part(f"{id}-p1", id), a_part(f"{id}-p2", id, permit="ad", department="urban")),
        events=(an_event(id),),
    )
    return replace(made, **changes)


def a_file(id="e1", **changes):
    made = Evidence(
        id, "d1", "plan", "平面图.pdf", "application/pdf", 1024, 2, "b" * 64, "c" * 64, NOW
    )
    return replace(made, **changes)


def a_certificate(id="CERT1", part="c1-p1", case="c1", holder="h1", **changes):
    made = Certificate(
        id=id,
        number=f"JY{id}",
        part=part,
        case=case,
        permit="food_business",
        permit_name="食品经营许可",
        department="market",
        department_name="市场监管局",
        holder=holder,
        holder_name="小满咖啡",
        uscc="91440402MA4W0QLR1T",
        legal_representative="林小满",
        address="凤凰路128号",
        scope="餐饮服务",
        issued_on=date(2026, 11, 23),
        valid_from=date(2026, 11, 23),
        valid_to=date(2031, 11, 22),
        state="valid",
        token="TOKEN",
    )
    return replace(made, **changes)
