import re
from dataclasses import replace
from datetime import date

import pytest

from tests.storage.making import a_certificate
from tests.views.certified import ID, PAST, certified, one_more, sealed
from tests.views.desk_case import furnished
from tests.views.house import NOW
from views.verifying import by_number, by_token

SECOND, THIRD = "BBCDEFGHIJKLMNOPQRSTUVWXY4", "CBCDEFGHIJKLMNOPQRSTUVWXY4"


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


SPELLINGS = (
    " jy44 0420 2600 0001 ",
    "ＪＹ４４０４２０２６００００01",
    "JY44042O26OOOOOl",
    "jy44-0420-2600-0001",
)


@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_number_is_found_however_it_is_typed(house, typed):
    kept = certified(house, number="JY44042026000001")

    found = finding(house, lambda: by_number(typed))

    assert (found.verdict, found.certificate, found.sealed) == ("valid", kept, False)


def test_a_number_with_brackets_and_hyphens_is_found_by_any_of_them(house):
    kept = certified(house, number="珠食〔2026〕A-0001号")

    for typed in ("珠食[2026]a-0001号", "珠食【2026】A—0001号", "珠食〔２０２６〕Ａ－０００１号"):
        assert finding(house, lambda typed=typed: by_number(typed)).certificate == kept


def test_what_a_scanner_types_into_the_field_leads_to_the_code(house):
    kept = certified(house)

    scanned = house.client().get(f"/verify?number=HTTPS://X.EXAMPLE/C/{kept.token}")
    evil = house.client().get("/verify?number=https://evil.example/h/abc")

    assert (scanned.status_code, scanned.headers["Location"]) == (303, f"/c/{kept.token}")
    assert evil.headers["Location"] == "/h/ABC"


def test_a_number_that_was_reissued_says_which_one_is_the_old(house):
    first = certified(house, state="replaced", replaced_by=SECOND)
    second = one_more(house, SECOND, number=first.number, version=2, state="replaced",
        replaced_by=THIRD, replaces=ID)  # fmt: skip
    one_more(house, THIRD, number=first.number, version=3, issued_on=date(2026, 12, 24))

    typed = house.client().get(f"/verify?number={first.number}").text
    scanned = house.client().get(f"/c/{first.token}").text

    assert "现在是第 3 版，2026-12-24 发" in typed and "真实有效" in typed
    assert "已换证" in scanned and "2026-12-24 发" in scanned
    assert "2026-11-23" in house.client().get(f"/c/{second.token}").text


def test_a_holders_code_lists_all_permits(house):
    kept = certified(house)

    html = house.client().get("/h/HOLDERCODE").text

    assert "小满咖啡" in html and kept.permit_name in html and "有效" in html
    assert house.client().get("/h/holdercode").status_code == 200
    unknown = house.client().get("/h/NOBODY")
    assert (unknown.status_code, "查无此证" in unknown.text) == (404, True)


def test_who_reads_no_chinese_is_told_the_permits_name(tmp_path):
    house = furnished(tmp_path)
    kept = certified(house)
    reader = house.client()
    reader.get("/language/en")

    pages = [reader.get(f"/c/{kept.token}").text, reader.get("/h/HOLDERCODE").text]

    assert ["Food business licence" in html for html in pages] == [True, True]
    assert kept.permit_name in pages[0]
    assert "Food business" not in house.client().get(f"/c/{kept.token}").text
    reader.get("/language/pt")  # which this permit is not translated to
    assert "<h1>" in (html := reader.get(f"/c/{kept.token}").text) and "</h1>\n</div>" in html
    house.leave()


def test_a_holder_has_the_name_of_the_newest_certificate(house):
    certified(house)
    one_more(house, SECOND, part="c1-p2", holder_name="大满咖啡", issued_on=date(2026, 12, 24))
    lin = house.entered("lin")

    shown = [house.client().get("/h/HOLDERCODE").text, lin.get("/certificates").text]

    assert ["<h1>大满咖啡</h1>" in shown[0], "<h2>大满咖啡</h2>" in shown[1]] == [True, True]


def test_sixty_certificates_are_turned_page_by_page(house):
    certified(house)
    numbers = {f"N{n:03}X" for n in range(60)}
    for n, number in enumerate(sorted(numbers)):
        one_more(
            house,
            f"{ID[:20]}{'ABCDEFGH'[n // 8]}{'ABCDEFGH'[n % 8]}AAAA",
            version=n + 2,
            number=number,
        )
    lin, public = house.entered("lin"), house.client()
    first = public.get(f"/c/{house.store.certificates.get(ID).token}").text
    more = re.search(r'href="(/H/HOLDERCODE[^"]+)"', first)[1]

    for client, start in ((lin, "/certificates"), (public, "/h/HOLDERCODE")):
        seen, address, pages = set(), start, 0
        while address:
            html = client.get(address).text
            seen |= {n for n in numbers if n in html.replace(" ", "")}
            found = re.search(rf'(?i)href="({start}\?after=[^"]+)"', html)
            address, pages = found and found[1], pages + 1
        assert (seen, pages) == (numbers, 3)
    assert (first.count("<tr>"), public.get(more).status_code) == (11, 200)
