"""Many cases in one ZIP: chosen, streamed, resumed, logged, and never another department's."""

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from documents.bundle import INDEX
from documents.verifying import verify
from storage.bundles import Choice
from tests.views.desk_case import a_case, furnished
from tests.views.house import token_of
from views.streaming import PLACES

ROOT = Path(__file__).parents[2]
DAYS = ("since", "until")


@pytest.fixture
def house(tmp_path):
    house = furnished(tmp_path)
    for key, name in (("k1", "好邻居便利店"), ("k2", "海韵便利店")):
        case = a_case(house, name=name, key=key)
        with house.store.transaction():
            for part in case.parts:
                kept = house.store.files.put(b"%PDF " + part.id.encode())
                house.store.parts.set_package(part.id, kept)
    yield house
    house.store.close()


def packed(person, **choice):
    """What the newest bundle of this person holds, after they asked for one."""
    asked = person.post("/desk/bundles", data={"csrf": token_of(person), **choice})
    assert asked.status_code == 303, asked.text
    page = person.get("/desk/bundles").text
    return page.split('href="/desk/bundles/')[1].split('"')[0]


def index_of(answer) -> list[tuple[str, ...]]:
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    sheet = load_workbook(io.BytesIO(archive.read(INDEX))).active
    return list(sheet.iter_rows(values_only=True))


def names_in(answer) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(answer.data)).namelist()


def test_an_approver_takes_the_own_departments_parts_and_no_others(house):
    approver = house.signed_in("chen", "approver", "market")

    address = "/desk/bundles/" + packed(approver)
    folders = {name.split("/")[0] for name in names_in(approver.get(address)) if "/" in name}

    assert folders == {"食品经营许可", "第二类医疗器械经营备案"}


def test_the_counter_takes_whole_cases_by_permit_state_and_day(house):
    clerk = house.signed_in("zhao", "clerk")

    everything = names_in(clerk.get("/desk/bundles/" + packed(clerk)))
    tobacco = names_in(clerk.get("/desk/bundles/" + packed(clerk, permit="tobacco")))

    assert sum(name.endswith("案卷.pdf") for name in everything) == 6
    assert sum(name.endswith("案卷.pdf") for name in tobacco) == 2
    for choice in ({"state": "issued"}, {"until": "2020-01-01"}, {"since": "2999-01-01"}):
        answer = clerk.post("/desk/bundles", data={"csrf": token_of(clerk), **choice})
        assert (answer.status_code, "没有这样的办件" in answer.text) == (422, True)


def test_what_cannot_be_chosen_is_said_and_kept_as_typed(house):
    clerk = house.signed_in("zhao", "clerk")

    for choice, said in (
        ({"since": "昨天"}, "日期请写成"),
        ({"permit": "tobacco' OR 1"}, "没有这样的办件"),
        ({"state": "nonsense"}, "没有这样的办件"),
        ({"since": "0001-01-01"}, "日期请写成"),
        ({"until": "9999-12-31"}, "日期请写成"),
        ({"since": "2026-12-02", "until": "2026-12-01"}, "第一天不能晚于最后一天"),
    ):
        answer = clerk.post("/desk/bundles", data={"csrf": token_of(clerk), **choice})
        assert (answer.status_code, said in answer.text) == (422, True)
        assert all(f'value="{day}"' in answer.text for k, day in choice.items() if k in DAYS)


def test_a_bundle_is_only_for_who_made_it(house):
    approver = house.signed_in("chen", "approver", "market")
    address = "/desk/bundles/" + packed(approver)

    others = [
        house.signed_in("wang", "approver", "market"),
        house.signed_in("li", "approver", "tobacco"),
        house.signed_in("zhao", "clerk"),
        house.signed_in("mei"),
    ]
    assert [other.get(address).status_code for other in others] == [404] * 4


def test_a_broken_download_goes_on_where_it_stopped(house, tmp_path):
    clerk = house.signed_in("zhao", "clerk")
    address = "/desk/bundles/" + packed(clerk)
    whole = clerk.get(address, buffered=True)
    mark = whole.headers["ETag"]

    def ranged(asked, **more):
        headers = {"Range": f"bytes={asked}"} | {k.replace("_", "-"): v for k, v in more.items()}
        return clerk.get(address, headers=headers, buffered=True)

    rest = ranged("1000-", If_Range=mark)
    some = ranged("5-9")
    last = ranged("-7")
    changed = ranged("1000-", If_Range='"another"')
    beyond = ranged(f"{len(whole.data)}-")

    named = unquote(whole.headers["Content-Disposition"])
    assert re.search(r"''全部事项 [0-9]{8}-[0-9]{4}\.zip$", named)
    assert int(whole.headers["Content-Length"]) == len(whole.data)
    assert (rest.status_code, whole.data[:1000] + rest.data) == (206, whole.data)
    assert (some.data, last.data) == (whole.data[5:10], whole.data[-7:])
    assert (changed.status_code, changed.data) == (200, whole.data)
    assert beyond.status_code == 416


def test_ranges_are_what_download_managers_expect(house):
    clerk = house.signed_in("zhao", "clerk")
    address = "/desk/bundles/" + packed(clerk)
    whole = clerk.get(address)
    mark = whole.headers["ETag"]

    for method, asked, status, start in (
        ("GET", {"Range": "bytes=0-"}, 206, 0),
        ("GET", {"Range": "bytes=-99999999"}, 206, 0),
        ("GET", {"Range": "bytes=7-", "If-Range": mark}, 206, 7),
        ("GET", {"Range": "bytes=7-", "If-Range": f"W/{mark}"}, 200, 0),
        ("GET", {"Range": "bytes=7-", "If-Range": "Wed, 21 Oct 2015 07:28:00 GMT"}, 200, 0),
        ("GET", {"Range": "bytes=0-4,6-8"}, 200, 0),
        ("HEAD", {"Range": "bytes=7-"}, 200, 0),
        ("HEAD", {}, 200, 0),
    ):
        answer = clerk.open(address, method=method, headers=asked)
        size = len(whole.data) - start
        assert (answer.status_code, int(answer.headers["Content-Length"])) == (status, size)
        assert answer.data == (whole.data[start:] if method == "GET" else b"")


def test_a_case_that_changed_meanwhile_is_never_pieced_together(house):
    clerk = house.signed_in("zhao", "clerk")
    case = house.store.cases.list().items[0]
    address = f"/desk/cases/{case.number}/bundle.zip"
    before = clerk.get(address, buffered=True)
    asked = {"Range": "bytes=100-"}
    marked = asked | {"If-Range": before.headers["ETag"]}

    unsure = clerk.get(address, headers=asked, buffered=True)
    rest = clerk.get(address, headers=marked, buffered=True)
    with house.store.transaction():
        part = house.store.cases.get(case.id).parts[0]
        house.store.parts.set_package(part.id, house.store.files.put(b"%PDF printed anew"))
    after = clerk.get(address, headers=marked, buffered=True)

    assert (unsure.status_code, unsure.data) == (200, before.data)
    assert (rest.status_code, rest.data) == (206, before.data[100:])
    assert (after.status_code, after.data[:100] == before.data[:100]) == (200, False)
    assert zipfile.ZipFile(io.BytesIO(after.data)).testzip() is None


def test_slow_downloads_leave_room_for_everybody_else(house):
    clerk = house.signed_in("zhao", "clerk")
    address = "/desk/bundles/" + packed(clerk)
    begun = [clerk.get(address, buffered=False) for _ in range(PLACES)]

    late = clerk.get(address)
    taken = [r.action for r in house.store.audit.list().items].count("bundle.read")
    begun.pop().close()
    again = clerk.get(address)

    assert (late.status_code, late.headers["Retry-After"], taken) == (503, "30", PLACES)
    assert "同时下载的人太多" in late.text
    assert (again.status_code, len(again.data)) == (200, int(again.headers["Content-Length"]))
    for answer in begun:
        answer.close()


def test_a_download_that_could_not_be_noted_gives_its_place_back(house, monkeypatch):
    clerk = house.signed_in("zhao", "clerk")
    address = "/desk/bundles/" + packed(clerk)

    with monkeypatch.context() as broken:
        broken.setattr(type(house.store.audit), "add", lambda *_, **__: 1 / 0)
        refused = [clerk.get(address).status_code for _ in range(PLACES + 1)]

    assert (set(refused), clerk.get(address).status_code) == ({500}, 200)


def test_asking_how_large_it_is_takes_nothing(house):
    clerk = house.signed_in("zhao", "clerk")
    address = "/desk/bundles/" + packed(clerk)
    number = house.store.cases.list().items[0].number

    clerk.head(address)
    clerk.head(f"/desk/cases/{number}/bundle.zip")

    assert "bundle.read" not in {r.action for r in house.store.audit.list().items}


def test_a_download_is_not_gone_on_with_by_the_login_page(house):
    clerk = house.signed_in("zhao", "clerk")
    address = "/desk/bundles/" + packed(clerk)
    stranger = house.client()

    rest = stranger.get(address, headers={"Range": "bytes=1000-", "If-Range": '"x"'})
    start = stranger.get(address)

    assert (rest.status_code, "请先登录" in rest.text) == (401, True)
    assert (start.status_code, start.location.startswith("/account/login")) == (303, True)


def test_what_is_not_printed_yet_is_said_on_the_page_and_in_the_index(house):
    case = a_case(house, name="新店", key="k3", permits=("tobacco",))
    clerk = house.signed_in("zhao", "clerk")

    made = clerk.post("/desk/bundles", data={"csrf": token_of(clerk), "permit": "tobacco"})
    page = clerk.get(made.location).text
    address = page.split('href="/desk/bundles/')[1].split('"')[0]
    rows = index_of(clerk.get("/desk/bundles/" + address))

    lacking = [row[9] for row in rows if row[4] == case.number and not row[11]]
    assert "有 1 份案卷还没有打印好" in page
    assert lacking == [f"烟草专卖零售许可证核发/{case.number} 新店/（缺）案卷：还没有打印好"]


def test_a_file_that_is_gone_is_missing_in_the_index_and_the_rest_is_there(house):
    case = house.store.cases.list().items[0]
    lost = house.store.evidence.of_draft(case.draft)[0]
    house.store.files.path(lost.sha256).unlink()
    clerk = house.signed_in("zhao", "clerk")

    answer = clerk.get(f"/desk/cases/{case.number}/bundle.zip")

    gone = [row[9] for row in index_of(answer) if "文件不在了" in row[9]]
    assert (len(gone) >= 2, sum(name.endswith("案卷.pdf") for name in names_in(answer))) == (
        True,
        3,
    )


def test_one_damaged_file_does_not_keep_the_others_back(house, tmp_path):
    clerk = house.signed_in("zhao", "clerk")
    address = "/desk/bundles/" + packed(clerk, permit="tobacco")
    lost, broken = sorted(name for name in names_in(clerk.get(address)) if "案卷" in name)
    digests = {
        part.case_number: part.package_sha256
        for case in house.store.cases.list().items
        for part in house.store.cases.get(case.id).parts
        if part.permit == "tobacco"
    }
    path = {number: house.store.files.path(digest) for number, digest in digests.items()}
    path[lost.split("/")[1][:13]].unlink()
    path[broken.split("/")[1][:13]].write_bytes(b"%PDF rotten")

    file = tmp_path / "bundle.zip"
    file.write_bytes(clerk.get(address).data)

    assert verify(file) == (lost, broken)


def test_the_index_has_the_code_the_applicant_wrote(house):
    clerk = house.signed_in("zhao", "clerk")

    rows = index_of(clerk.get("/desk/bundles/" + packed(clerk, permit="md2_filing")))

    parts = [p for c in house.store.cases.list().items for p in house.store.cases.get(c.id).parts]
    codes = {p.answers["code"] for p in parts if p.permit == "md2_filing"}
    assert {row[6] for row in rows[1:]} == codes


def test_a_material_says_which_question_it_answers(house):
    clerk = house.signed_in("zhao", "clerk")

    names = names_in(clerk.get("/desk/bundles/" + packed(clerk, permit="tobacco")))

    own = [name for name in names if "好邻居便利店/材料/" in name]
    assert own[0].endswith("/材料/01-经营场所使用凭证-form.m_premises.png")


def test_a_file_given_for_two_materials_has_its_own_name_at_each(house):
    case = house.store.cases.list().items[0]
    first = house.store.evidence.of_draft(case.draft)[0]
    later = replace(first, id="later", key="another", name="别处的名字.png")
    house.store.evidence.add(later)
    clerk = house.signed_in("zhao", "clerk")

    names = names_in(clerk.get(f"/desk/cases/{case.number}/bundle.zip"))

    assert any(first.name in name for name in names)
    assert not any("别处的名字" in name for name in names)


def test_bundles_of_an_earlier_department_are_neither_listed_nor_given(house):
    person = house.signed_in("chen", "approver", "market")
    packed(person)
    now = house.store.bundles.of_account(house.store.accounts.by_login("chen")[0].id, "market")
    made = house.store.bundles.get(now.items[0].id)
    house.store.bundles.add(replace(made, id="made-before", department="tobacco"))

    assert person.get("/desk/bundles/made-before.zip").status_code == 404
    assert "made-before" not in person.get("/desk/bundles").text


def test_a_day_ends_at_midnight_in_china(house):
    """23:30 in Beijing is 15:30 the same day in London; half past midnight is still the day before there."""
    shelf, parts = house.store.bundles, house.store.parts
    first = house.store.cases.list().items[0].parts[0]
    for moment, day, found in (
        (datetime(2026, 3, 1, 15, 30, tzinfo=UTC), date(2026, 3, 1), 1),
        (datetime(2026, 3, 1, 15, 59, 59, 999999, tzinfo=UTC), date(2026, 3, 1), 1),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), date(2026, 3, 1), 0),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), date(2026, 3, 2), 1),
    ):
        part = parts.get(first.id)
        parts.change(replace(part, submitted_at=moment), expecting_version=part.version)
        assert shelf.count(Choice(since=day, until=day), 9) == found


def test_the_command_checks_a_bundle_without_a_server(house, tmp_path):
    clerk = house.signed_in("zhao", "clerk")
    file = tmp_path / "bundle.zip"
    file.write_bytes(clerk.get("/desk/bundles/" + packed(clerk)).data)
    damaged = bytearray(file.read_bytes())
    damaged[damaged.index(b"%PDF ") + 6] ^= 1

    before = verified(file)
    file.write_bytes(damaged)
    after = verified(file)

    assert (before.returncode, after.returncode) == (0, 1)
    assert "案卷.pdf" in after.stdout


def verified(file):
    command = [sys.executable, "app.py", "verify", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_every_part_taken_is_in_the_audit(house):
    clerk = house.signed_in("zhao", "clerk")
    clerk.get("/desk/bundles/" + packed(clerk, permit="tobacco"))

    records = house.store.audit.list().items
    taken = {r.object for r in records if r.action == "bundle.file"}
    assert len(taken) == 2
    assert {r.action for r in records} >= {"bundle.make", "bundle.read"}
    assert house.store.audit.verify() is None


def test_the_originals_travel_beside_the_clean_copies(house):
    clerk = house.signed_in("zhao", "clerk")
    case = house.store.cases.list().items[0]
    piece = house.store.evidence.of_draft(case.draft)[0]

    names = names_in(clerk.get("/desk/bundles/" + packed(clerk)))

    assert house.store.files.has(piece.original_sha256)
    assert any("/材料/" in name for name in names)
    assert any("/原件（未经处理）/" in name for name in names)


def test_the_paths_of_a_kept_bundle_are_sealed(house):
    clerk = house.signed_in("zhao", "clerk")
    packed(clerk)

    database = (next(Path(house.store.files._folder).parent.glob("*.db"))).read_bytes()
    assert "好邻居便利店/案卷.pdf".encode() not in database
