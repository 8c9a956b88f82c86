"""Files on their way out: named in Chinese, never sniffed, never run."""

from urllib.parse import quote

from flask import Response

from views.headers import DOWNLOAD

# A sandbox keeps browsers from showing a PDF; without scripts, frames or sources it can do nothing anyway.
SHOWN = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; img-src 'self' data:; frame-ancestors 'self'"
SHOWABLE = frozenset({"application/pdf", "image/jpeg", "image/png"})


def send_file(data: bytes, name: str, media_type: str, *, shown: bool = False) -> Response:
    """`data` as a download called `name`; `shown`: in the page or a frame of ours, for PDF, JPEG and PNG only."""
    inline = shown and media_type in SHOWABLE
    response = Response(data, mimetype=media_type)
    kind = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = SHOWN if inline else DOWNLOAD
    if inline:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
