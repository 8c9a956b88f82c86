"""Answers nobody need type: what is known of the holder, what follows from an answer, what is the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from form_builder.split import visible
from schemas.element import Element
from schemas.formats import is_resident_id
from schemas.judge import accepts
from schemas.merged import MergedForm

# Two different things that are often the same; only ever offered, never assumed.
OFTEN_SAME = (
    ("biz_address", "reg_address"),
    ("mail_address", "biz_address"),
    ("legal_rep_now_home", "legal_rep_home"),
    ("principal_name", "legal_rep_name"),
    ("principal_id_no", "legal_rep_id_no"),
    ("principal_phone", "legal_rep_phone"),
    ("principal_home", "legal_rep_home"),
    ("contact_name", "legal_rep_name"),
    ("contact_id_no", "legal_rep_id_no"),
    ("contact_phone", "legal_rep_phone"),
    ("shop_name", "ent_name"),
    ("mail_postcode", "biz_postcode"),
    ("biz_postcode", "reg_postcode"),
)


@dataclass(frozen=True)
class Offer:
    """`target` may take over the answer of `source`, if the applicant says that they are the same."""

    target: str
    source: str


def prefill(merged: MergedForm, holder_answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the holder's file (element → value) already answers, as far as this form accepts it."""
    known = ((f, holder_answers.get(f.element or "")) for f in merged.fields)
    return {f.key: v for f, v in known if v is not None and accepts(f.schema, v)}


def derive(
    answers: Mapping[str, Any], elements: Mapping[str, Element], *, today: date | None = None
) -> dict[str, Any]:
    """The values that follow from these answers: element → value. Nothing follows from a document that
    says nothing (a travel permit), and no age without `today`."""
    found: dict[str, Any] = {}
    for element in elements.values():
        if element.derived_from:
            source, rule = element.derived_from
            value = _derived(answers.get(source), rule, today)
            found |= {element.id: value} if value is not None else {}
    return found


def same_as(merged: MergedForm, answers: Mapping[str, Any]) -> tuple[Offer, ...]:
    """Pairs of shown questions that often have one answer and can have one here."""
    shown = visible(merged, answers)
    return tuple(
        Offer(target, source) for target, source in OFTEN_SAME if {target, source} <= shown
    )


def _derived(document: Any, rule: str, today: date | None) -> Any:
    if not isinstance(document, str) or not is_resident_id(document):
        return None
    born = date(int(document[6:10]), int(document[10:12]), int(document[12:14]))
    if rule == "sex":
        return "男" if int(document[16]) % 2 else "女"
    if rule == "birth_date":
        return born.isoformat()
    if rule == "age" and today:
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return None
