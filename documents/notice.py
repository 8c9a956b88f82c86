"""Letters to the applicant: receipt, acceptance, correction, refusal and delivery, in the words the law asks for.

Sources: 中华人民共和国行政许可法 第三十二条 (受理、补正), 第三十八条 (不予许可须说明理由、告知救济), 第四十四条 (送达);
行政复议法 第二十条 (六十日); 行政诉讼法 第四十六条 (六个月). The licensing law is not about what is only filed (备案):
there the permit's own law stands alone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents import paper, pdf, qr
from documents.words import chinese_date, chinese_time
from schemas.case import Event, Part
from schemas.permit import Department, Permit

ACCEPTING = "《中华人民共和国行政许可法》第三十二条第一款第（五）项"
CORRECTING = "《中华人民共和国行政许可法》第三十二条第一款第（四）项"
REFUSING = "《中华人民共和国行政许可法》第三十八条第二款"
KINDS = ("receipt", "acceptance", "correction", "refusal", "delivery")
NUMBERED = re.compile(r"^[0-9]{1,2}[.、．）)]\s*")
GRANTED = {"licence": "行政许可", "filing": "备案", "registration": "登记"}


@dataclass(frozen=True)
class Letter:
    """A letter's words: paragraphs, a numbered list between them, and who signs for what."""

    title: str
    before: tuple[str, ...]
    items: tuple[str, ...]
    after: tuple[str, ...]
    signer: str = ""


def notice_pdf(
    kind: str,
    part: Part,
    permit: Permit,
    department: Department,
    *,
    event: Event | None,
    received: Sequence[str],
    case_url: str,
    certificate_number: str = "",
    demo: bool = False,
) -> bytes:
    """The letter of this kind, PDF/A-3a. `event` is what it tells of; `received` the materials there are.

    Same arguments, same bytes: its date is the event's, or the day of submission.
    """
    at = event.at if event else part.submitted_at
    letter = _LETTERS[kind](part, permit, event, received, certificate_number)
    code = qr.code(case_url, error="h", at_least_mm=24)
    html = paper.page(
        "notice.html",
        letter=letter,
        part=part,
        permit=permit,
        department=department,
        case_url=case_url,
        code=code,
        date=chinese_date(at.date()),
        printed_at=at,
        demo=demo,
    )
    return pdf.render(
        html,
        css=paper.sheet("paper.css", "notice.css"),
        identifier=f"{kind}:{part.id}:{at.isoformat()}",
        now=at,
        drawings=code.drawings,
        variant="pdf/a-3a",
    )


def _receipt(
    part: Part, permit: Permit, _: Event | None, received: Sequence[str], __: str
) -> Letter:
    return Letter(
        "收件回执",
        (
            f"您（单位）于{chinese_time(part.submitted_at)}在网上提交的{permit.name}申请已经收到，"
            f"收到的材料共 {len(received)} 项：",
        ),
        tuple(received),
        (
            f"本事项由本机关办理，法定办结时限 {permit.statutory_days} 个工作日，承诺办结时限 "
            f"{permit.promised_days} 个工作日，将于{chinese_date(part.due)}前作出决定。",
            "本回执只证明收到申请，不代表已经受理。办理进度请扫右上方二维码查看。",
        ),
    )


def _acceptance(part: Part, permit: Permit, event: Event | None, *_: object) -> Letter:
    return Letter(
        "受理通知书",
        (
            f"您（单位）于{chinese_date(part.submitted_at.date())}提出的{permit.name}申请，材料齐全、符合法定形式，"
            f"属于本机关职权范围。根据{_article(permit, ACCEPTING)}的规定，决定予以受理。",
            _of_licences(permit, f"办理依据：{permit.law}。"),
            f"本机关将于{chinese_date(part.due)}前作出决定（承诺 {permit.promised_days} 个工作日，法定 "
            f"{permit.statutory_days} 个工作日）。"
            + _of_licences(permit, "依法需要听证、检验、检测、鉴定和专家评审的时间不计算在内。"),
        ),
        (),
        (),
    )


def _correction(part: Part, permit: Permit, event: Event | None, *_: object) -> Letter:
    return Letter(
        "补正材料通知书",
        (
            f"您（单位）于{chinese_date(part.submitted_at.date())}提出的{permit.name}申请，经审查，申请材料不齐全或者不符合"
            f"法定形式。根据{_article(permit, CORRECTING)}的规定，现将需要补正的全部内容一次告知如下：",
        ),
        _lines(event.reason if event else part.reason),
        (
            "请扫右上方二维码，在网上补正后重新提交；补正期间不计算在办理时限内。",
            "本通知已列出需要补正的全部内容。"
            + _of_licences(permit, "逾期不告知的，自收到申请材料之日起即为受理。"),
        ),
    )


def _refusal(part: Part, permit: Permit, event: Event | None, *_: object) -> Letter:
    what = GRANTED[permit.kind]
    law = permit.law + _of_licences(permit, f"和{REFUSING}")
    return Letter(
        f"不予{what}决定书",
        (
            f"您（单位）于{chinese_date(part.submitted_at.date())}提出的{permit.name}申请，本机关依法进行了审查。"
            f"根据{law}的规定，决定不予{what}。理由如下：",
        ),
        _lines(event.reason if event else part.reason),
        (
            "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者自收到本决定书之日起六个月内"
            "依法向人民法院提起行政诉讼。",
        ),
    )


def _delivery(
    part: Part, permit: Permit, _: Event | None, __: Sequence[str], number: str
) -> Letter:
    return Letter(
        "送达回证",
        (f"本机关对您（单位）的{permit.name}申请已经作出准予的决定，现送达下列文书：",),
        (f"{permit.name}证照（编号 {number}）" if number else f"{permit.name}证照",),
        ("电子证照已经放入您（单位）的卡包，与纸质证照具有同样内容。领取纸质证照的，请签收。",),
        "受送达人签收",
    )


Write = Callable[[Part, Permit, Event | None, Sequence[str], str], Letter]
_LETTERS: dict[str, Write] = {
    "receipt": _receipt,
    "acceptance": _acceptance,
    "correction": _correction,
    "refusal": _refusal,
    "delivery": _delivery,
}


def _article(permit: Permit, article: str) -> str:
    return permit.law if permit.kind == "filing" else article


def _of_licences(permit: Permit, words: str) -> str:
    return "" if permit.kind == "filing" else words


def _lines(text: str) -> tuple[str, ...]:
    """What was written, each line an item; a number someone typed before it is not said twice."""
    lines = (paper.clean(line).strip() for line in text.splitlines())
    return tuple(NUMBERED.sub("", line) or line for line in lines if line)
