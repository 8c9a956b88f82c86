"""A resident's number goes to the departments that ask for it, and nowhere else on the machine."""

import re
import zipfile
from io import BytesIO
from random import Random

import pytest
import zxingcpp

from form_builder.sample import sample_merged
from form_builder.validate import failures
from schemas.formats import is_identity_document
from tests.documents.reading import pixels_of, text_of
from tests.journey.applicant import fill_in, merged_form, picture, printed, submit
from tests.journey.walker import of_visitor, walker
from tests.visitor import Visitor

PERMITS = ("food_business", "outdoor_ad", "tobacco")


@pytest.fixture(scope="module")
def number():
    """A number of today's kind that no sample makes: born in 1912, with the right check digit."""
    chance = Random()
    body = (
        f"44040419120{chance.randrange(1, 10)}1{chance.randrange(10)}{chance.randrange(1000):03d}"
    )
    return next(body + c for c in "0123456789X" if is_identity_document(body + c))


@pytest.fixture(scope="module")
def gone_through(city, store, visitor, number):
    """The whole journey with this number in it: typed wrong, typed right, submitted, printed, revealed."""
    csrf = next(v for f in visitor.get("/apply").forms() for n, v in f.fields if n == "csrf")
    opened = visitor.post("/apply", [("csrf", csrf), *(("permits", p) for p in PERMITS)])
    draft = opened.path.split("/")[2]
    merged = merged_form(store, draft)
    answers = {**sample_merged(merged, Random(3), share=0.6), "legal_rep_id_no": number}
    assert failures(merged, answers) == ()
    fill_in(visitor, draft, merged, answers)
    _type_it_everywhere(visitor, draft, csrf, number)
    case = printed(store, submit(visitor, draft))
    pages = dict(_read(city, case, visitor))
    return case, pages


@pytest.mark.slow
def test_it_is_in_no_log_no_file_name_and_no_raw_byte_of_the_database(city, gone_through, number):
    for path in sorted(city.data.rglob("*")):
        assert number not in path.name
        if path.is_file() and not path.is_relative_to(city.data / "files"):
            assert _hits(path.read_bytes(), number) == [], path.name
    assert {"said.txt", "yizhao.db", "yizhao.db-wal"} <= {p.name for p in city.data.iterdir()}


@pytest.mark.slow
def test_it_is_in_no_address_no_title_and_no_code(gone_through, number, store, tmp_path):
    case, pages = gone_through
    html = "".join(reply.body.decode("utf-8", "replace") for reply in pages.values())
    titles = re.findall(r"<title>(.*?)</title>", html)
    links = re.findall(r'(?:href|src|action|hx-[a-z]+)="([^"]*)"', html)
    codes = _codes(store, case, tmp_path)

    assert len(codes) >= len(PERMITS) < len(titles) < len(links)
    for words in (pages, titles, links, codes, [r.headers for r in pages.values()]):
        assert number not in str(list(words))


@pytest.mark.slow
def test_it_is_covered_on_the_desk_and_whole_on_the_departments_paper(gone_through, number, store):
    case, pages = gone_through
    desk = next(reply for path, reply in pages.items() if path.startswith("/desk/parts/"))

    assert (number in desk.readable, f"{number[:4]}··········{number[-4:]}" in desk.readable) == (
        False,
        True,
    )
    papers = [text_of(store.files.get(part.package_sha256)) for part in case.parts]
    asked = [number in str(part.answers) for part in case.parts]
    assert [number in paper for paper in papers] == asked
    assert any(asked)


def _type_it_everywhere(visitor: Visitor, draft: str, csrf: str, number: str) -> None:
    """Where people put things by mistake: the search, the login, a file's name, an address of our own."""
    visitor.get("/search", q=f"我的身份证 {number}")
    visitor.get("/verify", number=number)
    visitor.get(f"/{number}")
    visitor.get(f"/permits/{number}")
    nobody = Visitor(visitor.base)
    nobody.sign_in(number, number)
    path = f"/apply/{draft}/fields/legal_rep_id_no"
    visitor.post(
        path, [("csrf", csrf), ("asked", "legal_rep_id_no"), ("legal_rep_id_no", f"{number}9")]
    )
    visitor.post(path, [("csrf", csrf), ("asked", "legal_rep_id_no"), ("legal_rep_id_no", number)])
    upload = f"/apply/{draft}/files/outdoor_ad.m_design"
    visitor.post(upload, [("csrf", csrf)], [("file", f"{number}.png", picture(number))])


def _read(city, case, visitor):
    """The pages that speak of the case, as each person reads them."""
    for path in (f"/cases/{case.number}", f"/cases/{case.number}/progress", "/cases", "/apply"):
        reply = of_visitor("lin", visitor).ask("GET", path)
        yield path, reply
    approver = walker("approver", city.url, "tobacco_approver")
    part = next(p for p in case.parts if p.permit == "tobacco")
    yield f"/desk/parts/{part.id}", approver.ask("GET", f"/desk/parts/{part.id}")
    approver.ask("POST", f"/desk/parts/{part.id}/reveal/lr_id", [("why", "papers")])
    clerk = walker("clerk", city.url, "counter")
    for path in ("/desk/cases", f"/desk/cases/{case.number}"):
        yield path, clerk.ask("GET", path)
    bundle = clerk.ask("GET", f"/desk/cases/{case.number}/bundle.zip")
    assert str(zipfile.ZipFile(BytesIO(bundle.body)).namelist()).count(".pdf") >= len(PERMITS)


def _codes(store, case, folder):
    found = []
    for part in case.parts:
        image = pixels_of(store.files.get(part.package_sha256), folder, dpi=110)
        found += [code.text for code in zxingcpp.read_barcodes(image)]
    return found


def _hits(data: bytes, number: str) -> list[str]:
    """In any encoding a database or a log might write it in."""
    spellings = {e: number.encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be")}
    return [name for name, spelled in spellings.items() if spelled in data]
