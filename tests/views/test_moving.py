"""Drafts move to a newer version when their owner says so; submitted cases never change."""

import copy
from datetime import timedelta

import pytest

from tests.views.applicant import Applicant
from tests.views.house import build_house
from views import printing
from views.clock import now, today
from views.touched import Touched, touched


@pytest.fixture
def lin(house):
    return Applicant(house).begin(("food_business", "tobacco"))


def published(house, permit, at=None, **edits):
    """The permit's next version: `edits` by the key of the field, None removes it, a function changes it."""
    head = house.store.published.latest("permit", permit)
    document = copy.deepcopy(head.document)
    form = document["form"]
    for key, edit in edits.items():
        if edit is None:
            del form["properties"][key]
            form["required"] = [k for k in form["required"] if k != key]
        elif callable(edit):
            edit(form["properties"][key])
        else:
            form["properties"][key] = edit
            form["required"].append(key)
    return house.store.published.add(
        "permit", permit, head.department, document, author="a", now=at or now(), note="改"
    )


def limit(**words):
    return lambda field: field.update(words)


OPENING = {
    "type": "string",
    "format": "date",
    "title": "开业日期",
    "x-type": "date",
    "x-section": "s1",
}


def section_of(house, permit):
    return house.store.published.latest("permit", permit).document["form"]["x-sections"][0]["key"]


def changed(lin):
    """A second version that touches four answers, each in another way."""
    opening = OPENING | {"x-section": section_of(lin.house, "food_business")}
    return published(
        lin.house,
        "food_business",
        area=limit(minimum=100),
        operator_name=limit(title="经营者名称（全称）"),
        copies=None,
        opening=opening,
    )


def answered(lin):
    lin.save("area_business", area_business="68")
    lin.save("ent_name", ent_name="好邻居")
    lin.save("food_business.copies", **{"food_business.copies": "3"})


def test_the_preview_says_in_words_what_becomes_of_every_answer_and_changes_nothing(lin):
    answered(lin)
    changed(lin)
    before = lin.kept()

    page = lin.get(f"/apply/{lin.draft}/move").text
    parts = {
        k: page.split(f'id="{k}"')[1].split("</section>")[0]
        for k in ("needs", "new", "kept", "gone")
    }

    assert "您填的：68 ㎡" in parts["needs"] and "现在要求：不小于 100 ㎡" in parts["needs"]
    assert "开业日期" in parts["new"]
    assert "现在问“经营者名称（全称）”" in parts["kept"] and "您填的：好邻居" in parts["kept"]
    assert "您填的：3" in parts["gone"]
    assert "第 1 版 → 第 2 版" in page
    assert lin.kept() == before


def test_moving_keeps_every_answer_and_asks_the_new_version(lin):
    answered(lin)
    version = changed(lin)

    to = lin.post(f"/apply/{lin.draft}/move", version=[version.id]).location

    kept = lin.kept()
    assert kept.pins["food_business"] == version.id
    assert kept.answers == {"area_business": 68, "ent_name": "好邻居"}
    assert kept.kept == {"food_business.copies": 3}
    assert "已换到新版" in lin.get(to).text and "有 1 题要重新填" in lin.get(to).text
    assert "food_business.opening" in lin.form().fields


def test_an_option_that_is_gone_is_said_beside_the_question_until_it_is_answered(lin):
    lin.save("premises_right", premises_right="租赁")
    field = next(
        k
        for k, f in lin.house.store.published.latest("permit", "tobacco")
        .document["form"]["properties"]
        .items()
        if f.get("x-element") == "premises_right"
    )
    version = published(lin.house, "tobacco", **{field: limit(enum=["自有", "其他"])})
    lin.post(f"/apply/{lin.draft}/move", version=[version.id])

    page = lin.get(f"/apply/{lin.draft}/sections/premises").text
    after = lin.save("premises_right", premises_right="其他").text

    assert "您原来填的：租赁" in page and 'aria-describedby="f-premises_right-earlier"' in page
    assert "您原来填的" not in after
    assert lin.kept().answers["premises_right"] == "其他"


def test_going_back_to_the_old_version_restores_what_it_had(lin):
    answered(lin)
    old = lin.kept()
    version = changed(lin)
    lin.post(f"/apply/{lin.draft}/move", version=[version.id])
    first = lin.house.store.published.get(old.pins["food_business"])
    lin.house.store.published.add(
        "permit", first.name, first.department, first.document, author="a", now=now()
    )

    lin.post(f"/apply/{lin.draft}/move", version=[first.id])

    kept = lin.kept()
    assert (kept.pins, kept.answers, kept.kept, kept.earlier) == (old.pins, old.answers, {}, {})


def test_a_version_that_came_while_one_was_reading_is_shown_first(lin):
    first = changed(lin)
    published(lin.house, "food_business", area=limit(minimum=50))

    answer = lin.post(f"/apply/{lin.draft}/move", version=[first.id])

    assert answer.status_code == 409 and "又有了更新的一版" in answer.text
    assert lin.kept().pins["food_business"] != first.id


def test_a_page_of_the_old_version_sent_after_the_move_is_kept(lin):
    version = changed(lin)
    lin.post(f"/apply/{lin.draft}/move", version=[version.id])

    answer = lin.save("food_business.copies", **{"food_business.copies": "5"})

    assert answer.status_code == 200
    assert lin.kept().kept == {"food_business.copies": 5}


def test_after_its_last_day_the_old_version_is_refused_in_words_and_the_move_mends_it(tmp_path):
    house = build_house(tmp_path, YIZHAO_OLD_VERSION_DAYS="30")
    lin = Applicant(house).begin(("publication_retail",))
    lin.fill()
    before = now() - timedelta(days=32)
    version = published(
        house, "publication_retail", at=before, econ=limit(title="经济性质（单选）")
    )

    refused = lin.submit()
    lin.post(f"/apply/{lin.draft}/move", version=[version.id])

    assert refused.status_code == 422 and "现在请换到新版再提交" in refused.text
    assert lin.submit().status_code == 303


def test_until_its_last_day_the_old_version_says_its_day(lin):
    changed(lin)

    page = lin.get(f"/apply/{lin.draft}").text

    assert f"{today() + timedelta(days=90)} 以前提交都有效" in page


def test_what_was_submitted_never_changes_and_prints_the_same_bytes(house):
    lin = Applicant(house).begin(("publication_retail",))
    lin.fill()
    number = lin.submit().location.rpartition("/")[2]
    case = house.store.cases.by_number(number)
    first = printed(house, case.parts[0])
    head = house.store.published.latest("permit", "publication_retail")
    with house.app.test_request_context():
        found = touched(head.id, head.document["form"])

    published(house, "publication_retail", econ=limit(title="别的问法"), principal_id=None)
    second = printed(house, house.store.parts.get(case.parts[0].id), again=True)

    after = house.store.cases.by_number(number)
    assert (after.answers, after.pins, after.parts[0].answers) == (
        case.answers,
        case.pins,
        case.parts[0].answers,
    )
    assert first == second and first.startswith(b"%PDF")
    assert found == Touched(drafts=0, needing=0, cases=1, looked_at=0)


def printed(house, part, *, again=False):
    """The bytes of the package, printed by the worker's own hands."""
    jobs = house.store.jobs
    if again:
        jobs.enqueue(
            "print_package", {"part": part.id}, key=f"package:{part.id}:again", now=now(), total=3
        )
    job = jobs.claim("test", now(), timedelta(minutes=5))
    printing.print_package(house.store, house.settings, job)
    return house.store.files.get(house.store.parts.get(part.id).package_sha256)


def test_publishing_says_how_many_drafts_need_an_answer_and_that_no_case_changes(house):
    lin = Applicant(house)
    for area in ("68", "120", "150"):
        lin.begin(("food_business", "tobacco"))
        lin.save("area_business", area_business=area)
    lin.begin(("tobacco",))
    head = house.store.published.latest("permit", "food_business")
    form = copy.deepcopy(head.document["form"])
    form["properties"]["area"]["minimum"] = 100
    with house.app.test_request_context():
        tightened = touched(head.id, form)
        more = copy.deepcopy(form)
        more["properties"]["opening"] = OPENING
        more["required"].append("opening")
        demanding = touched(head.id, more)
        loosened = touched(head.id, head.document["form"])

    assert tightened == Touched(drafts=3, needing=1, cases=0, looked_at=3)
    assert demanding == Touched(drafts=3, needing=3, cases=0, looked_at=3)
    assert loosened == Touched(drafts=3, needing=0, cases=0, looked_at=3)
