"""Letters about a part and empty forms over HTTP: asked for, printed once by the worker, then handed over."""

from tests.documents.reading import packed, text_of
from tests.views.desk_case import a_case, part_of
from tests.views.house import post
from views.printing_letters import HANDLERS


def work(house):
    from datetime import UTC, datetime, timedelta

    while job := house.store.jobs.claim("test", datetime.now(UTC), timedelta(seconds=90)):
        if job.kind in HANDLERS:
            HANDLERS[job.kind](house.store, house.settings, job)


def test_a_letter_waits_for_the_worker_and_then_comes(house):
    case = a_case(house)
    approver = house.signed_in("chen", "approver", "market")
    part = part_of(case, "food_business")
    post(approver, f"/desk/parts/{part.id}/return", version=part.version, reason="平面图缺专间。")
    address = f"/desk/parts/{part.id}/letters/correction.pdf"

    waiting = approver.get(address)
    work(house)
    letter = approver.get(address)

    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "2")
    assert (letter.status_code, letter.mimetype) == (200, "application/pdf")
    assert "1.平面图缺专间。" in packed(text_of(letter.data))
    assert address in approver.get(f"/desk/parts/{part.id}").text


def test_what_is_refused_is_named_on_the_page_as_on_the_letter(house):
    case = a_case(house)
    approver = house.signed_in("chen", "approver", "market")
    part = part_of(case, "md2_filing")
    post(approver, f"/desk/parts/{part.id}/refuse", version=part.version, reason="不合条件。")
    address = f"/desk/parts/{part.id}/letters/refusal.pdf"

    approver.get(address)
    work(house)

    assert "不予备案决定书" in approver.get(f"/desk/parts/{part.id}").text
    assert "不予备案决定书" in packed(text_of(approver.get(address).data))


def test_there_is_no_letter_about_what_did_not_happen(house):
    case = a_case(house)
    approver = house.signed_in("chen", "approver", "market")
    part = part_of(case, "food_business")

    kinds = ("acceptance", "correction", "refusal", "delivery", "nonsense")
    answers = [approver.get(f"/desk/parts/{part.id}/letters/{kind}.pdf") for kind in kinds]

    assert {a.status_code for a in answers} == {404}


def test_letters_about_anothers_case_or_department_look_missing(house):
    case = a_case(house)
    tobacco = part_of(case, "tobacco")

    approver = house.signed_in("chen", "approver", "market")
    stranger = house.signed_in("eve")

    assert [
        approver.get(f"/desk/parts/{tobacco.id}/letters/receipt.pdf").status_code,
        approver.get(f"/cases/{case.number}/letters/tobacco/receipt.pdf").status_code,
        stranger.get(f"/cases/{case.number}/letters/tobacco/receipt.pdf").status_code,
    ] == [404, 404, 404]


def test_anyone_may_have_the_empty_form_of_a_permit_in_force(house):
    visitor = house.app.test_client()

    first = visitor.get("/permits/tobacco/blank.pdf")
    work(house)
    form = visitor.get("/permits/tobacco/blank.pdf")

    assert (first.status_code, form.status_code) == (202, 200)
    assert "烟草专卖零售许可证" in packed(text_of(form.data))
    assert visitor.get("/permits/nothing/blank.pdf").status_code == 404
