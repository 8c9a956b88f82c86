"""Many cases in one ZIP: chosen, streamed, resumed, logged, and never another department's."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.views.desk_case import a_case, furnished
from tests.views.house import token_of

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"since": "昨天"}, "日期请写成"),
        ({"permit": "tobacco' OR 1"}, "没有这样的办件"),
        ({"state": "nonsense"}, "没有这样的办件"),
    ],
)
def test_what_cannot_be_chosen_is_said_and_kept_as_typed(house, choice, said):
    clerk = house.signed_in("zhao", "clerk")

    answer = clerk.post("/desk/bundles", data={"csrf": token_of(clerk), **choice})

    assert (answer.status_code, said in answer.text) == (422, True)


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
    whole = clerk.get(address)
    mark = whole.headers["ETag"]

    rest = clerk.get(address, headers={"Range": "bytes=1000-", "If-Range": mark})
    some = clerk.get(address, headers={"Range": "bytes=5-9"})
    last = clerk.get(address, headers={"Range": "bytes=-7"})
    changed = clerk.get(address, headers={"Range": "bytes=1000-", "If-Range": '"another"'})
    beyond = clerk.get(address, headers={"Range": f"bytes={len(whole.data)}-"})

    assert int(whole.headers["Content-Length"]) == len(whole.data)
    assert (rest.status_code, whole.data[:1000] + rest.data) == (206, whole.data)
    assert (some.data, last.data) == (whole.data[5:10], whole.data[-7:])
    assert (changed.status_code, changed.data) == (200, whole.data)
    assert beyond.status_code == 416


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
