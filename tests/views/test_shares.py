import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from schemas.share import Share
from storage.errors import NotFound
from tests.storage.making import NOW, a_certificate, an_account
from tests.views.certified import certified
from tests.views.house import PASSWORD, build_house, post, token_of
from views.logs import log


@pytest.fixture
def lin(house):
    certified(house)
    client = house.client()
    post(client, "/account/login", login="lin", password=PASSWORD)
    return client


def made(house, lin, **form):
    holder = house.store.holders.by_code("HOLDERCODE").id
    values = {"purpose": "商场，签租约", "holder": holder, "days": "1", "uses": "1", **form}
    return post(lin, "/certificates/shares", **values)


def link(answer):
    return re.search(r"/s/[\w-]+", answer.text)[0]


def looked(house, path):
    client = house.client()
    return client.post(path, data={"csrf": token_of(client)})


def test_a_link_for_one_look_shows_the_permits_once(house, lin):
    path = link(made(house, lin))
    asked = house.client().get(path)

    first, second = looked(house, path), looked(house, path)

    assert "食品经营许可" not in asked.text
    assert (first.status_code, second.status_code) == (200, 404)
    assert "商场，签租约" in first.text and "食品经营许可" in first.text
    assert "林小满" not in first.text and "链接已失效" in second.text


def test_the_holder_sees_every_look_and_takes_the_link_back(house, lin):
    path = link(made(house, lin, uses=""))
    looked(house, path)
    (share,) = house.store.shares.of_account("id-lin").items

    before = lin.get(f"/certificates/shares/{share.id}").text
    post(lin, f"/certificates/shares/{share.id}/revoke")

    assert "127.0.0.*" in before and "127.0.0.1" not in before
    assert looked(house, path).status_code == 404
    assert "已收回" in lin.get(f"/certificates/shares/{share.id}").text
    assert house.signed_in("other").get(f"/certificates/shares/{share.id}").status_code == 404


def test_who_has_two_shops_sees_which_one_a_link_shows(house, lin):
    other = house.store.holders.for_uscc("91440402MA4W0QLR2R", "大满书店", "OTHERCODE")
    theirs = a_certificate("CERT2", part="c1-p2", holder=other.id, holder_name="大满书店")
    house.store.certificates.add(theirs)

    made(house, lin, holder=other.id)
    listed = lin.get("/certificates/shares").text

    assert re.search("商场，签租约</a><br><small>大满书店・", listed)


def test_a_purpose_is_needed_and_only_ones_own_shop_can_be_shown(house, lin):
    assert made(house, lin, purpose=" ").status_code == 422
    assert made(house, lin, holder="somebody").status_code == 422
    other = house.signed_in("other")
    assert made(house, other).status_code == 422


def test_what_was_chosen_is_kept_and_no_number_of_looks_is_not_any_number(house, lin):
    refused = made(house, lin, purpose=" ", days="30", uses="5").text
    holder = house.store.holders.by_code("HOLDERCODE").id
    unsaid = post(lin, "/certificates/shares", purpose="x", holder=holder, days="1")

    assert (
        'name="days" value="30" checked' in refused and 'name="uses" value="5" checked' in refused
    )
    assert unsaid.status_code == 422


def test_the_link_itself_is_kept_nowhere(house, lin, caplog, monkeypatch):
    secret = link(made(house, lin)).removeprefix("/s/")
    monkeypatch.setattr(log, "propagate", True)
    looked(house, f"/s/{secret}")
    written = [getattr(record, "path", "") for record in caplog.records]

    assert secret.encode() not in (house.settings.data_dir / "yizhao.db").read_bytes()
    assert secret not in lin.get("/certificates/shares").text
    assert "/s/…" in written and secret not in "".join(written)


@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
def test_of_eight_looks_at_once_through_a_link_for_three_three_get_in(request, tmp_path, database):
    store = build_house(tmp_path, request.getfixturevalue(database)).store
    store.accounts.add(an_account(), "hash")
    holder = store.holders.for_uscc("91440402MA4W0QLR1T", "小满咖啡", "CODE")
    day = NOW.date()
    store.shares.add(Share("s1", "lin", holder.id, "x", NOW, day, 3), "secret")

    def look(_):
        try:
            return bool(store.shares.use("secret", day=day, at=NOW, seen_from="x"))
        except NotFound:
            return False

    with ThreadPoolExecutor(8) as pool:
        got_in = sum(pool.map(look, range(8)))
    late = Share("s2", "lin", holder.id, "x", NOW, day - timedelta(days=1), None)
    store.shares.add(late, "late")

    assert (got_in, len(store.shares.uses_of("s1"))) == (3, 3)
    with pytest.raises(NotFound):
        store.shares.use("late", day=day, at=NOW, seen_from="x")
    store.close()
