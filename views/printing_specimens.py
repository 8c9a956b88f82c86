"""A certificate that is none: invented words in a department's design, for the preview and as the worker prints it."""

from datetime import UTC, date, datetime, time

from casework import numbering
from casework.certify import certificate_facts
from casework.identifier import DEMO_ISSUER, DEMO_TYPE, identifier
from config import Settings
from documents.certificate import certificate_pdf
from schemas.certificate import Certificate
from schemas.certificate_design import CertificateDesign, CertificateDesignSchema
from schemas.permit import Permit, PermitSchema
from storage.jobs import Job
from storage.store import Store
from views.printing import full_name
from views.printing_letters import keep_print


def specimen(
    store: Store, settings: Settings, permit: Permit, design: CertificateDesign, day: date
) -> Certificate:
    """Nobody's certificate, as of `day`. Its code is not signed: scanned, it is one of nobody's too."""
    prefix = certificate_facts(permit)["prefix"]
    stem = numbering.stem(design.number, prefix=prefix, department=permit.department, day=day)
    number = numbering.number(design.number, stem, 0)
    codes = (design.type_code or DEMO_TYPE, design.issuer_code or DEMO_ISSUER)
    return Certificate(
        id="A" * 26,
        number=number,
        part="",
        case="",
        permit=permit.id,
        permit_name=design.title,
        department=permit.department,
        department_name=full_name(store, settings, permit.department).name,
        holder="",
        holder_name="某某便利店有限公司",
        uscc="91440400XXXXXXXXXX",
        legal_representative="某某某",
        address="广东省珠海市某区某路 1 号",
        scope="许可范围的文字印在这里，可以有好几行；太长的印一部分，其余看核验页面",
        issued_on=day,
        valid_from=day,
        valid_to=None,
        state="valid",
        token="SPECIMEN" * 19 + "SPECI",
        identifier=identifier(*codes, number, 1),
    )


def print_specimen(store: Store, settings: Settings, job: Job) -> None:
    """The specimen of a design that was typed, of the permit in force."""
    version = store.published.heads("permit")[job.payload["permit"]]
    permit: Permit = PermitSchema().load(dict(store.published.get(version).document))
    design: CertificateDesign = CertificateDesignSchema().load(job.payload["design"])
    day = date.fromisoformat(job.payload["day"])
    data = certificate_pdf(
        specimen(store, settings, permit, design, day),
        permit,
        base_url=settings.base_url,
        printed_at=datetime.combine(day, time(), UTC),
        demo=settings.demo,
        design=design,
        preview=True,
    )
    keep_print(store, job, data)


HANDLERS = {"print_specimen": print_specimen}
