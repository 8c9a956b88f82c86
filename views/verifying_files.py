"""Is this file real? Its seal, whether a byte changed since, and what the register says: three answers."""

import hashlib
from dataclasses import dataclass

from documents.sealing.examine import Examined, examine
from documents.sealing.limited import examine_stranger
from schemas.certificate import Certificate
from storage.errors import NotFound
from views.clock import today
from views.seals import known_seals
from views.second_signature import SecondSignature, second_of
from views.store import keys, settings, store
from views.verifying import by_token


@dataclass(frozen=True)
class FileFinding:
    """`verdict`: the certificate's state when the register holds this very file; else altered, foreign,
    unsealed, unregistered or unreadable. `named`: the certificate such a file claims to be, if there is one.
    `second`: the SM2 signature that was made beside it, if one was."""

    verdict: str
    seen: Examined
    certificate: Certificate | None = None
    named: Certificate | None = None
    second: SecondSignature | None = None


def by_file(data: bytes) -> FileFinding:
    """What a file proves. Only the very bytes that were issued count as the certificate."""
    known = known_seals(keys(), settings())
    try:
        kept = store().certificates.of_file(hashlib.sha256(data).hexdigest())
    except NotFound:
        seen = examine_stranger(data, known)
        return FileFinding(_doubt(seen), seen, named=_named(seen))
    seen, second = examine(data, known), second_of(kept, data)
    return FileFinding(kept.state_on(today()), seen, kept, second=second)


def _doubt(seen: Examined) -> str:
    if seen.seal == "ours":
        return "unregistered" if seen.whole else "altered"
    return {"none": "unsealed", "broken": "altered"}.get(seen.seal, seen.seal)


def _named(seen: Examined) -> Certificate | None:
    """The certificate whose code the file carries; anyone can copy a code, so it proves nothing here."""
    token = seen.data.get("token") if isinstance(seen.data, dict) else None
    return by_token(token[:400]).certificate if isinstance(token, str) else None
