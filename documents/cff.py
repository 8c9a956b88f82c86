"""A bare CFF table for a PDF: a CID-keyed font with outlines and widths, and nothing else.

Layout: Adobe Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings). fontTools would carry the names, hints
and several font dictionaries of its source along.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence

DEFAULT_WIDTH = 1000  # of a Han character; a program without a width has this one
ADOBE, IDENTITY = 391, 392  # the first strings after the standard ones
ROS, CID_COUNT, FD_ARRAY, FD_SELECT = (12, 30), (12, 34), (12, 36), (12, 37)
FONT_BBOX, CHARSET, CHAR_STRINGS, PRIVATE, DEFAULT_WIDTH_X = (5,), (15,), (17,), (18,), (20,)
MOST_CIDS = 0xFFFF


def cid_font(programs: Mapping[int, bytes], *, name: str, bbox: Sequence[int]) -> bytes:
    """The table of these Type 2 programs by CID, .notdef (0) among them. A width in a program is absolute."""
    cids = sorted(programs)
    private = _entry(DEFAULT_WIDTH_X, DEFAULT_WIDTH)
    head = bytes((1, 0, 4, 2)) + _index([name.encode("ascii", "replace")])
    middle = _index([b"Adobe", b"Identity"]) + _index([])
    charset = b"\0" + struct.pack(f">{len(cids) - 1}H", *cids[1:])
    select = struct.pack(">BHHBH", 3, 1, 0, 0, len(cids))
    outlines = _index([programs[cid] for cid in cids])
    start = len(head) + len(_index([_top(bbox, (0, 0, 0, 0))])) + len(middle)
    at = _offsets(start, (charset, select, outlines, private))
    fonts = _index([_entry(PRIVATE, len(private), at[3], wide=True)])
    top = _index([_top(bbox, (at[0], at[1], at[2], at[4]))])
    return b"".join((head, top, middle, charset, select, outlines, private, fonts))


def _top(bbox: Sequence[int], at: tuple[int, int, int, int]) -> bytes:
    charset, select, outlines, fonts = at
    return b"".join(
        (
            _entry(ROS, ADOBE, IDENTITY, 0),
            _entry(FONT_BBOX, *bbox),
            _entry(CID_COUNT, MOST_CIDS),
            _entry(CHARSET, charset, wide=True),
            _entry(FD_SELECT, select, wide=True),
            _entry(CHAR_STRINGS, outlines, wide=True),
            _entry(FD_ARRAY, fonts, wide=True),
        )
    )


def _offsets(start: int, pieces: Iterable[bytes]) -> list[int]:
    """Where each piece begins, and where the last one ends."""
    found = [start]
    for piece in pieces:
        found.append(found[-1] + len(piece))
    return found


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\0\0"
    ends = [1]
    for item in items:
        ends.append(ends[-1] + len(item))
    size = (ends[-1].bit_length() + 7) // 8
    offsets = b"".join(end.to_bytes(size, "big") for end in ends)
    return struct.pack(">HB", len(items), size) + offsets + b"".join(items)


def _entry(operator: tuple[int, ...], *numbers: int, wide: bool = False) -> bytes:
    """`wide` numbers take five bytes whatever they are, so that offsets can be filled in afterwards."""
    return b"".join(_number(n, wide) for n in numbers) + bytes(operator)


def _number(n: int, wide: bool) -> bytes:
    if wide or not -0x8000 <= n < 0x8000:
        return struct.pack(">Bi", 29, n)
    return bytes((n + 139,)) if -107 <= n <= 107 else struct.pack(">Bh", 28, n)
