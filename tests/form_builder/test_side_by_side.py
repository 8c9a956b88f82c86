"""Two versions beside each other: every question of either, in one order."""

from form_builder.edit import remove_field, rename, set_required
from form_builder.side_by_side import side_by_side
from tests.form_builder.shipped import PERMITS, document

FORM = document("permits", "tobacco")["form"]


def test_equal_versions_have_no_changed_pair():
    assert not any(
        p.is_changed
        for permit in PERMITS
        for p in side_by_side(*[document("permits", permit)["form"]] * 2)
    )


def test_what_changed_stands_beside_what_it_was():
    keys = list(FORM["properties"])
    new = rename(FORM, keys[2], label="另一种问法")
    new = remove_field(new, keys[1])

    pairs = {p.key: p for p in side_by_side(FORM, new) if p.is_changed}

    assert set(pairs) == {keys[1], keys[2]}
    assert pairs[keys[1]].new == ()
    assert pairs[keys[2]].rows[0] == (FORM["properties"][keys[2]]["title"], "另一种问法", False)
    assert [p.key for p in side_by_side(FORM, new)][:3] == keys[:3]


def test_every_fact_that_the_panel_can_change_is_shown():
    key = next(k for k in FORM["required"])

    pair = next(p for p in side_by_side(FORM, set_required(FORM, key, False)) if p.key == key)

    assert pair.is_changed
