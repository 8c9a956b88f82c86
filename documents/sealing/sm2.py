"""A second signature beside the file, by SM2 with SM3 (GB/T 32918.2, GB/T 32905), made and checked by OpenSSL's command.

Whoever has the public key can check by `openssl` alone that not one byte changed. It is no lawful electronic seal:
GB/T 38540 asks for a licensed authority and a certified module, and this key has neither.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from documents.sealing.key import BadSealKey

WHO = "distid:1234567812345678"  # the signer's name where none was agreed on, GB/T 35276
CURVE = bytes.fromhex("06082a811ccf5501822d")  # 1.2.156.10197.1.301, as it stands in every SM2 key
DIGEST = ("openssl", "dgst", "-sm3", "-sigopt", WHO)
SPOKEN = "YIZHAO_SM2_KEY_OPENED_BY"  # the password's name, in the command's own environment alone
SECONDS = 10


class NoOpenssl(Exception):
    """The openssl command is not on this machine: apt install openssl."""


@dataclass(frozen=True)
class Sm2Key:
    """`id` is for ever. Both halves are PEM; without `private` it only checks."""

    id: int
    public: bytes
    private: bytes | None = field(default=None, repr=False)


def open_sm2_key(id: int, data: bytes, password: str = "") -> Sm2Key:
    """The key in a PEM file, private or public. Raises BadSealKey when there is no SM2 key in it, NoOpenssl."""
    private = None if b"BEGIN PUBLIC KEY" in data else _converted(id, data, (), password)
    half = ("-pubout",) if private else ("-pubin",)
    public = _converted(id, private or data, half)
    if CURVE not in _converted(id, public, ("-pubin", "-outform", "DER")):
        raise BadSealKey(f"sm2-{id}.pem: the key is of another kind than SM2")
    return Sm2Key(id, public, private)


def signature(data: bytes, key: Sm2Key) -> bytes:
    """The signature of `data` as DER, another one each time. Raises ValueError when the key only checks, NoOpenssl."""
    if key.private is None:
        raise ValueError(f"Key {key.id} has no private half; it can only check.")
    with _file(key.private) as private:
        done = _run((*DIGEST, "-sign", private), data, private)
    if done.returncode or not done.stdout:
        raise ValueError(f"openssl: {done.stderr.decode(errors='replace').strip()[:200]}")
    return done.stdout


def holds(data: bytes, signature: bytes, key: Sm2Key) -> bool:
    """Was `signature` made by this key for exactly these bytes? Raises NoOpenssl."""
    with _file(key.public) as public, _file(signature) as signed:
        done = _run((*DIGEST, "-verify", public, "-signature", signed), data, public, signed)
    return done.returncode == 0


def _converted(id: int, data: bytes, how: Sequence[str], password: str = "") -> bytes:
    with _file(data) as key:
        order = ("openssl", "pkey", "-in", key, "-passin", f"env:{SPOKEN}", *how)
        done = _run(order, b"", key, secret=password)
    if done.returncode:
        raise BadSealKey(f"sm2-{id}.pem: openssl cannot open it")
    return done.stdout


@contextmanager
def _file(content: bytes) -> Iterator[str]:
    """A path to `content` that stands in memory alone and that a child may be given."""
    made = os.memfd_create("sm2")
    try:
        os.write(made, content)
        os.lseek(made, 0, os.SEEK_SET)
        yield f"/dev/fd/{made}"
    finally:
        os.close(made)


def _run(
    order: Sequence[str], data: bytes, *files: str, secret: str = ""
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            order,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            pass_fds=[int(name.rpartition("/")[2]) for name in files],
            env={"PATH": os.environ.get("PATH", os.defpath), SPOKEN: secret},
        )
    except FileNotFoundError as missing:
        raise NoOpenssl(NoOpenssl.__doc__) from missing
