from form_builder import edit, place
from form_builder.compare import differences
from form_builder.reading import Clause
from tests.form_builder.forms import a_form, with_field


def test_two_equal_forms_differ_in_nothing():
    assert differences(a_form(), a_form()) == ()


def test_a_changed_limit_is_said_with_both_values():
    assert differences(a_form(), with_field("area", minimum=10)) == (
        "“面积”的最小值从 1 改为 10。",
    )


def test_a_new_and_a_removed_limit_are_said_as_such():
    changed = with_field("area", minimum=None, maximum=500)

    assert differences(a_form(), changed) == (
        "“面积”的最小值取消（原为 1）。",
        "“面积”的最大值设为 500。",
    )


def test_every_kind_of_edit_has_its_sentence():
    form = a_form()
    form = edit.rename(form, "name", label="店铺名称")
    form = edit.set_options(form, "way", ["零售", "批发", "代销"])
    form = edit.set_required(form, "area", True)
    form = edit.set_condition(form, "depot", [[Clause("way", "is", "零售")]])
    form = edit.set_treatment(form, "plan", "required")
    form = edit.add_field(
        form, "phone", {"type": "string", "title": "电话", "x-type": "phone"}, section="s2"
    )
    form = edit.remove_field(form, "staff/job")

    assert differences(a_form(), form) == (
        "在“人员”加了“电话”（电话）。",
        "“店名”的问法从 店名 改为 店铺名称。",
        "“经营方式”去掉了选项：批零兼营。",
        "“经营方式”加了选项：代销。",
        "“面积”改为必填。",
        "“仓库地址”现在当 经营方式 是 零售 时显示。",
        "表格“从业人员”删了列“岗位”。",
        "“平面图”的收法从 可容缺 改为 必要。",
        "“平面图”改为必填。",
    )


def test_moves_are_said_once():
    moved = place.put_field(a_form(), "area", section="s2")

    assert differences(a_form(), moved) == ("“面积”移到了“人员”。",)
    assert differences(a_form(), place.move_field(a_form(), "way", step=-1)) == (
        "题目的次序变了。",
    )


def test_a_change_nobody_has_words_for_is_still_said():
    changed = with_field("plan", uniqueItems=True)

    assert differences(a_form(), changed) == ("“平面图”的检查规则变了。",)
