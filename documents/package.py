"""A department's package: one PDF with everything it needs to decide its part."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents import paper, pdf, qr
from documents.evidence import Scan, as_scan, placed
from documents.form_sheet import form_sheet, is_shown, label
from documents.words import chinese_date, chinese_time
from schemas.case import Evidence, Part
from schemas.form import TREATMENTS, Field
from schemas.permit import LANES, Department, Permit

CLAUSE = re.compile(r"(?<=[。:：])(?=[一二三四五六七八九十]{1,3}、)")


@dataclass(frozen=True)
class Promise:
    """A commitment as it was ticked: its full text, by whom, when."""

    text: str
    by: str
    at: datetime

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, each numbered clause on a line of its own."""
        return tuple(paper.clean(line) for line in CLAUSE.sub("\n", self.text).split("\n") if line)


@dataclass(frozen=True)
class Material:
    """A line of the material list; `state` says in words where the paper is."""

    number: int
    name: str
    treatment: str
    state: str
    scans: tuple[Scan, ...] = ()

    @property
    def pages(self) -> int:
        return sum(s.pages for s in self.scans)


def package_pdf(
    part: Part,
    permit: Permit,
    department: Department,
    evidence: Sequence[tuple[Evidence, bytes]],
    *,
    commitment: Promise | None,
    case_url: str,
    language: str,
    printed_at: datetime,
    follow_by: date | None = None,
    demo: bool = False,
) -> bytes:
    """Cover, application form, commitment, material list and the evidence itself, numbered throughout.

    `part.answers` are printed in the department's own words, order, units and codes, and attached as
    JSON; package.json names the digests of form version, answers and every file of evidence. `follow_by`
    is the day by which deferred materials must come. The pages of the form are tagged. PDF/A-3a is declared
    when all evidence is pictures, which are made anew here; an uploaded PDF may hold what PDF/A forbids.
    Same arguments, same bytes.
    """
    materials = _materials(part, permit, evidence, language, promised=commitment, by=follow_by)
    scans = tuple(s for m in materials for s in m.scans)
    answers = canonical(part.answers)
    record = canonical(_record(part, answers, materials))
    code = qr.code(case_url, error="h", at_least_mm=28)
    html = paper.page(
        "package.html",
        part=part,
        permit=permit,
        department=department,
        html_language=language.replace("_", "-"),
        lane=LANES[permit.lane],
        sections=form_sheet(permit.form, part.answers, language, permit.layout),
        layout=permit.layout,
        materials=materials,
        commitment=commitment,
        case_url=case_url,
        code=code,
        answers_sha256=hashlib.sha256(answers).hexdigest(),
        record_sha256=hashlib.sha256(record).hexdigest(),
        printed_at=printed_at,
        demo=demo,
        chinese_date=chinese_date,
        chinese_time=chinese_time,
    )
    book = pdf.render(
        html,
        css=paper.sheet("paper.css", "package.css", language=language),
        identifier=f"{part.id}:{part.version}:{printed_at.isoformat()}",
        now=printed_at,
        drawings=code.drawings,
        variant=None if any(s.is_uploaded_pdf for s in scans) else "pdf/a-3a",
        attachments=[
            pdf.Attachment("answers.json", answers, "申请表数据"),
            pdf.Attachment("package.json", record, "表单版本、申请数据与材料的摘要"),
        ],
    )
    return placed(book, scans)


def canonical(answers: Mapping[str, Any]) -> bytes:
    """Answers as JSON with sorted names, the form whose digest is printed on the cover."""
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode()


def _record(part: Part, answers: bytes, materials: Sequence[Material]) -> dict[str, Any]:
    """What this package was made from, by digest: enough to prove it later, and nothing personal."""
    return {
        "case": part.case_number,
        "permit": part.permit,
        "form_version": part.form_version,
        "answers_sha256": hashlib.sha256(answers).hexdigest(),
        "evidence": [
            {
                "material": m.number,
                "pages": s.pages,
                "sha256": s.evidence.sha256,
                "original_sha256": s.evidence.original_sha256,
            }
            for m in materials
            for s in m.scans
        ],
    }


def _materials(
    part: Part,
    permit: Permit,
    evidence: Sequence[tuple[Evidence, bytes]],
    language: str,
    *,
    promised: Promise | None,
    by: date | None,
) -> tuple[Material, ...]:
    made = [(name, "", "由平台生成", ()) for name in permit.produced]
    asked = [
        (
            label(field, language),
            TREATMENTS[field.material.treatment] if field.material else "",
            *_state(field, part, evidence, promised, by),
        )
        for field in permit.form.materials
        if is_shown(field, part.answers)
    ]
    return tuple(Material(n, *line) for n, line in enumerate([*made, *asked], 1))


def _state(
    field: Field,
    part: Part,
    evidence: Sequence[tuple[Evidence, bytes]],
    promised: Promise | None,
    by: date | None,
) -> tuple[str, tuple[Scan, ...]]:
    wanted = list(part.answers.get(field.key, ()))
    # One file may be given for several materials, under a name for each: the one it has here counts.
    told = sorted(evidence, key=lambda pair: pair[0].key.rpartition(".")[2] == field.key)
    found = {e.sha256: (e, data) for e, data in told}
    scans = tuple(as_scan(*found[sha]) for sha in wanted if sha in found)
    if scans:
        return f"已上传 {len(scans)} 个文件，{sum(s.pages for s in scans)} 页", scans
    treatment = field.material.treatment if field.material else ""
    if treatment == "deferrable":
        return f"容缺，{chinese_date(by)}前补交" if by else "容缺，待补交", ()
    if treatment == "commitment" and promised:
        return "以告知承诺代替", ()
    return ("由数据共享取得" if treatment == "shared" else "未提交"), ()
