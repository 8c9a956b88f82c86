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
    names = ("q", "q.from", "q.to", "q.division", "q.detail", "q.0.name", "q.99999999.name")

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
