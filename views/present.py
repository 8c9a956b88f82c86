"""How values are shown: days, moments and codes, as template filters."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date
from flask_babel import gettext as _

from documents.certificate_data import public_code
from schemas.case import Part
from schemas.field_types.identity import in_fours
from storage.errors import NotFound
from views.clock import local
from views.languages import language
from views.published import permit_of


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        public_code=public_code,
        day=day,
        spoken_day=spoken_day,
        moment=moment,
        grouped=in_fours,
        permit_name=permit_name,
    )


def day(value: date | None) -> str:
    """2026-12-01, as in tables; 长期 when there is no end."""
    return value.isoformat() if value else _("长期")


def spoken_day(value: date) -> str:
    """12 月 1 日, 1 December, as in sentences."""
    month = value.month if language().startswith("zh") else format_date(value, "MMMM")
    return _("%(month)s 月 %(day)s 日", month=month, day=value.day)


def moment(value: datetime) -> str:
    """2026-12-01 14:32 on the city's clock."""
    return local(value).strftime("%Y-%m-%d %H:%M")


def permit_name(part: Part) -> str:
    """What the part's permit is called in the reader's language, as it was when it was applied for."""
    try:
        return permit_of(part.form_version).named(language())
    except NotFound:
        return part.permit_name
