from dataclasses import replace
from datetime import date

from tests.storage.making import a_certificate
from tests.views.certified import PAST, certified, sealed
from tests.views.house import NOW
from views.verifying import by_number, by_token


def finding(house, look):
    with house.app.app_context():
        return look()


def test_a_sealed_certificate_in_the_register_is_valid(house):
    kept = certified(house)

    answer = house.client().get(f"/C/{kept.token}")

    assert answer.status_code == 200
    assert "真实有效" in answer.text
    assert "电子印章核对无误" in answer.text
    assert "是不是您眼前这一家" in answer.text and kept.address in answer.text


def test_a_code_reads_the_same_in_small_letters(house):
    kept = certified(house)

    assert house.client().get(f"/c/{kept.token.lower()}").status_code == 200


def test_no_personal_data_is_shown(house):
    kept = certified(house)

    html = house.client().get(f"/c/{kept.token}").text

    assert kept.legal_representative not in html
    assert "林" not in html


def test_an_identity_number_in_place_of_a_code_is_shown_nowhere(house):
    number = "440402199003074521"
    kept = certified(house, uscc=number)

    pages = [f"/c/{kept.token}", f"/c/{kept.id}", f"/verify?number={kept.number}"]
    pages += ["/h/HOLDERCODE", "/feed/certificates.json", "/feed/certificates.atom"]
    shown = [house.client().get(path).text.replace(" ", "") for path in pages]

    assert [number in text for text in shown] == [False] * len(pages)


def test_the_small_code_says_that_only_the_register_was_asked(house):
    kept = certified(house)

    html = house.client().get(f"/C/{kept.id}").text

    assert "真实有效" in html and "电子印章核对无误" not in html


def test_a_revoked_certificate_says_so_and_why(house):
    kept = certified(house)
    house.store.certificates.change_state(kept.id, "revoked", "场所已拆除", NOW)

    html = house.client().get(f"/c/{kept.token}").text

    assert "已撤销" in html and "场所已拆除" in html and "真实有效" not in html


def test_an_expired_certificate_says_so(house):
    kept = certified(house, issued_on=PAST, valid_from=PAST, valid_to=date(2021, 1, 1))

    assert finding(house, lambda: by_token(kept.token)).verdict == "expired"


def test_a_changed_code_is_called_tampered(house):
    kept = certified(house)
    changed = kept.token[:40] + ("A" if kept.token[40] != "A" else "B") + kept.token[41:]

    answer = house.client().get(f"/c/{changed}")

    assert answer.status_code == 404
    assert "印章不符" in answer.text


def test_a_register_that_says_otherwise_than_the_seal_is_called_tampered(house):
    kept = certified(house)
    other = sealed(house, replace(kept, holder_name="别人的店"))

    assert finding(house, lambda: by_token(other)).verdict == "tampered"


def test_a_true_seal_without_a_register_entry_is_unknown(house):
    token = sealed(house, a_certificate("ZZCDEFGHIJKLMNOPQRSTUVWXYZ"[:25] + "A"))

    assert finding(house, lambda: by_token(token)).verdict == "unknown"


def test_any_other_text_is_unknown(house):
    client = house.client()

    for token in ("x", "A" * 157, "一二三", "%00", "A" * 5000):
        answer = client.get(f"/c/{token}")
        assert answer.status_code == 404
        assert "查无此证" in answer.text, token


def test_a_number_is_found_however_it_is_typed(house):
    kept = certified(house, number="JY4404 2026 000001".replace(" ", ""))

    found = finding(house, lambda: by_number(" jy44 0420 2600 0001 "))

    assert (found.verdict, found.certificate, found.sealed) == ("valid", kept, False)


def test_a_holders_code_lists_all_permits(house):
    kept = certified(house)

    html = house.client().get("/h/HOLDERCODE").text

    assert "小满咖啡" in html and kept.permit_name in html and "有效" in html
    assert house.client().get("/h/NOBODY").status_code == 404
