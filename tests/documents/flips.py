"""Every single-bit flip, or every n-th: `python -m tests.documents.flips [page|certificate|codes] [stride]`.

Flips the bits of a small sealed page, of a real certificate, or of a printed code; prints what is said of them and exits
with 1 when any flip ever passed. One process; the page's 44,000 flips take six minutes of CPU, a certificate's
450,000 some three hours.
"""

import sys
from collections import Counter
from collections.abc import Iterator

from documents import seal
from documents.certificate import seal_place
from documents.sealing.apply import sealed
from documents.sealing.examine import KnownSeal, examine
from schemas.certificate_design import shipped_design
from tests.documents import test_certificate
from tests.documents.examples import a_permit
from tests.documents.sealing import NOW, a_key, a_sealed_page, known

KEYS = {1: test_certificate.KEY.public_key()}


def flipped(data: bytes, bit: int) -> bytes:
    harmed = bytearray(data)
    harmed[bit // 8] ^= 1 << bit % 8
    return bytes(harmed)


def verdicts(
    data: bytes, seals: tuple[KnownSeal, ...], bits: range
) -> Iterator[tuple[int, str, bool]]:
    """Each flip's bit, what is said of the seal, and whether the file still passes for whole."""
    for bit in bits:
        seen = examine(flipped(data, bit), seals)
        yield bit, seen.seal, seen.seal == "ours" and seen.whole


def readings(token: str, bits: range) -> Iterator[tuple[int, str, bool]]:
    """The same of a printed code's letters, as they would come from a camera."""
    for bit in bits:
        try:
            seal.read(flipped(token.encode(), bit).decode("latin-1"), KEYS)
            yield bit, "read", True
        except (seal.BadSignature, seal.Unreadable) as refused:
            yield bit, type(refused).__name__, False


def a_sealed_certificate() -> bytes:
    """A certificate as it is issued: its page, its attached data, the seal with its picture."""
    certificate = test_certificate.sealed()
    place = seal_place(certificate, shipped_design(a_permit()), demo=False)
    page = test_certificate.printed(certificate)
    return sealed(page, a_key(), place=place, reason="发证", at=NOW)


def main(what: str, stride: int) -> int:
    if what == "codes":
        data = test_certificate.sealed().token.encode()
        found = list(readings(data.decode(), range(0, len(data) * 8, stride)))
    else:
        data = a_sealed_certificate() if what == "certificate" else a_sealed_page()
        found = list(verdicts(data, (known(a_key()),), range(0, len(data) * 8, stride)))
    passed = [bit for bit, _, whole in found if whole]
    words = dict(Counter(said for _, said, _ in found))
    print(
        f"{what}: {len(data)} bytes, {len(found)} flips, {len(passed)} passed: {words} {passed[:9]}"
    )
    return int(bool(passed))


if __name__ == "__main__":
    named = sys.argv[1] if len(sys.argv) > 1 else "page"
    sys.exit(main(named, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
