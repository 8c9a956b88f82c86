"""Formats as patterns: what a text of a format looks like, exactly or at least."""

from schemas.rfc_formats import DATE_TIME, EMAIL, IPV4, IPV6, TIME, URI, UUID

_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DAYS = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DATE = f"(?:{_YEAR}-{_DAYS}|{_LEAP}-02-29)"
_TRAVEL = "[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8}"
_PASSPORT = "[A-Z0-9]{6,9}"
_RESIDENT = "[1-9][0-9]{5}[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
_USCC = "[0-9A-HJ-NPQRTUWXY]"


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


# A text is of the format when, and only when, it matches.
EXACT = {
    name: _whole(pattern)
    for name, pattern in (
        ("date", DATE),
        ("uri", URI),
        ("uuid", UUID),
        ("ipv4", IPV4),
        ("ipv6", IPV6),
    )
}
# Every text of the format matches.
LIKE = {
    "date-time": _whole(DATE_TIME),
    "time": _whole(TIME),
    "email": _whole(EMAIL),
    "uscc": _whole(f"{_USCC}{{2}}[0-9]{{6}}{_USCC}{{10}}"),
    "resident-id": _whole(_RESIDENT),
    "identity-document": _whole(f"(?:{_RESIDENT}|{_TRAVEL})"),
    "any-identity-document": _whole(f"(?:{_RESIDENT}|{_TRAVEL}|{_PASSPORT})"),
}

# Plainer texts, most of which are of the format: quicker to look among first.
PLAIN = {
    "email": r"^[a-z0-9]+(?:[._+-][a-z0-9]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*$",
    "uri": r"^[a-z]+:[a-z0-9/.?=#-]*$",
    "ipv6": "^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$",
    "time": "^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
    "date-time": f"^{DATE}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
}
# Of the formats we assert these share a text; any other two exclude each other.
SHARED = frozenset(
    [
        frozenset(["resident-id", "identity-document"]),
        frozenset(["resident-id", "any-identity-document"]),
        frozenset(["identity-document", "any-identity-document"]),
        frozenset(["any-identity-document", "uscc"]),
        frozenset(["resident-id", "uscc"]),
        frozenset(["identity-document", "uscc"]),
        frozenset(["ipv6", "uri"]),
    ]
)
