"""Pictures of every page at 1280 and 390 px for docs/screens: `python -m tests.browser.screens`; with `builder`
only those of a department's form admin, which need no case."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image
from playwright.sync_api import Browser, Page

from schemas.case import Case
from storage.keys import load_or_make_keys
from storage.store import Store, open_store
from tests.browser.page import PHONE, WIDE, chromium
from tests.journey.applicant import begin, fill, merged_form, printed, scenario_named, submit
from tests.live import City, running_city
from tests.visitor import Visitor
from views.portal import EXAMPLE_ANSWERS

TARGET = Path(__file__).parents[2] / "docs" / "screens"
Pages = dict[str, str]
# Cards beyond the fold are not drawn until somebody scrolls to them.
FOLDED = ("builder",)
BUILDER: Pages = {
    "forms": "/build",
    "builder": "/build/food_business?field=area",
    "preview": "/build/food_business/preview",
    "preview-together": "/build/food_business/preview?as=together&with=tobacco",
    "element-new": "/build/food_business/fields/format/element",
    "layout": "/build/food_business/layout",
    "facts": "/build/food_business/facts",
    "rules": "/build/food_business/rules",
    "exchange": "/build/food_business/exchange",
    "publish": "/build/food_business/publish",
    "archive": "/build/food_business/archive",
    "workbench": "/build/food_business/workbench",
    "duplicates": "/build/food_business/workbench/same",
    "proposals": "/proposals",
    "element": "/dictionary/area_business",
    "history": "/build/food_business/history",
    "certificate-design": "/build/certificates/food_business",
}


def main() -> int:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_city(Path(folder)) as city:
        pages = {"market_admin": BUILDER} if "builder" in sys.argv[1:] else everybody(city)
        with chromium() as browser:
            for login, addresses in pages.items():
                take(browser, city, login, addresses)
    return 0


def everybody(city: City) -> dict[str, Pages]:
    keys = load_or_make_keys(city.data / "keys")
    return live(city, open_store(city.environ["DATABASE_URL"], city.data / "files", keys))


def live(city: City, store: Store) -> dict[str, Pages]:
    """A case submitted and decided, a second one begun: who sees what."""
    visitor = Visitor(city.url)
    visitor.sign_in("lin")
    scenario = scenario_named(store, "convenience")
    draft = begin(visitor, scenario, EXAMPLE_ANSWERS)
    fill(visitor, draft, merged_form(store, draft), Random(8))
    case = printed(store, submit(visitor, draft))
    decide(city, store, case)
    begun = begin(visitor, scenario, EXAMPLE_ANSWERS)
    return screens(store, store.cases.get(case.id), begun) | {"": public(store, case)}


def decide(city: City, store: Store, case: Case) -> None:
    """The publicity department and the market bureau's filing approve, tobacco sends back, food waits."""
    for part in case.parts:
        action = {
            "publication_retail": "approve",
            "md2_filing": "approve",
            "tobacco": "return",
        }.get(part.permit)
        if action is None:
            continue
        approver = Visitor(city.url)
        approver.sign_in(f"{part.department}_approver")
        page = approver.get(f"/desk/parts/{part.id}")
        reason = [("reason", "租赁合同的期限看不清，请重新上传。")] if action == "return" else []
        done = approver.send(page, f"/desk/parts/{part.id}/{action}", reason)
        if done.status != 200:
            raise RuntimeError(done.words[:400])
    wait_for_certificates(store, case)


def wait_for_certificates(store: Store, case: Case) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if sum(p.state == "issued" for p in store.cases.get(case.id).parts) == 2:
            return
        time.sleep(0.3)
    raise RuntimeError("the certificates were not issued")


def public(store: Store, case: Case) -> Pages:
    issued = next(p for p in store.cases.get(case.id).parts if p.state == "issued")
    certificate = store.certificates.of_part(issued.id)
    holder = store.holders.get(certificate.holder)
    return {
        "portal": "/",
        "scenarios": "/scenarios",
        "permits": "/permits",
        "permit": "/permits/food_business",
        "guide": "/guide/convenience?food=散装食品（称重糖果、干货）&tobacco=yes&books=yes&sign=yes",
        "login": "/account/login",
        "register": "/account/register",
        "verify": "/verify",
        "certificate-page": f"/c/{certificate.token}",
        "code-tampered": f"/c/{certificate.token[:-1]}{'A' if certificate.token[-1] != 'A' else 'B'}",
        "holder": f"/h/{holder.code}",
        "missing": "/no-such-page",
        "guide-en": "/language/en?next=/guide/convenience",
        "portal-pt": "/language/pt?next=/",
        "permit-zh-Hant": "/language/zh-Hant?next=/permits/food_business",
    }


def screens(store: Store, case: Case, draft: str) -> dict[str, Pages]:
    food = next(p for p in case.parts if p.permit == "food_business")
    return {
        "lin": {
            "drafts": "/apply",
            "tasks": f"/apply/{draft}",
            "form": f"/apply/{draft}/sections/premises",
            "form-permit": f"/apply/{draft}/sections/food_business",
            "papers": f"/apply/{draft}/sections/papers",
            "basket": f"/apply/{draft}/basket",
            "check": f"/apply/{draft}/check",
            "cases": "/cases",
            "progress": f"/cases/{case.number}",
            "wallet": "/certificates",
            "shares": "/certificates/shares",
            "sessions": "/account/sessions",
        },
        "market_approver": {
            "desk": "/desk",
            "part": f"/desk/parts/{food.id}",
            "bundles": "/desk/bundles",
            "certificates": "/desk/certificates",
        },
        "counter": {"desk-cases": "/desk/cases", "desk-case": f"/desk/cases/{case.number}"},
        "market_admin": BUILDER,
        "admin": {
            "accounts": "/admin/accounts",
            "departments": "/admin/departments",
            "jobs": "/admin/jobs",
        },
        "auditor": {"audit": "/admin/audit"},
    }


def take(browser: Browser, city: City, login: str, pages: Pages) -> None:
    for width, size in (("1280", WIDE), ("390", PHONE)):
        with visiting(browser, city, login, size) as page:
            for name, address in pages.items():
                page.goto(city.url + address)
                page.wait_for_load_state("networkidle")
                whole = name not in FOLDED
                keep(page.screenshot(full_page=whole), TARGET / f"{name}-{width}.webp")


@contextmanager
def visiting(browser: Browser, city: City, login: str, size: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    if login:
        page.goto(f"{city.url}/account/login")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill("yizhao-demo")
        page.locator("main").get_by_role("button", name="登录").click()
        page.locator(".account-menu").wait_for()
    yield page
    context.close()


def keep(png: bytes, path: Path) -> None:
    """Compressed, and no longer than four screens."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture.crop((0, 0, picture.width, min(picture.height, 3600))).save(
        path, "WEBP", quality=60, method=6
    )


if __name__ == "__main__":
    sys.exit(main())
