import re

import pytest

from schemas.user import ROLES, Account
from tests.storage.making import a_case, a_certificate, a_draft, a_part
from tests.views.certified import certified
from tests.views.house import build_house
from views.policy import action_of, allow
from views.rights import RIGHTS, OwnedCertificate, is_public


def person(role, department=None, id="someone"):
    return Account(id, id, id, role, department)


def test_every_route_declares_what_it_does(house):
    endpoints = {rule.endpoint for rule in house.app.url_map.iter_rules()}

    assert {e for e in endpoints if action_of(house.app, e) not in RIGHTS} == set()


def test_a_route_without_a_policy_does_not_answer(tmp_path):
    house = build_house(tmp_path)
    house.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    assert house.client().get("/forgotten").status_code == 404


def test_the_public_is_asked_to_sign_in_everywhere_else(house):
    private = [
        rule
        for rule in house.app.url_map.iter_rules()
        if not is_public(action_of(house.app, rule.endpoint)) and "GET" in rule.methods
    ]
    client = house.client()

    for rule in private:
        path = re.sub(r"<(?:int:)[^>]+>", "1", rule.rule)
        path = re.sub(r"<any\(([a-z]+)[^>]*>", r"\1", path)
        answer = client.get(re.sub(r"<[^>]+>", "x", path))
        assert answer.status_code == 303, rule
        assert answer.location.startswith("/account/login?next="), rule


def test_denied_looks_exactly_like_missing(house):
    kept = certified(house)
    stranger = house.signed_in("stranger")

    denied = stranger.get(f"/certificates/{kept.id}.pdf")
    missing = stranger.get("/certificates/NOTHERE.pdf")

    assert (denied.status_code, missing.status_code) == (404, 404)
    assert plain(denied.text, kept.id) == plain(missing.text, "NOTHERE")


@pytest.mark.parametrize("action", ["part.read", "part.decide", "package.read", "evidence.read"])
def test_approvers_see_only_their_own_departments_parts(action):
    market = person("approver", "market")

    assert allow(market, action, a_part(department="market"))
    assert not allow(market, action, a_part(department="tobacco"))


def test_no_department_may_open_a_whole_case_or_a_draft():
    market = person("approver", "market")
    whole = (a_case(), a_draft())

    opened = [
        (action, thing)
        for action in ("part.read", "package.read", "case.read", "case.package", "bundle.read")
        for thing in whole
        if allow(market, action, thing)
    ]

    assert opened == []


def test_form_admins_build_only_their_own_departments_permits():
    market = person("form_admin", "market")

    assert allow(market, "permit.publish", "market")
    assert not allow(market, "permit.publish", "tobacco")
    assert not allow(person("approver", "market"), "permit.build", "market")


def test_applicants_reach_only_what_is_theirs():
    lin, other = person("applicant", id="lin"), person("applicant", id="other")
    theirs = (
        ("draft.write", a_draft()),
        ("case.read", a_case()),
        ("case.package", a_case()),
        ("certificate.read", OwnedCertificate(a_certificate(), "lin")),
    )

    assert [allow(lin, *what) for what in theirs] == [True] * 4
    assert [allow(other, *what) for what in theirs] == [False] * 4


def test_the_counter_reads_every_case_and_decides_none():
    clerk = person("clerk")

    assert allow(clerk, "case.read", a_case())
    assert allow(clerk, "bundle.read", a_case())
    assert not allow(clerk, "part.decide", a_part())
    assert not allow(clerk, "draft.read", a_draft())


def test_auditors_read_the_audit_and_no_case():
    allowed = {a for a in RIGHTS if allow(person("auditor"), a) and not is_public(a)}

    assert allowed == {"account.use", "audit.read"}


def test_only_the_department_that_issued_may_revoke():
    issued = OwnedCertificate(a_certificate(department="market"), "lin")

    who = [
        (role, department)
        for role in ROLES
        for department in ("market", "tobacco")
        if allow(person(role, department, "lin"), "certificate.change", issued)
    ]

    assert who == [("approver", "market")]


def plain(html, name):
    """The page without what differs from answer to answer: nonces, the reference, the address asked for."""
    html = re.sub(r'nonce="[^"]+"|编号 [0-9A-F]{8}', "", html)
    return html.replace(name, "")
