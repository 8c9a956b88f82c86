"""The whole way through the city in a real browser: a shop gets its permits, a form its second version.

On SQLite with scripts and with axe looking on, and on PostgreSQL without JavaScript.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from documents.verifying import verify
from form_builder.validate import failures
from schemas.merged import MergedForm
from schemas.permit import PermitSchema
from storage.keys import load_or_make_keys
from storage.store import open_store
from tests.browser.applying import (
    PERMITS,
    begins,
    checks_and_promises,
    comes_back_to_the_draft,
    fills_every_section,
    finds_the_guide,
    has_the_second_version,
    is_told_what_is_missing,
    keeps_the_first_version,
    mends_what_was_returned,
    opens_the_first_section,
    submits_with_a_double_click,
    tells_about_the_shop,
    watches_the_printing,
)
from tests.browser.building import (
    adds_a_date,
    limits,
    moves_up,
    opens_the_form,
    previews,
    publishes,
    removes,
    renames,
    shows_only_when,
)
from tests.browser.deciding import (
    approves,
    approves_by_keys,
    opens_a_part,
    revokes,
    sees_only_their_own_queue,
    sends_back,
    takes_the_package,
    takes_the_whole_case,
)
from tests.browser.one_form import answers_where, fills_the_section, goes_on
from tests.browser.people import Town
from tests.browser.scanning import (
    address_on,
    forged,
    holders_code,
    is_told,
    sees_every_permit,
    takes_the_certificates,
)
from tests.journey.applicant import merged_form
from tests.live import running_city

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REASON = "请写明业主的全称。"
WAYS = {"market": approves, "tobacco": approves_by_keys, "propaganda": approves}


@dataclass(frozen=True)
class Application:
    """A draft's form as one form, and what the applicant is going to say."""

    draft: str
    merged: MergedForm
    answers: Mapping[str, Any]

    @property
    def secrets(self) -> set[str]:
        """The numbers of people that no public page may show."""
        fields = [f for f in self.merged.fields if f.type in ("identity", "phone")]
        return {self.answers[f.key] for f in fields if f.key in self.answers}


SCRIPTS, PLAIN = ("sqlite", True), ("postgresql", False)
EVERY_WAY = pytest.mark.parametrize(
    "town", [SCRIPTS, PLAIN], ids=["sqlite", "postgresql-no-javascript"], indirect=True
)


@pytest.fixture(scope="module")
def town(request, browser, tmp_path_factory):
    kind, scripts = request.param
    url = None
    if kind == "postgresql":
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.create())
    with running_city(tmp_path_factory.mktemp("city"), database_url=url) as city:
        keys = load_or_make_keys(city.data / "keys")
        store = open_store(city.environ["DATABASE_URL"], city.data / "files", keys)
        yield Town(city, store, browser, scripts, examined=scripts)
        store.close()


@EVERY_WAY
def test_a_shop_gets_its_five_permits(town, tmp_path):
    with town.person() as applicant:
        finds_the_guide(applicant)
        tells_about_the_shop(applicant)
        application = _application(town, begins(applicant, login="lin"))
        opens_the_first_section(applicant)
        is_told_what_is_missing(applicant)
        fills_the_section(applicant, application.merged, application.answers)
        goes_on(applicant)
    with town.person("lin") as applicant:
        comes_back_to_the_draft(applicant, application.answers)
        opens_the_first_section(applicant)
        fills_every_section(applicant, application.merged, application.answers)
        checks_and_promises(applicant)
        number = submits_with_a_double_click(applicant)
        watches_the_printing(applicant, len(PERMITS))
    _departments_decide(town, number, tmp_path)
    _one_is_mended_and_granted(town, number, application, tmp_path)
    addresses, code = _certificates_are_scanned(town, number, application, tmp_path)
    _the_clerk_takes_everything(town, number, tmp_path)
    _one_is_revoked(town, number, addresses, code)

    assert town.wrong == []


@pytest.mark.parametrize("town", [SCRIPTS], ids=["sqlite"], indirect=True)
def test_a_form_gets_its_second_version(town):
    with town.person("lin") as applicant:
        finds_the_guide(applicant)
        tells_about_the_shop(applicant)
        draft = begins(applicant)
    with town.person("market_admin") as admin:
        opens_the_form(admin)
        renames(admin, "copies", "申请副本数", "要几本副本")
        limits(admin, "area", "面积", "maximum", "5000")
        shows_only_when(admin, "copies", "要几本副本", "是否网络经营", "是")
        adds_a_date(admin, "开业日期")
        moves_up(admin, "q_date")
        removes(admin, "mail_post", "邮政编码")
        admin.examines()
        previews(admin, there=("要几本副本", "开业日期"), gone="邮政编码")
        publishes(admin, "按新办法", changes=5)
    with town.person("lin") as applicant:
        keeps_the_first_version(applicant, draft)
        finds_the_guide(applicant)
        tells_about_the_shop(applicant)
        has_the_second_version(applicant, begins(applicant))

    assert town.wrong == []


def _application(town, draft):
    merged = merged_form(town.store, draft)
    answers = answers_where(
        merged, food_business__format="食品销售经营者", food_business__is_online=False
    )
    assert failures(merged, answers) == ()
    return Application(draft, merged, answers)


def _departments_decide(town, number, folder):
    case = town.store.cases.by_number(number)
    for department in dict.fromkeys(part.department for part in case.parts):
        mine = [part for part in case.parts if part.department == department]
        with town.person(f"{department}_approver") as approver:
            sees_only_their_own_queue(approver, case, mine)
            for part in mine:
                opens_a_part(approver, part, _permit(town, part))
                takes_the_package(approver, folder)
                if department == "urban":
                    sends_back(approver, REASON)
                else:
                    WAYS[department](approver)


def _one_is_mended_and_granted(town, number, application, folder):
    mended = {"outdoor_ad.owner": "珠海市金湾区某某物业有限公司"}
    with town.person("lin") as applicant:
        mends_what_was_returned(applicant, number, REASON, application.merged, mended)
    part = _part(town, number, "outdoor_ad")
    assert part.answers["owner"] == mended["outdoor_ad.owner"]
    with town.person("urban_approver") as approver:
        opens_a_part(approver, part, _permit(town, part))
        takes_the_package(approver, folder)
        approves(approver)


def _certificates_are_scanned(town, number, application, folder):
    """The address on each certificate by its number, and the address of the holder's one code."""
    with town.person("lin") as applicant:
        files = takes_the_certificates(applicant, number, folder, len(PERMITS))
        code = holders_code(applicant)
    addresses = {file.stem.split()[-1]: address_on(file, folder) for file in files}
    with town.person(may_see=frozenset({404})) as anyone:
        for address in addresses.values():
            is_told(anyone, address, "真实有效", secrets=application.secrets)
        is_told(anyone, forged(next(iter(addresses.values()))), "印章不符")
    return addresses, code


def _the_clerk_takes_everything(town, number, folder):
    with town.person("counter") as clerk:
        bundle = takes_the_whole_case(clerk, number, folder)
    assert verify(bundle) == ()
    folders = {Path(name).parts[0] for name in ZipFile(bundle).namelist() if "/" in name}
    assert len(folders) == len(PERMITS)


def _one_is_revoked(town, number, addresses, code):
    part = _part(town, number, "tobacco")
    with town.person("tobacco_approver") as approver:
        revokes(approver, part, "场所已经不再使用")
    all_parts = town.store.cases.by_number(number).parts
    certificates = {p.permit: town.store.certificates.get(p.certificate) for p in all_parts}
    revoked = certificates["tobacco"]
    with town.person() as anyone:
        is_told(anyone, addresses[revoked.number], "已撤销")
        states = {c.permit_name: "有效" for c in certificates.values()}
        sees_every_permit(anyone, code, states | {revoked.permit_name: "已撤销"})


def _part(town, number, permit):
    return next(p for p in town.store.cases.by_number(number).parts if p.permit == permit)


def _permit(town, part):
    return PermitSchema().load(dict(town.store.published.get(part.form_version).document))
