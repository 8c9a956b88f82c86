"""A visitor with a browser that knows no JavaScript: follows links, sends forms, keeps cookies."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar

Pairs = list[tuple[str, str]]
File = tuple[str, str, bytes]


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects."""

    status: int
    url: str
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path

    @property
    def words(self) -> str:
        """The page's text without its markup, blanks folded."""
        plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", self.text, flags=re.S)
        return " ".join(_unescape(plain).split())

    def forms(self) -> "list[Form]":
        reader = _FormReader()
        reader.feed(self.text)
        return reader.found

    def form(self, action: str) -> "Form":
        """The first form whose action ends with `action`."""
        for form in self.forms():
            if urllib.parse.urlsplit(form.action).path.endswith(action):
                return form
        raise AssertionError(
            f"no form for {action!r} on {self.url}: {[f.action for f in self.forms()]}"
        )


@dataclass
class Form:
    action: str
    method: str
    fields: Pairs
    buttons: list[tuple[str, str, str]]


class Visitor:
    """Every request goes over HTTP to `base`; `Sec-Fetch-Site` and `Origin` are sent as a browser would."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = CookieJar()
        kept = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(kept)
        self._staying = urllib.request.build_opener(kept, _Stay)

    def get(self, path: str, **query: object) -> Answer:
        url = urllib.parse.urljoin(self.base, path)
        if query:
            url += "?" + urllib.parse.urlencode(query, doseq=True)
        return self._open(urllib.request.Request(url))

    def post(
        self,
        path: str,
        fields: Iterable[tuple[str, str]] = (),
        files: Iterable[File] = (),
        *,
        follow: bool = True,
    ) -> Answer:
        """What came back; without `follow` the redirect itself."""
        url = urllib.parse.urljoin(self.base, path)
        body, kind = _multipart(list(fields), list(files))
        headers = {"Content-Type": kind, "Origin": self.base, "Sec-Fetch-Site": "same-origin"}
        request = urllib.request.Request(url, body, headers, method="POST")
        return self._open(request, self._opener if follow else self._staying)

    def send(
        self, page: Answer, action: str, fields: Pairs = (), files: Iterable[File] = ()
    ) -> Answer:  # type: ignore[assignment]
        """Send the form of `page` with its own values, those named in `fields` replaced."""
        form = page.form(action)
        replaced = {name for name, _ in fields}
        kept = [(n, v) for n, v in form.fields if n not in replaced]
        target = urllib.parse.urljoin(page.url, form.action)
        if form.method == "get":
            return self.get(f"{target}?{urllib.parse.urlencode([*kept, *fields])}")
        return self.post(target, [*kept, *fields], files)

    def sign_in(self, login: str, password: str = "yizhao-demo") -> Answer:
        page = self.get("/account/login")
        return self.send(page, "/account/login", [("login", login), ("password", password)])

    def _open(
        self, request: urllib.request.Request, opener: urllib.request.OpenerDirector | None = None
    ) -> Answer:
        try:
            with (opener or self._opener).open(request, timeout=60) as reply:
                return Answer(reply.status, reply.url, reply.read(), dict(reply.headers))
        except urllib.error.HTTPError as reply:
            return Answer(reply.code, reply.url or "", reply.read(), dict(reply.headers))


class _Stay(urllib.request.HTTPRedirectHandler):
    """Nobody reads the page that a redirect leads to."""

    def redirect_request(self, *_: object) -> None:
        return None


class _FormReader(HTMLParser):
    """Forms with their controls' present values; controls of a form elsewhere (form=…) are kept apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.found.append(Form(a.get("action", ""), a.get("method", "get").lower(), [], []))
        elif tag == "option" and self._select:
            self._options.append((a.get("value", ""), "selected" in a))
        elif self.found and a.get("name") and "disabled" not in a:
            self._control(tag, a)

    def _control(self, tag: str, a: dict[str, str]) -> None:
        form, kind = self.found[-1], a.get("type", "text")
        if tag == "select":
            self._select, self._options = a["name"], []
        elif tag == "textarea":
            self._area, self._words = a["name"], ""
        elif tag == "button" or kind == "submit":
            form.buttons.append((a["name"], a.get("value", ""), a.get("formaction", "")))
        elif (
            tag == "input"
            and kind != "file"
            and (kind not in ("checkbox", "radio") or "checked" in a)
        ):
            form.fields.append((a["name"], a.get("value", "on" if kind == "checkbox" else "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            chosen = [v for v, on in self._options if on] or [v for v, _ in self._options[:1]]
            self.found[-1].fields += [(self._select, v) for v in chosen]
            self._select = None
        elif tag == "textarea" and self._area:
            self.found[-1].fields.append((self._area, self._words.removeprefix("\n")))
            self._area = None


def _multipart(fields: Pairs, files: list[File]) -> tuple[bytes, str]:
    if not files:
        return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
    mark = uuid.uuid4().hex
    pieces = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
        for n, v in fields
    ]
    for name, filename, data in files:
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        pieces.append(head.encode() + data + b"\r\n")
    return b"".join(pieces) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def _unescape(text: str) -> str:
    from html import unescape

    return unescape(text)


def as_json(answer: Answer) -> object:
    return json.loads(answer.body)
