"""Makers of cases for these tests."""

from datetime import date, datetime

from casework.clock import CITY
from schemas.case import Case, Draft, Part
from schemas.form import read_form
from schemas.permit import Permit
from schemas.user import Account

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CITY)
LIN = Account("u1", "lin", "林某", "applicant")
FOOD = Account("u2", "scjg_approver", "食品审批人", "approver", department="scjg")
TOBACCO = Account("u3", "ycj_approver", "烟草审批人", "approver", department="ycj")


def a_permit(id="food", department="scjg", **change) -> Permit:
    facts = {
        "name": "食品经营许可",
        "kind": "licence",
        "lane": "ordinary",
        "level": "district",
        "law": "",
        "conditions": "",
        "statutory_days": 20,
        "promised_days": 10,
        "form": read_form({"$id": f"urn:yizhao:form:{id}", "title": "申请书"}),
    }
    return Permit(id=id, department=department, **(facts | change))


def a_draft(**change) -> Draft:
    facts = {
        "id": "d1",
        "account": "u1",
        "scenario": "convenience",
        "guide_answers": {},
        "pins": {"food": "v1", "tobacco": "v2"},
        "answers": {"ent_name": "好邻居便利店"},
        "revision": 3,
        "created_at": MONDAY,
        "updated_at": MONDAY,
    }
    return Draft(**(facts | change))


def a_part(state="submitted", **change) -> Part:
    facts = {
        "id": "p1",
        "case": "c1",
        "case_number": "20261123-8K4M",
        "permit": "food",
        "permit_name": "食品经营许可",
        "department": "scjg",
        "form_version": "v1",
        "lane": "ordinary",
        "version": 1,
        "answers": {},
        "submitted_at": MONDAY,
        "due": date(2026, 12, 7),
        "title": "好邻居便利店",
        "applicant": "林某",
    }
    return Part(state=state, **(facts | change))


def a_case(*parts: Part) -> Case:
    return Case(
        id="c1",
        number="20261123-8K4M",
        account="u1",
        title="好邻居便利店",
        scenario="convenience",
        holder=None,
        submitted_at=MONDAY,
        answers={"ent_name": "好邻居便利店"},
        pins={"food": "v1", "tobacco": "v2"},
        draft="d1",
        parts=parts,
    )
