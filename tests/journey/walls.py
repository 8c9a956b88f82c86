"""One case of two departments in which whatever only one of them asks carries a mark of its own."""

import re
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from form_builder.sample import sample_merged
from form_builder.validate import failures
from schemas.case import Case, Evidence, Part
from schemas.certificate import Certificate
from schemas.merged import MergedField, MergedForm
from storage.store import Store
from tests.journey.applicant import fill_in, merged_form, printed, submit
from tests.visitor import Visitor

DEPARTMENTS = {"outdoor_ad": "urban", "tobacco": "tobacco"}
NUMBERS = ("integer", "number", "money")
TEXTS = ("text", "long_text")


@dataclass(frozen=True)
class Marked:
    """One department's share of the case: `marks` say where each came from; `public` may be verified
    by everyone, since the certificate prints them."""

    permit: str
    department: str
    part: Part
    certificate: Certificate
    evidence: tuple[Evidence, ...]
    marks: Mapping[str, str]
    public: frozenset[str]


@dataclass(frozen=True)
class JointCase:
    case: Case
    draft: str
    holder: str
    shares: tuple[Marked, Marked]
    personal: Mapping[str, str]


def joint_case(store: Store, url: str, lin: Visitor) -> JointCase:
    """Filled in, submitted, printed, approved and certified; and a second draft of the same answers."""
    marks: dict[str, dict[str, str]] = {permit: {} for permit in DEPARTMENTS}
    draft = _begun(lin)
    merged = merged_form(store, draft)
    answers = _marked_answers(merged, marks)
    assert failures(merged, answers) == ()
    fill_in(lin, draft, merged, answers)
    for field in merged.fields:
        if field.type == "material" and len(field.sources) == 1:
            _upload(lin, draft, field, marks[field.sources[0]])
    open_draft = _begun(lin)
    fill_in(lin, open_draft, merged, answers)
    case = printed(store, submit(lin, draft))
    for permit, department in DEPARTMENTS.items():
        _approve(url, department, next(p for p in case.parts if p.permit == permit))
    case = _certified(store, case)
    shares = tuple(_share(store, case, permit, marks[permit]) for permit in DEPARTMENTS)
    personal = {k: str(v) for k, v in answers.items() if k in PERSONAL}
    holder = store.holders.get(str(case.holder)).code
    return JointCase(case, open_draft, holder, shares, personal)  # type: ignore[arg-type]


# Who applies: every part is addressed to them and every certificate names them (casework/certify.py).
HOLDER = ("ent_name", "uscc", "legal_rep_name", "biz_address")
PERSONAL = ("legal_rep_id_no", "legal_rep_phone", "contact_phone", "contact_name")


def _begun(lin: Visitor) -> str:
    page = lin.get("/permits/tobacco")
    csrf = next(v for form in page.forms() for n, v in form.fields if n == "csrf")
    fields = [("csrf", csrf), ("scenario", "convenience")]
    opened = lin.post("/apply", [*fields, *(("permits", p) for p in DEPARTMENTS)])
    return opened.path.split("/")[2]


def _marked_answers(merged: MergedForm, marks: dict[str, dict[str, str]]) -> dict[str, Any]:
    rng = Random("walls")
    answers = sample_merged(merged, rng, share=1.0)
    for field in merged.fields:
        if field.key in answers and len(field.sources) == 1 and field.key not in HOLDER:
            mark, value = _mark(field, answers[field.key], rng)
            if mark:
                marks[field.sources[0]][field.key] = mark
                answers[field.key] = value
    return answers


def _mark(field: MergedField, value: Any, rng: Random) -> tuple[str, Any]:
    """A value nobody else has, for each type that leaves room for one."""
    if field.type in TEXTS:
        mark = f"记号{rng.randrange(16**10):010x}"
        return mark, mark
    if field.type in NUMBERS:
        number = rng.randrange(7_000_000, 7_999_999)
        return str(number), number
    if field.type == "phone":
        mark = f"139{rng.randrange(10**8):08d}"
        return mark, mark
    if field.type == "address":
        mark = f"记号路{rng.randrange(16**10):010x}"
        return mark, {**value, "detail": mark}
    if field.type == "period":
        mark = f"20{rng.randrange(71, 99)}-0{rng.randrange(1, 9)}-{rng.randrange(10, 28)}"
        return mark, {"from": "2026-12-01", "to": mark}
    return "", value


def _upload(lin: Visitor, draft: str, field: MergedField, marks: dict[str, str]) -> None:
    name = f"图{Random(field.key).randrange(16**10):010x}"
    home = _section_of(lin, draft, field.key)
    if home is None:
        return  # departments get it from one another: nobody is asked
    page = lin.get(home)
    form = next(f for f in page.forms() if _path(f.action).endswith(f"/files/{field.key}"))
    reply = lin.post(form.action, form.fields, [("file", f"{name}.png", _noise(field.key))])
    assert reply.status == 200, reply.words[:300]
    marks[f"{field.key}: file"] = name


def _section_of(lin: Visitor, draft: str, key: str) -> str | None:
    tasks = lin.get(f"/apply/{draft}").text
    for path in dict.fromkeys(re.findall(rf"/apply/{draft}/sections/[a-z0-9_]+", tasks)):
        if any(_path(f.action).endswith(f"/files/{key}") for f in lin.get(path).forms()):
            return str(path)
    return None


def _path(action: str) -> str:
    return urllib.parse.unquote(urllib.parse.urlsplit(action).path)


def _noise(seed: str) -> bytes:
    data = BytesIO()
    Image.frombytes("RGB", (80, 80), Random(seed).randbytes(80 * 80 * 3)).save(data, "PNG")
    return data.getvalue()


def _approve(url: str, department: str, part: Part) -> None:
    approver = Visitor(url)
    approver.sign_in(f"{department}_approver")
    page = approver.get(f"/desk/parts/{part.id}")
    fields = dict(page.form(f"/desk/parts/{part.id}/approve").fields)
    sent = [("csrf", fields["csrf"]), ("version", str(part.version))]
    assert approver.post(f"/desk/parts/{part.id}/approve", sent).status == 200


def _certified(store: Store, case: Case) -> Case:
    import time

    for _ in range(300):
        case = store.cases.get(case.id)
        if all(part.state == "issued" for part in case.parts):
            return case
        time.sleep(0.1)
    raise AssertionError([part.state for part in case.parts])


def _share(store: Store, case: Case, permit: str, marks: dict[str, str]) -> Marked:
    part = next(p for p in case.parts if p.permit == permit)
    certificate = store.certificates.of_part(part.id)
    evidence = tuple(e for e in store.evidence.of_draft(case.draft) if e.key.startswith(permit))
    assert evidence
    marks |= {f"{e.key}: digest {n}": e.sha256 for n, e in enumerate(evidence)}
    marks |= {f"{e.key}: id {n}": e.id for n, e in enumerate(evidence)}
    marks["part id"] = part.id
    said = (certificate.scope, certificate.address)
    public = frozenset(m for m in marks.values() if any(m in words for words in said))
    return Marked(permit, DEPARTMENTS[permit], part, certificate, evidence, marks, public)


def all_marks(joint: JointCase) -> Iterator[tuple[str, str]]:
    for share in joint.shares:
        yield from share.marks.items()
