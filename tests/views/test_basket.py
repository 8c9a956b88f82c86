"""A permit more or less at any time: only the difference is asked, and nothing typed is lost."""

from dataclasses import replace
from itertools import count

import pytest

from form_builder.answers import with_answers
from tests.views.applicant import Applicant
from tests.views.house import build_house
from views.basket_words import extra
from views.moving import keep_answers, with_pins
from views.needs import effort
from views.published import permits

PERMITS = ("food_business", "tobacco", "song_dance", "game_hall")


NAMES = count()


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """One house for all: every test has an applicant of its own, and nobody publishes anything."""
    return build_house(tmp_path_factory.mktemp("town"))


def somebody(town, permits=PERMITS):
    return Applicant(town, f"lin{next(NAMES)}").begin(permits)


@pytest.fixture
def lin(town):
    return somebody(town)


def own(lin, name="tobacco", type="text"):
    """A question that only this permit asks."""
    fields = lin.form().fields.values()
    return next(f.key for f in fields if f.key.startswith(f"{name}.") and f.type == type)


def basket(lin, **fields):
    return lin.post(f"/apply/{lin.draft}/basket", **fields)


def test_adding_a_permit_says_which_questions_are_new_and_where(lin):
    before = set(lin.form().fields)

    page = lin.get(basket(lin, add="hotel_special").location).text

    new = [
        f for k, f in lin.form().fields.items() if k not in before and k not in lin.form().derived
    ]
    told = page.split('id="difference"')[1].split("</section>")[0]
    assert "加上了“旅馆业特种行业许可”" in told and "只多问" in told
    shown = [f for f in new if f'#field-f-{f.key}"' in told.replace("-2e-", ".")]
    assert len(shown) == told.count("<li>") > 0


def test_dropping_a_permit_says_what_fell_away_and_what_is_kept(lin):
    key = own(lin)
    lin.save(key, **{key: "甲"})

    page = lin.get(basket(lin, drop="tobacco").location).text

    assert "去掉了“烟草专卖零售许可证核发”" in page
    assert "其中填过的 1 题替您留着" in page
    assert "替您留着 1 项回答" in page and "<dd>甲</dd>" in page


def test_what_a_permit_would_add_at_most_is_exact(town):
    lin = somebody(town, ("hotel_special", "food_business"))
    with town.app.test_request_context():
        form = lin.form()
        inside = list(form.permits.values())
        for other in list(permits().values())[::4]:
            if other.id in form.permits or not all(other.goes_with(p) for p in inside):
                continue
            whole = effort([*inside, other]).together
            assert whole == effort(inside).together + extra(form, other), other.id


@pytest.mark.parametrize("htmx", [True, False])
def test_a_tab_that_saves_an_answer_of_a_permit_just_dropped_loses_nothing(lin, htmx):
    key = own(lin)
    basket(lin, drop="tobacco")

    answer = lin.save(key, htmx, **{key: "后来填的"})

    assert answer.status_code == (200 if htmx else 303)
    if htmx:
        assert "刚才填的替您留着" in answer.text
    else:
        assert "刚才填的替您留着" in lin.get(answer.location).text
    assert lin.kept().kept == {key: "后来填的"}
    basket(lin, add="tobacco")
    assert (lin.kept().answers[key], lin.kept().kept) == ("后来填的", {})


def test_a_whole_page_sent_after_its_permit_was_dropped_is_kept(lin):
    keys = [
        k for k, f in lin.form().fields.items() if k.startswith("tobacco.") and f.type == "text"
    ]
    basket(lin, drop="tobacco")

    answer = lin.post(
        f"/apply/{lin.draft}/sections/tobacco", asked=keys, **dict.fromkeys(keys, "页上填的")
    )

    assert "刚才填的替您留着" in lin.get(answer.location).text
    assert lin.kept().kept == dict.fromkeys(keys, "页上填的")


def test_a_shared_page_keeps_what_only_the_dropped_permit_asked_there(lin):
    """The page of the premises still holds a question that went with the permit."""
    lin.save("premises_right", premises_right="租赁")
    assert lin.form().fields["lease_period"].sources == ("tobacco",)
    basket(lin, drop="tobacco")

    lin.post(
        f"/apply/{lin.draft}/sections/premises",
        asked=["lease_period", "area_business"],
        area_business="68",
        **{"lease_period.from": "2026-1-1", "lease_period.open": "yes"},
    )

    assert lin.kept().answers["area_business"] == 68
    assert lin.kept().kept["lease_period"] == {"from": "2026-01-01", "to": "长期"}


def test_two_savers_at_the_same_moment_lose_nothing(lin):
    """One window drops the permit between the other's reading and its writing."""
    key = own(lin)
    stale = lin.kept()
    basket(lin, drop="tobacco")
    with lin.house.app.test_request_context():
        kept = keep_answers(stale, {key: "同时填的", "ent_name": "好邻居"})

    assert (kept.answers, kept.kept) == ({"ent_name": "好邻居"}, {key: "同时填的"})
    assert set(kept.pins) == set(PERMITS) - {"tobacco"}


def test_files_of_a_dropped_permit_are_kept_and_come_back(lin):
    key = own(lin, type="material")
    lin.upload(key, "门面.png")

    basket(lin, drop="tobacco")
    without = lin.kept()
    basket(lin, add="tobacco")

    assert key not in without.answers and len(without.kept[key]) == 1
    assert lin.kept().answers[key] == without.kept[key]
    assert "门面.png" in lin.get(f"/apply/{lin.draft}/sections/papers").text


def test_a_file_that_arrives_for_a_dropped_permit_is_kept(lin):
    key = own(lin, type="material")
    basket(lin, drop="tobacco")

    lin.upload(key, "迟到.png")
    basket(lin, add="tobacco")

    assert "迟到.png" in lin.get(f"/apply/{lin.draft}/sections/papers").text


ROWS = {
    "investor_table.0": "",
    "investor_table.0.name": "甲",
    "investor_table.0.id_no": "H12345678",
    "investor_table.0.amount": "30",
    "investor_table.1": "",
    "investor_table.1.name": "乙",
    "investor_table.1.id_no": "M12345678",
    "investor_table.1.amount": "50",
}


def test_columns_of_a_dropped_permit_survive_saving_and_go_back_to_their_rows(lin):
    lin.save("investor_table", **ROWS)
    basket(lin, drop="song_dance")
    page = lin.get(f"/apply/{lin.draft}/sections/entity").text

    # The first row is taken away and the other renamed, on a page that has no amounts.
    assert 'name="investor_table.1" value="2"' in page and "amount" not in page
    rest = {k: v for k, v in ROWS.items() if ".amount" not in k and ".0" not in k}
    rest |= {"investor_table.1": "2", "investor_table.1.name": "乙改名"}
    lin.post(f"/apply/{lin.draft}/sections/entity", asked=["investor_table"], **rest)
    basket(lin, add="song_dance")

    assert lin.kept().answers["investor_table"] == [
        {"name": "乙改名", "id_no": "M12345678", "amount": 50}
    ]


def test_what_is_kept_can_be_forgotten_on_request(lin):
    key = own(lin)
    lin.save(key, **{key: "甲"})
    lin.save("ent_name", ent_name="好邻居")
    basket(lin, drop="tobacco")

    basket(lin, forget="yes")

    assert (lin.kept().answers, lin.kept().kept) == ({"ent_name": "好邻居"}, {})
    basket(lin, add="tobacco")
    assert key not in lin.kept().answers


def test_what_is_kept_is_sealed_at_rest(lin):
    key = own(lin)
    lin.save(key, **{key: "只有我知道的话"})
    basket(lin, drop="tobacco")

    raw = b"".join(p.read_bytes() for p in lin.house.settings.data_dir.glob("yizhao.db*"))
    assert lin.kept().kept == {key: "只有我知道的话"}
    assert "只有我知道的话".encode() not in raw


def test_a_case_takes_nothing_of_a_permit_that_was_dropped(town):
    lin = somebody(town, ("publication_retail", "tobacco"))
    material = own(lin, type="material")
    lin.upload(material, "烟草材料.png")
    basket(lin, drop="tobacco")
    lin.fill()

    number = lin.submit().location.rpartition("/")[2]

    case = town.store.cases.by_number(number)
    assert [k for k in case.answers if k.startswith("tobacco.")] == []
    assert "烟草材料.png" not in {e.name for e in town.store.evidence.of_draft(case.draft)}


def test_a_permit_added_later_begins_with_what_the_last_case_said(town):
    lin = somebody(town, ("publication_retail",))
    lin.fill()
    lin.submit()
    lin.begin(("drainage",))
    assert "principal_name" not in lin.kept().answers

    basket(lin, add="publication_retail")

    assert lin.kept().answers["principal_name"]


def test_the_order_in_which_permits_come_and_go_does_not_matter(town):
    """Any walk through baskets ends with the answers it began with, once all permits are back."""
    lin = somebody(town)
    answers = {
        own(lin): "甲",
        "ent_name": "好邻居",
        "investor_table": [{"name": "乙", "amount": 5}],
    }
    with town.app.test_request_context():
        draft = replace(lin.kept(), answers=with_answers({}, answers))
        pins = dict(draft.pins)
        for gone in (
            ("tobacco",),
            ("song_dance", "tobacco"),
            ("song_dance",),
            ("food_business", "game_hall"),
            (),
        ):
            draft = with_pins(draft, {p: v for p, v in pins.items() if p not in gone})

    assert (dict(draft.answers), dict(draft.kept), dict(draft.earlier)) == (answers, {}, {})
