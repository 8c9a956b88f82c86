import io
import zipfile
from dataclasses import replace

import pytest

from tests.views.desk_case import a_case, part_of
from tests.views.house import post


@pytest.fixture
def case(house):
    return a_case(house)


@pytest.fixture
def approver(house):
    return house.signed_in("chen", "approver", "market")


def test_the_queue_holds_the_own_departments_parts_by_due_date(house, case, approver):
    a_case(house, name="小满咖啡", key="k2", permits=("food_business",), age=30)

    page = approver.get("/desk").text

    assert page.index("小满咖啡") < page.index("好邻居便利店")
    assert ("烟草" in page, "待办 3" in page) == (False, True)


def test_an_empty_queue_says_so(house, approver):
    assert "待办都办完了" in approver.get("/desk").text


def test_the_queue_turns_page_by_page(house, approver, monkeypatch):
    for n in range(3):
        a_case(house, name=f"第{n}家", key=f"k{n}", permits=("food_business",), age=n)
    monkeypatch.setattr("views.desk.PER_PAGE", 2)

    first = approver.get("/desk").text
    following = first.split('href="/desk?drawer=open&amp;after=')[1].split('"')[0]
    second = approver.get(f"/desk?drawer=open&after={following}").text

    assert [name in first for name in ("第2家", "第1家", "第0家")] == [True, True, False]
    assert "第0家" in second


def test_a_part_is_read_in_the_departments_own_words_with_its_place(case, approver):
    page = approver.get(f"/desk/parts/{part_of(case, 'food_business').id}").text

    assert ("经营者名称" in page, "/ 2" in page, "同案其他事项" in page) == (True, True, True)


def test_a_value_that_others_asked_too_names_them_and_nothing_of_theirs(house, case, approver):
    page = approver.get(f"/desk/parts/{part_of(case, 'food_business').id}").text
    alone = a_case(house, name="小满咖啡", key="k2", permits=("food_business",))
    other = approver.get(f"/desk/parts/{part_of(alone, 'food_business').id}").text

    marks = page.split('<details class="more desk-also">')[1:]
    named = {m.split("<span>")[1].split("</span>")[0] for m in marks}
    assert len(marks) > 5 and named == {"市烟草专卖局"}
    assert "个部门也问了" not in other


def test_identity_numbers_are_covered_until_a_reason_is_given(house, case, approver):
    part = part_of(case, "md2_filing")
    number = part.answers["lr_id"]
    address = f"/desk/parts/{part.id}"

    before = approver.get(address).text
    without = post(approver, f"{address}/reveal/lr_id", why="因为 110105")
    after = post(approver, f"{address}/reveal/lr_id", why="papers")

    assert (number in before, number in without.text, without.status_code) == (False, False, 422)
    assert number in after.text
    [row] = [r for r in house.store.audit.list().items if r.action == "part.reveal"]
    assert (row.actor, row.object, number in str(row)) == (
        "id-chen",
        f"{part.id} lr_id papers",
        False,
    )


def test_an_identity_number_in_a_line_of_text_is_covered_too(house, case, approver):
    part = part_of(case, "food_business")
    number = "11010519491231002X"
    answers = {**part.answers, "social_code": number}
    with house.store.transaction():
        house.store.parts.change(replace(part, answers=answers), expecting_version=part.version)

    assert number not in approver.get(f"/desk/parts/{part.id}").text


def test_approving_keeps_the_decision_its_event_the_audit_row_and_the_certificates_job(
    house, case, approver
):
    part = part_of(case, "food_business")

    answer = post(approver, f"/desk/parts/{part.id}/approve", version=part.version)

    decided = house.store.parts.get(part.id)
    event = house.store.cases.get(case.id).events[-1]
    assert (answer.status_code, decided.state, decided.decided_by) == (303, "approved", "id-chen")
    assert (event.action, event.part) == ("approve", part.id)
    assert house.store.jobs.of_key(f"certificate:{part.id}").kind == "issue_certificate"
    assert [r.action for r in house.store.audit.list().items if r.object == part.id] == [
        "part.approve"
    ]


def test_after_a_decision_the_next_part_comes_with_a_word_about_the_last(house, case, approver):
    first = next(p for p in house.store.parts.queue("market").items)

    answer = post(approver, f"/desk/parts/{first.id}/approve", version=first.version)
    page = approver.get(answer.headers["Location"]).text

    assert f"{first.permit_name} · {first.applicant}：准予" in page


def test_sending_back_needs_a_reason_and_takes_ticked_sentences(house, case, approver):
    part = part_of(case, "food_business")
    address = f"/desk/parts/{part.id}/return"

    without = post(approver, address, version=part.version, reason="  ")
    answer = post(
        approver, address, version=part.version, sentence="请写到门牌号。", reason="另请补平面图。"
    )

    assert (without.status_code, "请写明要补正什么" in without.text) == (422, True)
    assert answer.status_code == 303
    kept = house.store.parts.get(part.id)
    assert (kept.state, kept.reason) == ("returned", "请写到门牌号。\n另请补平面图。")


def test_of_two_deciders_the_second_is_told_who_was_first_and_loses_no_word(house, case, approver):
    part = part_of(case, "food_business")
    second = house.signed_in("wang", "approver", "market")

    post(approver, f"/desk/parts/{part.id}/approve", version=part.version)
    late = post(
        second, f"/desk/parts/{part.id}/refuse", version=part.version, reason="布局不合规定"
    )

    assert (late.status_code, "Chen 已经办了这一件" in late.text) == (409, True)
    assert house.store.parts.get(part.id).state == "approved"


def test_a_reason_that_a_letter_could_not_print_is_said_in_its_box(house, case, approver):
    part = part_of(case, "food_business")

    answer = post(
        approver, f"/desk/parts/{part.id}/refuse", version=part.version, reason="🍜不合规定"
    )

    assert (answer.status_code, "🍜不合规定</textarea>" in answer.text) == (422, True)
    assert "这些字印不出来，请换掉：🍜" in answer.text
    assert house.store.parts.get(part.id).state == part.state


def test_a_stale_version_is_refused_and_the_reason_stays_in_its_box(house, case, approver):
    part = part_of(case, "food_business")
    post(approver, f"/desk/parts/{part.id}/accept", version=part.version)

    late = post(
        approver, f"/desk/parts/{part.id}/refuse", version=part.version, reason="布局不合规定"
    )

    assert (late.status_code, "布局不合规定</textarea>" in late.text) == (409, True)


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999"])
def test_a_nonsense_version_decides_nothing(house, case, approver, version):
    part = part_of(case, "food_business")

    assert post(approver, f"/desk/parts/{part.id}/approve", version=version).status_code == 409
    assert house.store.parts.get(part.id).state == "submitted"


def test_files_are_shown_in_place_and_downloaded_under_their_name(case, house, approver):
    part = part_of(case, "md2_filing")
    page = approver.get(f"/desk/parts/{part.id}").text
    address = page.split('src="/desk/parts/')[1].split('"')[0]

    shown = approver.get(f"/desk/parts/{address}")
    saved = approver.get(f"/desk/parts/{address}?save=1")

    assert [a.headers["Content-Disposition"].split(";")[0] for a in (shown, saved)] == [
        "inline",
        "attachment",
    ]
    taken = [r.object for r in house.store.audit.list().items if r.action == "evidence.read"]
    assert taken == [address.rpartition("/")[2]]
    assert all("default-src 'none'" in a.headers["Content-Security-Policy"] for a in (shown, saved))


def test_the_package_is_missing_until_it_is_printed(house, case, approver):
    part = part_of(case, "food_business")
    address = f"/desk/parts/{part.id}/package.pdf"
    before = approver.get(address)
    waiting = approver.get(f"/desk/parts/{part.id}/printing").text

    with house.store.transaction():
        house.store.parts.set_package(part.id, house.store.files.put(b"%PDF-1.7 package"))

    assert (before.status_code, "正在打印案卷" in waiting, "hx-get" in waiting) == (404, True, True)
    assert approver.get(address).data == b"%PDF-1.7 package"
    assert "下载本部门案卷 PDF" in approver.get(f"/desk/parts/{part.id}/printing").text


def test_the_counter_finds_a_case_by_number_or_name_and_takes_its_bundle(house, case):
    clerk = house.signed_in("zhao", "clerk")
    with house.store.transaction():
        for part in case.parts:
            house.store.parts.set_package(
                part.id, house.store.files.put(b"%PDF " + part.id.encode())
            )

    found = [
        case.number in clerk.get("/desk/cases", query_string={"q": q}).text
        for q in (case.number, "邻居", "没有的")
    ]
    bundle = clerk.get(f"/desk/cases/{case.number}/bundle.zip")

    names = zipfile.ZipFile(io.BytesIO(bundle.data)).namelist()
    assert found == [True, True, False]
    assert sum(name.endswith("案卷.pdf") for name in names) == len(case.parts)
    assert "bundle.read" in [r.action for r in house.store.audit.list().items]


def test_the_counter_reads_a_part_but_decides_nothing(house, case):
    clerk = house.signed_in("zhao", "clerk")
    part = part_of(case, "food_business")

    page = clerk.get(f"/desk/parts/{part.id}")
    decided = post(clerk, f"/desk/parts/{part.id}/approve", version=part.version)

    assert (page.status_code, "准予许可" in page.text, decided.status_code) == (200, False, 404)
