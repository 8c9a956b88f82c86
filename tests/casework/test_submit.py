from datetime import date
from hashlib import sha256
from itertools import count

from casework.submit import Numbers, commitments, open_case
from schemas.case import Event
from tests.casework.cases import LIN, MONDAY, a_draft, a_permit


def opened():
    permits = {
        "food": a_permit(),
        "tobacco": a_permit("tobacco", "ycj", promised_days=3, commitment="我承诺属实。"),
    }
    shares = {"food": {"name": "好邻居便利店"}, "tobacco": {"operator": "好邻居便利店"}}
    ids = count(1)
    return open_case(
        a_draft(),
        permits,
        shares,
        account=LIN,
        numbers=Numbers("20261123-8K4M", lambda: f"id{next(ids)}", "h1"),
        title="好邻居便利店",
        applicant="林某",
        now=MONDAY,
    )


def test_every_permit_gets_a_part_with_exactly_its_own_answers():
    case = opened()

    assert [(p.permit, p.department, p.form_version, p.answers) for p in case.parts] == [
        ("food", "scjg", "v1", {"name": "好邻居便利店"}),
        ("tobacco", "ycj", "v2", {"operator": "好邻居便利店"}),
    ]


def test_each_department_has_its_own_promised_days():
    assert [p.due for p in opened().parts] == [date(2026, 12, 7), date(2026, 11, 26)]


def test_a_commitment_is_kept_as_the_hash_of_its_text():
    assert opened().commitments == {"tobacco": sha256("我承诺属实。".encode()).hexdigest()}


def test_submitting_is_the_first_event():
    case = opened()

    assert case.events == (Event(0, case.id, None, MONDAY, "u1", "林某", "submit"),)


def test_only_permits_with_a_text_need_a_commitment():
    permits = {"food": a_permit(), "tobacco": a_permit("tobacco", commitment="我承诺。")}

    assert [p.id for p in commitments(permits)] == ["tobacco"]
