"""Every single-bit flip of a sealed file, or every n-th: `python -m tests.documents.flips [stride]`.

Says how often the seal alone refused; exits with 1 when it ever did not.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool

from documents.sealing.examine import examine
from tests.documents.sealing import a_key, a_sealed_page, known


def flipped(data: bytes, bit: int) -> bytes:
    harmed = bytearray(data)
    harmed[bit // 8] ^= 1 << bit % 8
    return bytes(harmed)


def verdicts(data: bytes, seals: tuple, bits: range) -> Iterator[tuple[int, str, bool]]:
    """Each flip's bit, what is said of the seal, and whether the file still passes for whole."""
    for bit in bits:
        seen = examine(flipped(data, bit), seals)
        yield bit, seen.seal, seen.seal == "ours" and seen.whole


def main(stride: int) -> int:
    data, seals = a_sealed_page(), (known(a_key()),)
    shares = [(data, seals, range(n * stride, len(data) * 8, 2 * stride)) for n in range(2)]
    with Pool(2) as pool:
        found = [v for share in pool.starmap(_all, shares) for v in share]
    words = Counter(seal for _, seal, _ in found)
    passed = [bit for bit, _, whole in found if whole]
    print(
        f"{len(data)} bytes, {len(found)} flips, {len(passed)} passed: {dict(words)} {passed[:9]}"
    )
    return int(bool(passed))


def _all(data: bytes, seals: tuple, bits: range) -> list[tuple[int, str, bool]]:
    return list(verdicts(data, seals, bits))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
