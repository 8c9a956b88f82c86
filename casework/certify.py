"""From an approved part to the certificate that the register will hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from schemas.case import Part
from schemas.certificate import Certificate
from schemas.field_types import FIELD_TYPES
from schemas.form import Field
from schemas.permit import Department, Permit


@dataclass(frozen=True)
class Identity:
    """What only the register can give: the random id, the number, the holder's id; and how it will look."""

    id: str
    number: str
    holder: str
    title: str
    identifier: str = ""
    design: int = 0


def certify(
    part: Part,
    permit: Permit,
    department: Department,
    case_answers: Mapping[str, Any],
    identity: Identity,
    *,
    today: date,
) -> Certificate:
    """The certificate of an approved part, not yet signed or printed (`token` is empty).

    What it prints comes from the part's own answers; where that form does not ask the holder's name,
    code, representative or address, from the case's merged answers.
    """
    said = partial(_said, part, permit, case_answers)
    return Certificate(
        id=identity.id,
        number=identity.number,
        part=part.id,
        case=part.case,
        permit=permit.id,
        permit_name=identity.title,
        department=department.id,
        department_name=department.name,
        holder=identity.holder,
        holder_name=said("ent_name"),
        uscc=said("uscc"),
        legal_representative=said("legal_rep_name"),
        address=said("biz_address"),
        scope=scope(part, permit),
        issued_on=today,
        valid_from=today,
        valid_to=last_day(today, permit.validity_years),
        state="valid",
        token="",
        identifier=identity.identifier,
        design=identity.design,
    )


def scope(part: Part, permit: Permit) -> str:
    """What the holder may do, in the words of the form's own scope fields; the permit's name if it has none."""
    keys = certificate_facts(permit)["scope"]
    fields = [f for f in permit.form.fields if f.key in keys and f.key in part.answers]
    return "；".join(_words(f, part.answers[f.key]) for f in fields) or permit.name


def last_day(start: date, years: int | None) -> date | None:
    """The last valid day of a term of whole years, the day before the anniversary; None: no end."""
    if years is None:
        return None
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def certificate_facts(permit: Permit) -> Mapping[str, Any]:
    """Title, prefix and scope; a permit a department added without them gets its name and a plain prefix."""
    return permit.certificate or {"title": permit.name, "prefix": "XK", "scope": []}


def _said(part: Part, permit: Permit, case_answers: Mapping[str, Any], element: str) -> str:
    asked = (f for f in permit.form.fields if f.element == element and f.key in part.answers)
    value = next((part.answers[f.key] for f in asked), case_answers.get(element, ""))
    if not isinstance(value, Mapping):
        return str(value)
    return _words(Field(element, "address", element, "", required=False, schema={}), value)


def _words(field: Field, value: Any) -> str:
    return FIELD_TYPES[field.type].present(value, field, "zh-Hans")
