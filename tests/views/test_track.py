import pytest

from casework.decide import decide
from storage.errors import NotFound
from tests.views.applicant import Applicant
from views.clock import now


@pytest.fixture
def sent(house):
    lin = Applicant(house).begin()
    lin.fill()
    lin.number = lin.submit().location.rpartition("/")[2]
    return lin


def approver(lin, part):
    login = f"{part.department}_approver"
    try:
        return lin.house.store.accounts.by_login(login)[0]
    except NotFound:
        return lin.house.person(login, "approver", part.department)


def decided(lin, permit, *steps):
    store = lin.house.store
    part = next(p for p in store.cases.by_number(lin.number).parts if p.permit == permit)
    who = approver(lin, part)
    for action, reason in steps:
        changed, event = decide(part, action, who, reason, now())
        part = store.parts.change(changed, expecting_version=part.version, event=event)
    return part


def test_every_permit_has_its_track_and_the_page_asks_again_while_packages_are_printed(sent):
    page = sent.get(f"/cases/{sent.number}").text

    assert page.count('<li class="track">') == 3
    assert f'hx-get="/cases/{sent.number}/progress" hx-trigger="every 1s"' in page


def test_polling_stops_by_an_element_that_no_longer_asks(sent):
    case = sent.house.store.cases.by_number(sent.number)
    for part in case.parts:
        sent.house.store.parts.set_package(part.id, sent.house.store.files.put(b"%PDF-1.7"))

    html = sent.get(f"/cases/{sent.number}/progress").text

    assert 'id="progress"' in html and "hx-trigger" not in html
    assert sent.get(f"/cases/{sent.number}/packages/tobacco.pdf").mimetype == "application/pdf"


def test_a_package_that_is_not_printed_is_not_there(sent):
    assert sent.get(f"/cases/{sent.number}/packages/tobacco.pdf").status_code == 404


def test_someone_elses_case_looks_like_none(sent):
    other = sent.house.signed_in("eve")

    paths = ("", "/progress", "/packages/tobacco.pdf")
    assert [other.get(f"/cases/{sent.number}{p}").status_code for p in paths] == [404] * 3


def test_a_returned_part_says_why_and_is_mended_once(sent):
    decided(sent, "tobacco", ("accept", ""), ("return", "照片看不清"))
    page = sent.get(f"/cases/{sent.number}").text

    to = sent.post(f"/cases/{sent.number}/correct").location
    again = sent.post(f"/cases/{sent.number}/correct").location
    sent.draft = to.rpartition("/")[2]
    asked = sent.kept().pins
    answer = sent.submit()
    twice = sent.post(f"/apply/{sent.draft}/submit")

    case = sent.house.store.cases.by_number(sent.number)
    assert "照片看不清" in page and "现在去改" in page
    assert (to, list(asked)) == (again, ["tobacco"])
    assert answer.location == twice.location == f"/cases/{sent.number}"
    assert {p.permit: p.state for p in case.parts}["tobacco"] == "submitted"
    assert [e.action for e in case.events] == ["submit", "accept", "return", "resubmit"]
    assert sent.house.store.jobs.counts()["ready"] == 4


def test_a_second_correction_begins_with_what_the_first_one_mended(sent):
    for words in ("第一次改的", "第二次改的"):
        decided(sent, "tobacco", ("accept", ""), ("return", "请改"))
        sent.draft = sent.post(f"/cases/{sent.number}/correct").location.rpartition("/")[2]
        before = sent.kept().answers["trade_name"]
        sent.save("trade_name", trade_name=words)
        assert sent.submit().status_code == 303

    assert before == "第一次改的"


def test_nothing_to_mend_begins_no_correction(sent):
    assert sent.post(f"/cases/{sent.number}/correct").status_code == 404


def test_my_cases_lead_to_their_pages(sent):
    assert f'href="/cases/{sent.number}"' in sent.get("/cases").text
