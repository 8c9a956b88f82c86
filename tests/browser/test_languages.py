"""All four languages on every screen, on the smallest phone."""

import random
import time
from contextlib import ExitStack
from urllib.parse import quote

import pytest

from storage.errors import NotFound
from storage.keys import load_or_make_keys
from storage.store import open_store
from tests.browser.languages import catalogue_words, chinese_left, longest_first, simplified_left
from tests.browser.page import too_wide
from tests.journey.applicant import PRINT_SECONDS, fill, merged_form, printed, submit
from tests.live import running_city
from tests.visitor import Visitor

pytestmark = pytest.mark.browser

SMALL = {"width": 320, "height": 640}
NAMES = ["林小满", "一照通", "综合窗口", "审批人", "表单管理员", "平台管理员", "审计员"]
PERMITS = ("food_business", "outdoor_ad")
PUBLIC = (
    "/",
    "/scenarios",
    "/search?q=zzz",
    "/permits",
    "/permits/food_business",
    "/guide/convenience?tobacco=yes&books=yes",
    "/account/login",
    "/account/register",
    "/verify",
    "/verify?number=NOTHING",
    "/nowhere",
)
STAFF = {
    "counter": ("/desk/cases", "/desk/cases/{number}"),
    "market_approver": ("/desk", "/desk?drawer=decided", "/desk/parts/{part}"),
    "market_admin": (
        "/build",
        "/build/food_business",
        "/build/food_business?field=staff",
        "/build/food_business/preview",
        "/build/food_business/preview/frame",
        "/build/food_business/publish",
        "/build/food_business/history",
    ),
    "admin": ("/admin/accounts", "/admin/departments", "/admin/jobs"),
    "auditor": ("/admin/audit?check=1",),
}
APPLICANT = (
    "/apply",
    "/apply/{draft}",
    "/apply/{draft}/sections/entity",
    "/apply/{draft}/sections/premises",
    "/apply/{draft}/sections/food_business",
    "/apply/{draft}/sections/papers",
    "/apply/{draft}/check",
    "/apply/{full}/check",
    "/apply/{draft}/basket",
    "/cases",
    "/cases/{number}",
    "/certificates",
    "/account/sessions",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running_city(tmp_path_factory.mktemp("languages"), processes=1) as city:
        keys = load_or_make_keys(city.data / "keys")
        store = open_store(city.environ["DATABASE_URL"], city.data / "files", keys)
        yield city, store
        store.close()


@pytest.fixture(scope="module")
def places(town):
    """An empty draft, a full one, a case with one certificate: what the addresses name."""
    city, store = town
    lin = Visitor(city.url)
    lin.sign_in("lin")
    empty = _begun(lin)
    case = store.cases.by_number(submit(lin, _filled(lin, store)))
    part = next(p for p in case.parts if p.permit == "food_business")
    certificate = _certificate(city, store, next(p for p in case.parts if p.permit == "outdoor_ad"))
    return {
        "draft": empty,
        "full": _filled(lin, store),
        "number": case.number,
        "part": part.id,
        "certificate": certificate.number,
        "said": (*_said(case.answers), certificate.department_name, certificate.permit_name),
    }


@pytest.fixture(scope="module")
def known(places):
    return longest_first(*places["said"], *catalogue_words(), *NAMES)


@pytest.fixture(scope="module")
def people(town, browser):
    """Everyone's own browser, signed in once."""
    with ExitStack() as stack:
        contexts = {}
        for login in ("", "lin", *STAFF):
            context = browser.new_context(base_url=town[0].url, viewport=SMALL)
            stack.callback(context.close)
            contexts[login] = context.new_page()
            if login:
                _sign_in(contexts[login], login)
        yield contexts


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en", "pt"])
def test_every_screen_speaks_one_language_and_fits_a_small_phone(language, people, places, known):
    wrong = {}
    for login, path in _screens(places):
        page = people[login]
        page.goto(f"/language/{language}?next={quote(path)}")
        if found := _wrong(page, language, known):
            wrong[path] = found

    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "pt"])
def test_mistakes_are_told_in_the_readers_language(language, people, places, known):
    page = people["lin"]
    wrong = {}
    for section in ("entity", "premises", "food_business", "papers"):
        path = f"/apply/{places['draft']}/sections/{section}"
        page.goto(f"/language/{language}?next={path}")
        page.locator(".form-foot button").click()
        page.locator(".error-summary").wait_for()
        if found := _wrong(page, language, known):
            wrong[path] = found

    assert wrong == {}


def test_a_wrong_password_is_told_in_the_readers_language(people):
    page = people[""]
    page.goto("/language/pt?next=/account/login")
    page.locator("#login").fill("nobody")
    page.locator("#password").fill("nothing at all")
    page.locator("main form button").click()

    expected = "O nome de utilizador ou a palavra-passe estão errados. Tente de novo."
    assert page.locator(".error-summary a").inner_text() == expected


def _screens(places):
    found = [("", path) for path in (*PUBLIC, "/verify?number={certificate}")]
    found += [("lin", path) for path in APPLICANT]
    found += [(login, path) for login, paths in STAFF.items() for path in paths]
    return [(login, path.format(**places)) for login, path in found]


def _wrong(page, language, known):
    found = [] if page.locator("html").get_attribute("lang") == language else ["another language"]
    if language in ("en", "pt"):
        found += chinese_left(page, known)
    elif language == "zh-Hant":
        found += simplified_left(page, known)
    wide = too_wide(page)
    return [*found, f"{wide} px too wide"] if wide > 0 else found


def _said(*values):
    """The texts inside of answers."""
    for value in values:
        if isinstance(value, dict):
            yield from _said(*value.values())
        elif isinstance(value, list):
            yield from _said(*value)
        elif isinstance(value, str):
            yield value


def _sign_in(page, login):
    page.goto("/account/login")
    page.locator("#login").fill(login)
    page.locator("#password").fill("yizhao-demo")
    page.locator("main form button").click()
    page.wait_for_url(lambda url: not url.endswith("/account/login"))


def _begun(visitor):
    csrf = next(v for f in visitor.get("/apply").forms() for n, v in f.fields if n == "csrf")
    return visitor.post("/apply", [("csrf", csrf), *(("permits", p) for p in PERMITS)]).path.split(
        "/"
    )[2]


def _filled(visitor, store):
    draft = _begun(visitor)
    fill(visitor, draft, merged_form(store, draft), random.Random(3))
    return draft


def _certificate(city, store, part):
    """Approve the part and wait until its certificate is printed."""
    printed(store, part.case_number)
    approver = Visitor(city.url)
    approver.sign_in(f"{part.department}_approver")
    approver.send(approver.get(f"/desk/parts/{part.id}"), f"/desk/parts/{part.id}/approve")
    until = time.monotonic() + PRINT_SECONDS
    while time.monotonic() < until:
        try:
            if store.parts.get(part.id).state == "issued":
                return store.certificates.of_part(part.id)
        except NotFound:
            pass
        time.sleep(0.3)
    raise AssertionError("no certificate")
