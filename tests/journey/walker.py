"""Somebody who tries every address: by links as a browser would, and by typing what they should not know."""

import http.client
import re
import urllib.parse
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from tests.documents.reading import text_of
from tests.visitor import Visitor

LINKS = re.compile(r'(?:href|src|action|formaction|hx-get)="([^"#]*)')
NOT_FOLLOWED = ("/static", "/account/logout", "/language", "/size")
MOST_PAGES = 900
OF_A_KIND = 6


@dataclass(frozen=True)
class Reply:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")

    @cached_property
    def readable(self) -> str:
        """Body and headers as words, a PDF's text too, digits without what groups them."""
        body = self.body.decode("utf-8", "replace")
        if self.body.startswith(b"%PDF"):
            body += text_of(self.body).replace("\n", "")
        heads = "\n".join(f"{k}: {urllib.parse.unquote(v)}" for k, v in self.headers)
        whole = unescape(f"{heads}\n{body}")
        return f"{whole}\n{re.sub(r'(?<=[0-9])[, -](?=[0-9])', '', whole)}"


@dataclass
class Walker:
    """One person's browser, or nobody's; it never follows a redirect by itself."""

    name: str
    url: str
    cookie: str = ""
    csrf: str = ""
    _line: http.client.HTTPConnection | None = field(default=None, repr=False)

    def ask(
        self,
        method: str,
        path: str,
        fields: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        sent = {"Cookie": self.cookie, **(headers or {})}
        if method == "POST" and body is None:
            body = urllib.parse.urlencode([("csrf", self.csrf), *fields]).encode()
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        for again in (True, False):
            try:
                return self._ask(method, path, body, sent)
            except (OSError, http.client.HTTPException):
                self._line = None  # a kept line that the server had closed in between
                if not again:
                    raise
        raise AssertionError

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        if self._line is None:
            at = urllib.parse.urlsplit(self.url)
            self._line = http.client.HTTPConnection(at.hostname or "", at.port, timeout=60)
        self._line.request(method, path, body, dict(headers))
        reply = self._line.getresponse()
        return Reply(reply.status, tuple(reply.getheaders()), reply.read())

    def crawl(self, *starts: str, kind: Callable[[str], Hashable]) -> dict[str, Reply]:
        """The addresses of ours that links and forms' GETs lead to, not more than OF_A_KIND of each kind."""
        ahead, found, met = deque(starts), {}, Counter()
        while ahead and len(found) < MOST_PAGES:
            path = ahead.popleft()
            if path in found or met[kind(path)] >= OF_A_KIND:
                continue
            met[kind(path)] += 1
            found[path] = self.ask("GET", path)
            ahead.extend(p for p in self._onward(path, found[path]) if p not in found)
        assert not ahead, f"{self.name} never comes to an end: {list(found)[-20:]}"
        return found

    def _onward(self, path: str, reply: Reply) -> list[str]:
        if "text/html" not in reply.header("Content-Type"):
            return [reply.header("Location")] if reply.header("Location").startswith("/") else []
        raw = [unescape(found) for found in LINKS.findall(reply.body.decode("utf-8", "replace"))]
        whole = [urllib.parse.urljoin(path, link) for link in [*raw, reply.header("Location")]]
        return [
            p.removeprefix(self.url)
            for p in whole
            if p.removeprefix(self.url).startswith("/") and not p.startswith(NOT_FOLLOWED)
        ]


def walker(name: str, url: str, login: str | None = None) -> Walker:
    """Signed in once as `login`, or nobody."""
    visitor = Visitor(url)
    if login:
        assert visitor.sign_in(login).path != "/account/login", login
    return of_visitor(name, visitor)


def of_visitor(name: str, visitor: Visitor) -> Walker:
    """Somebody with this visitor's cookies and token."""
    page = visitor.get("/account/sessions")
    csrf = next(v for form in page.forms() for n, v in form.fields if n == "csrf")
    cookie = "; ".join(f"{c.name}={c.value}" for c in visitor.cookies)
    return Walker(name, visitor.base, cookie, csrf)


def leaks(replies: Mapping[str, Reply], marks: Iterable[tuple[str, str]]) -> list[str]:
    """Where which mark was read, in body or headers."""
    wanted = [(name, mark, urllib.parse.quote(mark)) for name, mark in marks]
    found = []
    for path, reply in replies.items():
        words = reply.readable
        found += [
            f"{name} in {path}" for name, mark, quoted in wanted if mark in words or quoted in words
        ]
    return found


def plain(reply: Reply, path: str) -> tuple[int, tuple[tuple[str, str], ...], str]:
    """A reply without what differs every time: date, nonce, reference, and the address."""
    heads = [(k, v) for k, v in reply.headers if k not in ("Date", "Set-Cookie", "Connection")]
    text = "\n".join(f"{k}: {v}" for k, v in heads) + "\n" + reply.body.decode("utf-8", "replace")
    text = text.replace(urllib.parse.quote(path), "*").replace(path, "*")
    text = re.sub(
        r"nonce-[\w-]+|nonce=\"[^\"]+\"|\b[0-9A-F]{8}\b|name=\"csrf\" value=\"[^\"]*\"", "", text
    )
    text = re.sub(r"X-CSRF-Token[^}]*", "", text)
    head, _, body = text.partition("\n\n")
    return reply.status, (("text", head),), body
