import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from documents.sealing.examine import examine
from tests.documents.reading import packed, text_of
from tests.views.desk_case import furnished
from tests.views.house import NOW, post
from tests.views.issued import file_of, issued, sealing_house, work_off
from tests.views.test_certificates import in_the_wallet
from views.feed import Entry
from views.seals import known_seals

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return sealing_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def chen(house):
    return house.signed_in("chen", "approver", "market")


@pytest.fixture(scope="module")
def certificate(house):
    return issued(house)


def shown(house, certificate):
    return house.client().get(f"/c/{certificate.token}").text


def test_suspended_and_resumed_each_look_different_and_say_why(house, chen, certificate):
    at = f"/certificates/{certificate.id}"

    silent = post(chen, f"{at}/suspend", reason=" ")
    post(chen, f"{at}/suspend", reason="停业整顿")
    suspended = shown(house, certificate)
    twice = post(chen, f"{at}/suspend", reason="再停")
    post(chen, f"{at}/resume", reason="整顿完毕")

    assert (silent.status_code, twice.status_code) == (422, 409)
    assert "已暂停" in suspended and "停业整顿" in suspended and "真实有效" not in suspended
    assert "真实有效" in shown(house, certificate)


def test_a_change_keeps_the_number_and_the_two_versions_point_to_each_other(house, chen):
    old = issued(house, key="k2")
    words = {"holder_name": "改名后的店", "address": old.address, "scope": old.scope}
    answer = post(chen, f"/certificates/{old.id}/change", reason="改名", **words)
    work_off(house, "print_certificate")

    new = house.store.certificates.by_number(old.number)
    old_now = house.store.certificates.get(old.id)
    assert answer.headers["Location"].endswith(new.id)
    assert (new.version, new.replaces, old_now.replaced_by) == (2, old.id, new.id)
    assert (new.holder_name, old_now.state) == ("改名后的店", "replaced")
    assert house.store.parts.get(old.part).certificate == new.id
    seen = examine(file_of(house, new), known_seals(house.store.keys, house.settings))
    assert (seen.whole, seen.data["version"], seen.data["holder_name"]) == (True, 2, "改名后的店")
    html = shown(house, old_now)
    assert "已换证" in html and "看现在的证" in html
    assert "真实有效" in shown(house, new) and "改名后的店" in shown(house, new)


def test_without_a_seal_no_new_version_enters_the_register(tmp_path):
    house = furnished(tmp_path)
    kept = in_the_wallet(house)
    approver = house.signed_in("chen", "approver", kept.department)

    refused = post(approver, f"/certificates/{kept.id}/replace", reason="遗失")

    assert (refused.status_code, "平台没有可用的电子印章" in refused.text) == (409, True)
    assert "遗失" in refused.text
    assert house.store.certificates.versions(kept.number) == (kept,)
    house.store.close()


def test_its_page_tells_the_whole_story_to_its_department_and_its_holder(house, chen):
    old = issued(house, key="k3")
    post(chen, f"/certificates/{old.id}/replace", reason="遗失")
    new = house.store.certificates.by_number(old.number)

    html = chen.get(f"/certificates/{new.id}").text

    assert [
        w for w in ("发证", "补发", "遗失", "Chen", "第 1 版", "可以做的") if w not in html
    ] == []
    other = house.signed_in("wang", "approver", "tobacco")
    assert other.get(f"/certificates/{new.id}").status_code == 404
    assert post(other, f"/certificates/{new.id}/revoke", reason="x").status_code == 404


def test_a_character_that_cannot_be_printed_is_named_where_it_was_typed(house, chen, certificate):
    words = {"holder_name": "林\U0002ebe1咖啡", "address": "", "scope": "x"}
    answer = post(chen, f"/certificates/{certificate.id}/correct", reason="写错", **words)

    assert answer.status_code == 422
    assert "这些字印不出来，不能上证：\U0002ebe1" in answer.text
    assert house.store.certificates.get(certificate.id).state == "valid"


def test_a_correction_that_corrects_nothing_is_not_made(house, chen, certificate):
    at = f"/certificates/{certificate.id}/correct"
    same = {n: getattr(certificate, n) for n in ("holder_name", "legal_representative", "address")}

    nothing = post(chen, at, reason="写错", scope=certificate.scope, **same)
    empty = post(chen, at, reason="写错", scope=" ", **same)

    assert (nothing.status_code, "没有改动" in nothing.text) == (422, True)
    assert (empty.status_code, "证上要有许可范围" in empty.text) == (422, True)
    assert house.store.certificates.get(certificate.id).state == "valid"


def test_a_renewal_says_until_when_before_it_is_done(house, chen):
    old = issued(house, key="k8")
    then = old.valid_to.replace(year=old.valid_to.year + 5)

    asked = chen.get(f"/certificates/{old.id}/renew").text
    post(chen, f"/certificates/{old.id}/renew", reason="如期申请")

    assert f"现在到 {old.valid_to}，延续后到 {then}" in asked
    assert house.store.certificates.by_number(old.number).valid_to == then


def test_a_new_version_is_called_as_design_and_department_are_called_today(house, chen):
    old = issued(house, key="k9")
    department = house.store.catalogue.department("market")
    house.store.catalogue.change_department(replace(department, name="市市场监督局"))
    body = {"title": "食品许可证", "number": "{prefix}{serial}", "fields": ["holder_name"]}
    house.store.designs.add(
        "food_business", body, state="in force", expecting=0, author="zhao", at=NOW
    )
    post(chen, f"/certificates/{old.id}/replace", reason="损毁")
    work_off(house, "print_certificate")
    new = house.store.certificates.by_number(old.number)

    assert (new.permit_name, new.department_name) == ("食品许可证", "珠海市市场监督局")
    assert "食品许可证" in packed(text_of(file_of(house, new)))


def test_the_department_finds_its_certificates_by_number_and_page_by_page(house, chen, certificate):
    every, one = chen.get("/desk/certificates").text, certificate.number.lower()

    found = chen.get(f"/desk/certificates?number={one}").text
    assert certificate.id in every and certificate.id in found
    assert "没有发过这个证号" in chen.get("/desk/certificates?number=NONE").text


def test_what_the_law_makes_public_is_in_the_feed_and_nothing_else(house, chen):
    kept = issued(house, key="k4")
    post(chen, f"/certificates/{kept.id}/suspend", reason="秘密的理由")
    post(chen, f"/certificates/{kept.id}/revoke", reason="骗取许可")
    public = house.client()

    feed = json.loads(public.get("/feed/certificates.json").text)
    atom = public.get("/feed/certificates.atom").text

    mine = [i for i in feed["items"] if i["_yizhao"]["number"] == kept.number]
    assert [i["_yizhao"]["action"] for i in mine] == ["revoke", "issue"]
    assert mine[0]["url"].endswith(f"/verify?number={kept.number}")
    for text in (json.dumps(feed, ensure_ascii=False), atom):
        assert "秘密的理由" not in text and kept.legal_representative not in text
        assert kept.number in text
    assert atom.count("<entry>") == len(feed["items"])


def test_a_change_is_told_once_as_it_is_now(house, chen):
    old = issued(house, key="k6")
    words = {"holder_name": "新名\x0b\n字", "address": old.address, "scope": old.scope}
    post(chen, f"/certificates/{old.id}/change", reason="改名", **words)

    feed = json.loads(house.client().get("/feed/certificates.json").text)
    atom = ElementTree.fromstring(house.client().get("/feed/certificates.atom").data)
    said = [e.findtext("a:summary", namespaces=ATOM) for e in atom.findall("a:entry", ATOM)]

    mine = [i["_yizhao"] for i in feed["items"] if i["_yizhao"]["number"] == old.number]
    assert [i["action"] for i in mine] == ["change", "issue"]
    named = feed["items"][0]["content_text"].split("，")[0]
    assert named in ("新名 字", "新***") and said[0].startswith(named)
    html = chen.get(f"/certificates/{old.id}").text
    assert html.count("改名") == 2  # what happened, and why the old one is replaced


def test_the_public_finds_the_feed_from_the_verify_page(house):
    public = house.client()
    page = public.get("/verify").text

    for address, kind in (
        ("/feed/certificates.atom", "application/atom+xml"),
        ("/feed/certificates.json", "application/feed+json"),
    ):
        assert f'<a href="{address}"' in page and f'type="{kind}"' in page
        assert public.get(address).mimetype == kind


def test_the_feeds_addresses_hold_numbers_with_chinese_in_them(house):
    event = house.store.certificates.events_of(issued(house, key="k7").id)[0]
    kept = house.store.certificates.get(event.certificate)

    with house.app.app_context():
        address = Entry(event, replace(kept, number="珠食〔2026〕0001号")).address

    assert address.isascii() and address.endswith("0001%E5%8F%B7")


def test_a_natural_persons_name_is_not_written_out_in_the_feed(house):
    event = house.store.certificates.events_of(issued(house, key="k5").id)[0]
    kept = house.store.certificates.get(event.certificate)

    named = replace(kept, holder_name="林小满", uscc="440402199003074521")
    assert Entry(event, named).holder == "林**"
    assert Entry(event, replace(kept, uscc="91440402MA4W0QLR1T")).holder == kept.holder_name
