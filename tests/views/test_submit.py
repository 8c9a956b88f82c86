import pytest

from schemas.judge import accepts
from tests.views.applicant import Applicant, a_picture
from views.agreement import disagreements
from views.one_form import form_of


@pytest.fixture
def filled(house):
    lin = Applicant(house).begin()
    lin.fill()
    return lin


def test_a_finished_form_becomes_one_case_whose_parts_satisfy_their_own_departments(filled):
    answer = filled.submit()

    assert answer.status_code == 303, answer.text
    (case,) = filled.house.store.cases.of_account("id-lin").items
    assert answer.location.endswith(f"/cases/{case.number}")
    permits = filled_permits(filled, case)
    assert {p.permit for p in case.parts} == set(permits)
    assert all(accepts(permits[p.permit].form.schema, p.answers) for p in case.parts)


def test_pressing_twice_makes_one_case(filled):
    first, second = twice(filled)

    assert (first.status_code, second.location) == (303, first.location)
    assert len(filled.house.store.cases.of_account("id-lin").items) == 1


def test_every_part_asks_for_its_package_once(filled):
    filled.submit()

    assert filled.house.store.jobs.counts()["ready"] == 3


def test_nothing_is_sent_without_the_promises(filled):
    answer = filled.submit(commit=[])

    assert (answer.status_code, "错误：" in answer.text) == (422, True)
    assert filled.house.store.cases.of_account("id-lin").items == ()


def test_nothing_is_sent_while_an_answer_is_missing(house):
    lin = Applicant(house).begin()

    answer = lin.submit()

    assert answer.status_code == 422
    assert "处需要修改" in answer.text


def test_what_was_changed_in_another_window_is_shown_before_it_is_sent(filled):
    answer = filled.submit(revision="1")

    assert answer.status_code == 422
    assert "您在别的窗口改过内容" in answer.text


def test_a_file_that_arrives_while_the_form_is_being_sent_is_not_lost(filled, monkeypatch):
    """The other window saves after this one has read the draft and before it makes the case."""

    def meanwhile(state, shares):
        monkeypatch.setattr("views.submit.disagreements", disagreements)
        sent = filled.upload("food_business.m_layout", "后到.png", a_picture("arrives late"))
        assert sent.status_code == 303
        return disagreements(state, shares)

    monkeypatch.setattr("views.submit.disagreements", meanwhile)
    first = filled.submit()
    second = filled.submit()

    (case,) = filled.house.store.cases.of_account("id-lin").items
    names = {e.name for e in filled.house.store.evidence.of_draft(case.draft)}
    assert (first.status_code, "您在别的窗口改过内容" in first.text) == (422, True)
    assert (second.status_code, "后到.png" in names) == (303, True)


def test_promises_are_never_ticked_beforehand(filled):
    page = filled.get(f"/apply/{filled.draft}/check").text

    assert page.count('name="commit"') >= 1
    assert 'name="commit" value="publication_retail" checked' not in page


def twice(lin):
    draft, form = lin.kept(), lin.form()
    promised = [p.id for p in form.permits.values() if p.commitment]
    sent = {"revision": str(draft.revision), "commit": promised}
    return [lin.post(f"/apply/{lin.draft}/submit", **sent) for _ in range(2)]


def filled_permits(lin, case):
    with lin.house.app.test_request_context():
        return form_of(tuple(case.pins.items())).permits


@pytest.fixture
def blind(filled, monkeypatch):
    """A form with an answer taken out, and a merged verdict that no longer sees what is missing."""
    monkeypatch.setattr("views.filling.failures", lambda merged, answers: ())
    filled.missing = next(
        f
        for section in filled.form().sections
        for f in section.fields
        if f.required
        and f.type == "text"
        and len(f.sources) == 1
        and f.key in filled.kept().answers
    )
    filled.save(filled.missing.key, **{filled.missing.key: ""})
    assert filled.missing.key not in filled.kept().answers
    return filled


def test_a_disagreement_between_the_verdicts_is_an_incident_and_the_case_is_kept(blind):
    answer = blind.submit()

    assert answer.status_code == 303, answer.text
    (case,) = blind.house.store.cases.of_account("id-lin").items
    assert len(case.parts) == 3
    part = next(p for p in case.parts if p.permit in blind.missing.sources)
    told = [r for r in blind.house.store.audit.list().items if r.action == "incident.verdict"]
    assert sorted((r.actor, r.object) for r in told) == sorted(
        [("system", part.id), ("system", case.id)]
    )
    page = blind.house.signed_in("wu", "auditor").get("/admin/audit").text
    assert "incident.verdict" in page
    assert part.id in page


def test_verdicts_that_agree_are_no_incident(filled):
    filled.submit()

    assert "incident.verdict" not in [r.action for r in filled.house.store.audit.list().items]
