"""A ZIP on its way out, piece by piece; a download that broke off goes on where it stopped."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response, request

from documents.bundle import length, stream
from schemas.bundle import Bundle
from storage.files import FilesShelf
from views.headers import DOWNLOAD


def send_bundle(bundle: Bundle, files: FilesShelf, name: str) -> Response:
    """The bundle's bytes, or those a Range asks for if it is still the same bundle (RFC 9110, 14.2)."""
    whole = length(bundle.entries)
    wanted = _wanted(whole, f'"{bundle.mark}"')
    start, stop = wanted or (0, whole)
    if start >= whole:
        refused = Response(status=416, headers={"Content-Range": f"bytes */{whole}"})
        return _named(refused, bundle, name)
    pieces = _until(stop - start, stream(bundle.entries, files.checked, start=start))
    response = Response(pieces, mimetype="application/zip")
    response.headers["Content-Length"] = str(stop - start)
    if wanted:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{whole}"
    return _named(response, bundle, name)


def _wanted(whole: int, mark: str) -> tuple[int, int] | None:
    """From which byte to which; None for all of it, unless one range is asked for, of this very file."""
    asked = request.range
    same = request.headers.get("If-Range", mark).strip() == mark  # a weak mark is not the same
    if request.method != "GET" or asked is None or asked.units != "bytes" or not same:
        return None
    if len(asked.ranges) != 1:
        return None
    first, beyond = asked.ranges[0]
    if first is not None and first < 0:
        return max(0, whole + first), whole
    return first or 0, min(beyond or whole, whole)


def _until(count: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece[:count]
        count -= len(piece)
        if count <= 0:
            return


def _named(response: Response, bundle: Bundle, name: str) -> Response:
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = f'"{bundle.mark}"'
    response.headers["Content-Security-Policy"] = DOWNLOAD
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
