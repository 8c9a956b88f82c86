"""Answers nobody need type: what is known of the holder, and what is often the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from form_builder.split import visible
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
    """What the holder's file (element → value) already answers, as far as this form accepts it. Files
    stay with the application they were handed in with."""
    asked = (f for f in merged.fields if f.type != "material")
    known = ((f, holder_answers.get(f.element or "")) for f in asked)
    return {f.key: v for f, v in known if v is not None and accepts(f.schema, v)}


def same_as(merged: MergedForm, answers: Mapping[str, Any]) -> tuple[Offer, ...]:
    """Pairs of shown questions that often have one answer and can have one here."""
    shown = visible(merged, answers)
    return tuple(
        Offer(target, source) for target, source in OFTEN_SAME if {target, source} <= shown
    )
