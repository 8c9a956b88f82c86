"""Formats the RFCs define, in their own grammar; what a grammar cannot say is checked beside it."""

from datetime import date, timedelta

import re2

_H16 = "[0-9A-Fa-f]{1,4}"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IPV4 = rf"(?:{_OCTET}\.){{3}}{_OCTET}"
_LS32 = f"(?:{_H16}:{_H16}|{IPV4})"
_LEFT = "(?:(?:%s:){0,%d}%s)?::"
# RFC 3986, appendix A: up to six groups before the gap, the rest after it.
_GROUPS = [
    f"(?:{_H16}:){{6}}{_LS32}",
    f"::(?:{_H16}:){{5}}{_LS32}",
    f"(?:{_H16})?::(?:{_H16}:){{4}}{_LS32}",
]
_GROUPS += [_LEFT % (_H16, n, _H16) + f"(?:{_H16}:){{{4 - n}}}{_LS32}" for n in (1, 2, 3)]
_GROUPS += [
    _LEFT % (_H16, 4, _H16) + _LS32,
    _LEFT % (_H16, 5, _H16) + _H16,
    _LEFT % (_H16, 6, _H16),
]
IPV6 = f"(?:{'|'.join(_GROUPS)})"
UUID = "-".join(f"[0-9A-Fa-f]{{{n}}}" for n in (8, 4, 4, 4, 12))

# RFC 3986, appendix A.
_FREE = r"A-Za-z0-9._~\-"
_SUB = r"!$&'()*+,;="
_PCT = "%[0-9A-Fa-f]{2}"
_PCHAR = f"(?:[{_FREE}{_SUB}:@]|{_PCT})"
_HOST = rf"(?:\[(?:{IPV6}|[Vv][0-9A-Fa-f]+\.[{_FREE}{_SUB}:]+)\]|(?:[{_FREE}{_SUB}]|{_PCT})*)"
_AUTHORITY = f"(?:(?:[{_FREE}{_SUB}:]|{_PCT})*@)?{_HOST}(?::[0-9]*)?"
_HIER = (
    f"(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*)?"
)
URI = rf"[A-Za-z][A-Za-z0-9+.\-]*:{_HIER}(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"

# RFC 5321, 4.1.2 and 4.1.3; a domain of one label is one.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
_LOCAL = rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[ !#-\[\]-~]|\\[ -~])*")'
EMAIL = rf"{_LOCAL}@(?:{_LABEL}(?:\.{_LABEL})*|\[(?:{IPV4}|[Ii][Pp][Vv]6:{IPV6})\])"

# RFC 3339, 5.6. A second of 60 is one only where a leap second can be, which is checked beside.
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
_OFFSET = "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME = _CLOCK + _OFFSET
DATE_TIME = f"{DATE}[Tt]{TIME}"

_READ = {p: re2.compile(p) for p in (IPV4, IPV6, UUID, URI, EMAIL, DATE, TIME, DATE_TIME)}


def is_date(text: str) -> bool:
    """RFC 3339 full-date, a day that exists; there is no year 0000."""
    return _fits(DATE, text) and _day(text) is not None


def is_time(text: str) -> bool:
    """RFC 3339 full-time; a leap second is the last of a day in UTC."""
    return _fits(TIME, text) and (text[6:8] != "60" or _minute(text) % 1440 == 1439)


def is_date_time(text: str) -> bool:
    """RFC 3339 date-time; a leap second is the last of a month in UTC."""
    if not _fits(DATE_TIME, text):
        return False
    day, clock = _day(text[:10]), text[11:]
    if day is None or clock[6:8] != "60":
        return day is not None
    days, minute = divmod(_minute(clock), 1440)
    # Ordinals instead of dates: an offset may lead out of the years a date can have.
    return minute == 1439 and _ends_month(day.toordinal() + days)


def is_email(text: str) -> bool:
    """RFC 5321 Mailbox, at most 64 octets before the @ and 254 in all."""
    return _fits(EMAIL, text) and len(text) <= 254 and text.rindex("@") <= 64


def is_uri(text: str) -> bool:
    """RFC 3986 URI: with a scheme."""
    return _fits(URI, text)


def is_uuid(text: str) -> bool:
    """RFC 4122 in hexadecimal, either case."""
    return _fits(UUID, text)


def is_ipv4(text: str) -> bool:
    """Four decimal octets without leading zeros (RFC 2673, RFC 3986)."""
    return _fits(IPV4, text)


def is_ipv6(text: str) -> bool:
    """RFC 4291, 2.2, without a zone."""
    return _fits(IPV6, text)


def _fits(pattern: str, text: str) -> bool:
    return text.isascii() and _READ[pattern].fullmatch(text) is not None


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


def _minute(clock: str) -> int:
    """The minute of the day in UTC; below 0 or above 1439 on the day before or after."""
    own = int(clock[:2]) * 60 + int(clock[3:5])
    if clock[-1] in "Zz":
        return own
    ahead = int(clock[-5:-3]) * 60 + int(clock[-2:])
    return own - ahead if clock[-6] == "+" else own + ahead


def _ends_month(ordinal: int) -> bool:
    if not 1 <= ordinal < date.max.toordinal():
        return ordinal == date.max.toordinal()
    return (date.fromordinal(ordinal) + timedelta(days=1)).day == 1
