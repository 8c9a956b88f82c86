"""A ZIP on its way out, piece by piece; a download that broke off goes on where it stopped."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from threading import BoundedSemaphore
from urllib.parse import quote
from zlib import crc32

from flask import Response, request
from flask_babel import gettext as _

from documents.bundle import Read, length, stream
from schemas.bundle import Bundle, Entry
from storage.errors import NotFound
from storage.files import FilesShelf
from views.errors import problem
from views.headers import DOWNLOAD
from views.logs import log

DAMAGED = "这个文件在服务器上损坏了，请管理员从备份恢复后再打一次包。".encode()
PLACES = 4  # of a process's eight threads (starting.py): a slow line holds one, the others serve everybody else
_places = BoundedSemaphore(PLACES)


def send_bundle(
    bundle: Bundle, files: FilesShelf, name: str, *, taken: Callable[[], None], kept: bool = True
) -> Response:
    """The bundle's bytes, or those a Range asks for if it is still the same bundle (RFC 9110, 14.2).

    `taken` is called before the first byte goes out, and not where only the size is asked for. A bundle
    that is not `kept` is planned anew each time: without If-Range nobody can say that it is still the same.
    """
    whole = length(bundle.entries)
    wanted = _wanted(whole, f'"{bundle.mark}"', kept=kept)
    start, stop = wanted or (0, whole)
    if start >= whole:
        refused = Response(status=416, headers={"Content-Range": f"bytes */{whole}"})
        return _named(refused, bundle, name)
    response = Response(mimetype="application/zip")
    if request.method == "GET":
        place = _place()
        if place is None:
            return _too_many()
        with place:  # given back where the note of it cannot be kept
            taken()
            place = place.pop_all()
        pieces = stream(bundle.entries, _reading(files), start=start)
        response.response = _until(stop - start, pieces, place)
        response.call_on_close(place.close)
    response.headers["Content-Length"] = str(stop - start)
    if wanted:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{whole}"
    return _named(response, bundle, name)


def _reading(files: FilesShelf) -> Read:
    """Kept files; in place of one that is damaged or lost, as many bytes that say so. One broken file shall
    not keep 500 cases back: `verify` names it, and so does the log."""

    def read(entry: Entry) -> tuple[int, Iterable[bytes]]:
        try:
            return files.checked(entry.sha256)
        except NotFound:
            log.error("damaged file", extra={"path": entry.sha256})
            instead = DAMAGED[: entry.size].ljust(entry.size)
            return crc32(instead), (instead,)

    return read


def _place() -> ExitStack | None:
    """A place to be closed when the download is over, None when all are taken."""
    if not _places.acquire(blocking=False):
        return None
    place = ExitStack()
    place.callback(_places.release)
    return place


def _too_many() -> Response:
    advice = _("请过一会儿再下载。断了的下载可以接着下，已经下好的部分不会丢。")
    response = problem(503, _("同时下载的人太多"), advice)
    response.headers["Retry-After"] = "30"
    return response


def _wanted(whole: int, mark: str, *, kept: bool) -> tuple[int, int] | None:
    """From which byte to which; None for all of it, unless one range is asked for, of this very file."""
    asked = request.range
    # A weak mark is not the same.
    same = request.headers.get("If-Range", mark if kept else "").strip() == mark
    if request.method != "GET" or asked is None or asked.units != "bytes" or not same:
        return None
    if len(asked.ranges) != 1:
        return None
    first, beyond = asked.ranges[0]
    if first is not None and first < 0:
        return max(0, whole + first), whole
    return first or 0, min(beyond or whole, whole)


def _until(count: int, pieces: Iterator[bytes], place: ExitStack) -> Iterator[bytes]:
    with place:
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
