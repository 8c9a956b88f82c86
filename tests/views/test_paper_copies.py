from tests.views.certified import certified
from tests.views.house import NOW, post


def test_a_copy_is_asked_for_printed_once_and_remembered(house):
    kept = certified(house)
    lin, counter = house.entered("lin"), house.signed_in("counter", "clerk")

    asked = post(lin, f"/certificates/{kept.id}/paper", purpose="挂在店里", copies="2")
    waiting = counter.get("/desk/paper").text
    post(counter, "/desk/paper/1")
    post(counter, "/desk/paper/1")

    assert asked.status_code == 303
    assert "挂在店里" in waiting and kept.number[:2] in waiting
    assert "没有待打印的副本" in counter.get("/desk/paper").text
    (copy,) = house.store.paper.of_certificate(kept.id)
    assert (copy.copies, copy.printed_by_name) == (2, "Counter")
    assert "Counter" in lin.get(f"/certificates/{kept.id}").text
    actions = [r.action for r in house.store.audit.list().items]
    assert actions.count("paper.print") == 1


def test_how_many_and_what_for_must_be_said_and_only_by_the_holder(house):
    kept = certified(house)
    lin = house.entered("lin")

    answers = [
        post(lin, f"/certificates/{kept.id}/paper", purpose=purpose, copies=copies).status_code
        for purpose, copies in (("", "1"), ("x", "6"), ("x", "0"), ("x", "many"))
    ]

    assert answers == [422] * 4
    other = house.signed_in("other")
    assert post(other, f"/certificates/{kept.id}/paper", purpose="x", copies="1").status_code == 404


def test_of_a_certificate_that_is_not_valid_nothing_is_printed(house):
    kept = certified(house)
    lin = house.entered("lin")
    house.store.certificates.change_state(kept.id, "suspended", "x", NOW)

    answer = post(lin, f"/certificates/{kept.id}/paper", purpose="x", copies="1")

    assert (answer.status_code, house.store.paper.of_certificate(kept.id)) == (409, ())


def test_what_became_invalid_meanwhile_waits_no_longer_and_is_not_called_printed(house):
    kept = certified(house)
    lin, counter = house.entered("lin"), house.signed_in("counter", "clerk")
    post(lin, f"/certificates/{kept.id}/paper", purpose="挂在店里", copies="2")
    house.store.certificates.change_state(kept.id, "suspended", "x", NOW)

    late = post(counter, "/desk/paper/1")

    assert (late.status_code, "不能打印副本" in late.text) == (409, True)
    assert "没有待打印的副本" in counter.get("/desk/paper").text
    assert "证照现在无效，没有打印" in lin.get(f"/certificates/{kept.id}").text
    house.store.certificates.change_state(kept.id, "valid", "", NOW)
    waiting = counter.get("/desk/paper").text
    assert "挂在店里" in waiting and "正在制作 PDF" in waiting


def test_what_was_typed_is_kept_at_the_place_where_it_was_typed(house):
    kept = certified(house)
    answer = post(
        house.entered("lin"), f"/certificates/{kept.id}/paper", purpose="挂在店里", copies="9"
    )

    assert 'value="挂在店里"' in answer.text and 'value="9"' in answer.text
    assert '<details class="more" open>' in answer.text
