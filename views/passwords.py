"""Passwords: argon2id at OWASP's minimum cost, at most four checks at once so that logins cannot exhaust memory."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)
_NOBODY = _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    """The argon2id hash to keep for `password`."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Is this the password? Costs the same for a login that does not exist (None)."""
    with _AT_ONCE:
        try:
            _HASHER.verify(password_hash or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None
