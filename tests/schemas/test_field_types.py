"""Every field type is tested by existing; the families' own manners are tested one by one."""

from pathlib import Path
from random import Random

import pytest
from werkzeug.datastructures import MultiDict

from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.field_types.address import NAMES, place
from schemas.field_types.base import BROKEN, FieldType
from schemas.form import read_field
from schemas.judge import accepts

TYPES = sorted(FIELD_TYPES)
HOSTILE = (
    "",
    "   ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eevil",
    "9" * 25_000,
    "1e999",
    "NaN",
    "Infinity",
    "-0",
    "٣٤٥",
    "²",
    "{{ 7*7 }}",
    "<script>",
    "\uffff",
    "长期",
    "𬱖",
    "0000-00-00",
    "2026-02-30",
    "99999-1-1",
    "25:61",
    "=1+1",
    "' OR 1=1 --",
)


def read(kind: str, text: str):
    return FIELD_TYPES[kind].read(MultiDict({"q": text}), "q", a_field(kind))


def a_field(kind: str):
    return read_field("q", FIELD_TYPES[kind].base() | {"title": "问题"}, required=True)


@pytest.mark.parametrize("kind", TYPES)
def test_an_example_is_accepted_written_read_back_and_presented(kind):
    type_, field = FIELD_TYPES[kind], a_field(kind)
    for seed in range(30):
        value = type_.example(Random(seed))
        sent = MultiDict(type_.write(value, "q"))

        assert value is ABSENT or accepts(field.schema, value), value
        assert type_.read(sent, "q", field) == ((value if type_.asked else ABSENT), None)
        assert bool(type_.present(value, field)) is (kind != "statement")


@pytest.mark.parametrize("kind", TYPES)
def test_nothing_sent_is_absent_and_no_fault(kind):
    type_ = FIELD_TYPES[kind]

    assert type_.read(MultiDict(), "q", a_field(kind)) == (ABSENT, None)
    assert (type_.write(ABSENT, "q"), type_.present(ABSENT, a_field(kind))) == ({}, "")


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: ascii(t[:12]))
def test_hostile_text_never_raises_and_comes_back_as_data_or_a_sentence(kind, text):
    type_, field = FIELD_TYPES[kind], a_field(kind)
    ends = ("from", "to", "division", "province", "city", "district", "street", "detail", "name")
    ends += ("document", "phone", "code", "head", "all.from", "mon.to", "x", "y", "note")
    names = ("q", *(f"q.{end}" for end in ends), "q.0.name", "q.99999999.name")

    value, problem = type_.read(MultiDict(dict.fromkeys(names, text)), "q", field)

    assert problem is None or problem.endswith("。")
    assert "\x00" not in repr(value) and "\ud800" not in str(value)
    type_.present(value, field)
    type_.boxes(value, field)
    type_.write(value, "q")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  凤凰路１２８号 Ａ座  ", "凤凰路128号 A座"),
        ("text", "e\u0301", "é"),
        ("long_text", "一\r\n二", "一\n二"),
        ("integer", "１２", 12),
        ("integer", "1,200", 1200),
        ("integer", "12.0", 12),
        ("number", "68.50", 68.5),
        ("number", "６８．５", 68.5),
        ("number", "0.000001", 0.000001),
        ("money", "￥50.5", 50.5),
        ("date", "2021-10-2", "2021-10-02"),
        ("date", "2021年10月2日", "2021-10-02"),
        ("date", "２０２１／１０／２", "2021-10-02"),
        ("date", "20211002", "2021-10-02"),
        ("time", "9点半", "09:30"),
        ("time", "9：05", "09:05"),
        ("uscc", "9144 0400 ma5b xxxx 5x", "91440400MA5BXXXX5X"),
        ("identity", " 44040219900101123x ", "44040219900101123X"),
        ("phone", "+86 138 0013 8000", "13800138000"),
        ("phone", "138-0013-8000", "13800138000"),
        ("phone", "（0756）2123456", "0756-2123456"),
        ("phone", "07562123456", "0756-2123456"),
        ("phone", "+853 28123456", "00853-28123456"),
        ("email", "Lin@Example.CN", "Lin@example.cn"),
        ("website", "shop.cn", "https://shop.cn"),
        ("yes_no", "yes", True),
        ("tags", "咖啡、面包，\n咖啡", ["咖啡", "面包"]),
    ],
)
def test_what_people_type_is_tidied(kind, text, value):
    assert read(kind, text) == (value, None)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "六十八"),
        ("number", "1e5"),
        ("integer", "1.5"),
        ("number", "1234567890123456"),
        ("date", "2029-06-"),
        ("date", "2026-02-30"),
        ("time", "25:00"),
    ],
)
def test_what_cannot_be_read_is_kept_as_typed_beside_a_sentence(kind, text):
    value, problem = read(kind, text)

    assert value == text
    assert problem and problem.startswith("请")
    assert not accepts(a_field(kind).schema, value)


def test_text_that_could_deceive_a_reader_is_refused():
    assert read("text", "林\u202e某") == (ABSENT, BROKEN)


def test_a_rare_name_is_not_refused():
    assert read("text", "㛃𬱖\U0002ebf0\U00031350") == ("㛃𬱖\U0002ebf0\U00031350", None)


def test_a_period_may_have_no_end():
    sent = MultiDict({"q.from": "2026年1月1日", "q.open": "yes"})

    value, problem = FIELD_TYPES["period"].read(sent, "q")

    assert (value, problem) == ({"from": "2026-01-01", "to": "长期"}, None)
    assert FIELD_TYPES["period"].write(value, "q") == {"q.from": ["2026-01-01"], "q.open": ["yes"]}


def test_a_period_that_ends_before_it_begins_is_told():
    sent = MultiDict({"q.from": "2026-02-01", "q.to": "2026-01-01"})

    assert FIELD_TYPES["period"].read(sent, "q")[1] == "结束的日期不能早于开始的日期。"


def test_half_an_address_is_kept_and_told():
    sent = MultiDict({"q.detail": "凤凰路１号"})

    assert FIELD_TYPES["address"].read(sent, "q") == (
        {"detail": "凤凰路1号"},
        "请选择所在的区或城市。",
    )


def test_places_read_as_addresses_begin():
    assert place("440402") == "广东省珠海市香洲区"
    assert place("820000") == "澳门特别行政区"
    assert place("999999") == "999999"


def test_all_provinces_and_the_cities_of_guangdong_are_known():
    provinces = [c for c in NAMES if c.endswith("0000")]
    cities = [c for c in NAMES if c.startswith("44") and c.endswith("00") and c != "440000"]

    assert (len(provinces), len(cities)) == (34, 21)


def test_rows_are_read_in_order_and_empty_rows_dropped():
    sent = MultiDict({"q.0.name": "甲", "q.1.name": " ", "q.10.name": "丙", "q.2.name": "乙"})

    assert FIELD_TYPES["table"].read(sent, "q", a_field("table")) == (
        [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}],
        None,
    )


def test_rows_cannot_be_without_end():
    sent = MultiDict({f"q.{n}.name": "甲" for n in range(2000)})

    assert len(FIELD_TYPES["table"].read(sent, "q", a_field("table"))[0]) == 200


def test_boxes_show_every_option_on_paper():
    assert FIELD_TYPES["choices"].boxes(["选项二"], a_field("choices")) == (
        ("选项一", False),
        ("选项二", True),
    )


def test_an_amount_reads_with_its_unit():
    assert FIELD_TYPES["money"].present(1234567.5, a_field("money")) == "1,234,567.5 元"


def test_a_credit_code_reads_in_groups_of_four():
    assert (
        FIELD_TYPES["uscc"].present("91440400MA5B2CD34X", a_field("uscc"))
        == "9144 0400 MA5B 2CD3 4X"
    )


def test_a_second_type_of_the_same_name_is_refused():
    with pytest.raises(TypeError, match="phone"):
        type("Again", (FieldType,), {"name": "phone"})


def test_the_guide_to_a_new_type_shows_one_that_works(monkeypatch):
    guide = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    monkeypatch.setattr("schemas.field_types.base.FIELD_TYPES", dict(FIELD_TYPES))
    exec(guide.split("```python\n")[1].split("```")[0], shown := {"__name__": "plate"})
    plate = shown["Plate"]()

    assert plate.read(MultiDict({"q": "粤c·１２３４５"}), "q") == ("粤C12345", None)
    assert accepts(plate.base(), plate.example(Random(1)))


def typed_address(**parts):
    sent = MultiDict({f"q.{k}": v for k, v in parts.items()})
    return FIELD_TYPES["address"].read(sent, "q", a_field("address"))


def test_the_lists_of_an_address_lead_from_province_to_street():
    chosen = {"province": "440000", "city": "440400", "district": "440402"}

    assert typed_address(**chosen, street="440402005", detail="昌盛路1号") == (
        {"division": "440402", "street": "440402005", "detail": "昌盛路1号"},
        None,
    )
    assert typed_address(**chosen | {"province": "430000"}, detail="芙蓉路1号") == (
        {"division": "430000", "detail": "芙蓉路1号"},
        "请选到市。",
    )
    assert typed_address(province="440000", city="440400") == (ABSENT, None)
    assert typed_address(province="440000", city="441900", detail="鸿福路1号")[1] is None


@pytest.mark.parametrize(
    ("division", "lists"),
    [
        ("", ["440000", "440400", ""]),
        ("440402", ["440000", "440400", "440402", ""]),
        ("430000", ["430000", ""]),
        ("110101", ["110000", "110100", "110101"]),
        ("810000", ["810000"]),
        ("449999", ["440000", ""]),
    ],
)
def test_each_list_offers_what_lies_in_the_one_above(division, lists):
    drawn = FIELD_TYPES["address"].lists(
        a_field("address"), lambda part: division if part == "division" else ""
    )

    assert [level.chosen for level in drawn] == lists


def test_a_form_from_before_streets_keeps_none():
    base = FIELD_TYPES["address"].base()
    parts = {k: v for k, v in base["properties"].items() if k != "street"}
    old = read_field("q", base | {"properties": parts, "title": "问题"}, required=True)
    sent = MultiDict({"q.division": "440402", "q.street": "440402005", "q.detail": "昌盛路1号"})

    assert FIELD_TYPES["address"].read(sent, "q", old)[0] == {
        "division": "440402",
        "detail": "昌盛路1号",
    }


def test_a_person_is_read_part_by_part():
    sent = MultiDict(
        {"q.name": "陈志强", "q.document": "44040219900101123x", "q.phone": "138 0013 8000"}
    )

    assert FIELD_TYPES["person"].read(sent, "q")[0] == {
        "name": "陈志强",
        "document": "44040219900101123X",
        "phone": "13800138000",
    }


def test_opening_hours_fill_every_day_from_the_first_row_and_read_back_in_runs():
    sent = MultiDict(
        {
            "q.all.from": "9点半",
            "q.all.to": "21:00",
            "q.sat.from": "10:00",
            "q.sat.to": "2:00",
            "q.sun.closed": "yes",
        }
    )
    hours = FIELD_TYPES["hours"]

    value, problem = hours.read(sent, "q")

    assert (problem, "sun" in value) == (None, False)
    assert hours.present(value, a_field("hours")) == "周一至周五 09:30–21:00；周六 10:00–02:00"
    assert hours.present(value, a_field("hours"), "en") == "Mon to Fri 09:30–21:00; Sat 10:00–02:00"


def test_half_a_day_of_opening_hours_is_kept_and_told():
    value, problem = FIELD_TYPES["hours"].read(MultiDict({"q.mon.from": "9:00"}), "q")

    assert (value, problem) == ({"mon": {"from": "09:00"}}, "请把开门和关门的时间都填上。")


@pytest.mark.parametrize(
    ("x", "told"), [("35", False), ("３５%", False), ("101", True), ("a", True)]
)
def test_a_place_is_two_percents_and_words(x, told):
    sent = MultiDict({"q.x": x, "q.y": "40", "q.note": "大门左侧"})

    value, problem = FIELD_TYPES["place"].read(sent, "q")

    assert bool(problem) is told
    assert accepts(a_field("place").schema, value) is not told


def test_what_is_computed_cannot_be_typed():
    sent = MultiDict({"q": "7"})

    assert FIELD_TYPES["calculated"].read(sent, "q", a_field("calculated")) == (ABSENT, None)


@pytest.mark.parametrize(
    ("format", "document", "is_one"),
    [
        ("identity-document", "44040219900101123X", False),
        ("identity-document", "H12345678", True),
        ("identity-document", "M1234567801", True),
        ("identity-document", "12345678", True),
        ("identity-document", "E12345678", False),
        ("any-identity-document", "E12345678", True),
        ("any-identity-document", "ABCDEFG", False),
    ],
)
def test_documents_of_the_mainland_hong_kong_macao_taiwan_and_elsewhere(format, document, is_one):
    assert accepts({"type": "string", "format": format}, document) is is_one


@pytest.mark.parametrize("kind", TYPES)
def test_settings_chosen_as_they_are_change_nothing(kind):
    field = a_field(kind)
    found = FIELD_TYPES[kind].settings(field, (field,))

    kept = FIELD_TYPES[kind].chosen(field.schema, {s.key: s.chosen for s in found})

    assert kept == field.schema
