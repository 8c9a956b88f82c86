from datetime import date

import pytest

from casework.certify import Identity, certify, last_day
from schemas.form import read_form
from schemas.permit import Department
from tests.casework.cases import a_part, a_permit

OFFICE = Department("scjg", "珠海市市场监管局")
FORM = read_form(
    {
        "$id": "urn:yizhao:form:food",
        "title": "申请书",
        "properties": {
            "name": {"type": "string", "x-type": "text", "x-element": "ent_name"},
            "code": {"type": "string", "x-type": "uscc", "x-element": "uscc"},
            "projects": {
                "type": "array",
                "x-type": "choices",
                "items": {"enum": ["散装食品销售", "热食类食品制售"]},
            },
        },
    }
)
FACTS = {"title": "食品经营许可证", "prefix": "JY", "scope": ["projects"]}


def a_certificate(**case_answers):
    part = a_part(
        answers={"name": "好邻居便利店", "code": "91350100M000100Y43", "projects": ["散装食品销售"]}
    )
    permit = a_permit(form=FORM, certificate=FACTS, validity_years=5)
    identity = Identity("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "JY44042026000017", "h1", "食品经营许可证")
    return certify(part, permit, OFFICE, case_answers, identity, today=date(2026, 12, 1))


def test_a_certificate_says_what_the_departments_own_form_was_told():
    certificate = a_certificate()

    assert certificate.number == "JY44042026000017"
    assert (certificate.holder_name, certificate.uscc) == ("好邻居便利店", "91350100M000100Y43")
    assert (certificate.permit_name, certificate.scope) == ("食品经营许可证", "散装食品销售")
    assert (certificate.valid_from, certificate.valid_to) == (date(2026, 12, 1), date(2031, 11, 30))


def test_what_that_form_does_not_ask_comes_from_the_whole_case():
    certificate = a_certificate(
        legal_rep_name="林小满", biz_address={"division": "440402", "detail": "凤凰路128号"}
    )

    assert certificate.legal_representative == "林小满"
    assert certificate.address.endswith("香洲区凤凰路128号")


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2026, 12, 1), 5, date(2031, 11, 30)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2026, 12, 1), None, None),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary(start, years, end):
    assert last_day(start, years) == end
