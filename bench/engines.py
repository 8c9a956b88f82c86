"""The engines that printing is measured beside, each in a process of its own and warm before it counts.

Ours changes WeasyPrint within its process, so the engine as it comes must never share one with it.
"""

import multiprocessing
import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Given:
    """What a document hands to the renderer; `how` is what only ours understands: PDF/A, attachments, codes."""

    html: str
    css: str
    how: Mapping[str, Any]


Engine = Callable[[Given], bytes]


@dataclass(frozen=True)
class Measure:
    """CPU seconds and bytes of one document, and the most memory its process had until then, in MB."""

    cpu: float
    size: int
    memory: float


class Press:
    """An engine behind a pipe."""

    def __init__(self, name: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, far), daemon=False)
        self._process.start()
        far.close()  # else a process that died is waited for for ever

    def print(self, given: Given) -> Measure:
        self.begin(given)
        return self.end()

    def begin(self, given: Given) -> None:
        self._line.send(given)

    def end(self) -> Measure:
        answer = self._line.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer

    def close(self) -> None:
        self._line.send(None)
        self._process.join()


def _serve(name: str, line: Connection) -> None:
    engine = None
    while given := line.recv():
        try:
            engine = engine or ENGINES[name]()
            start = cpu_seconds()
            made = engine(given)
            line.send(Measure(cpu_seconds() - start, len(made), _memory()))
        except Exception as problem:  # told to the one who asked
            line.send(f"{name}: {problem!r}")


def ours() -> Engine:
    from documents import pdf

    return lambda given: pdf.render(given.html, css=given.css, **given.how)


def weasyprint() -> Engine:
    """As its first page of documentation shows it, with the machine's own font set-up."""
    from weasyprint import CSS, HTML

    families = {"Paper Serif": "Noto Serif CJK SC", "Paper Sans": "Noto Sans CJK SC"}
    # Ours writes the numbers of pages into its links after laying out; in CSS they are counters of targets.
    counted = ".page-of::after { content: target-counter(attr(href), page) }"

    def plain(given: Given) -> bytes:
        html = re.sub(r'(<a class="page-of"[^>]*>)0</a>', r"\1</a>", given.html)
        css = given.css + counted
        for ours_, theirs in families.items():
            html, css = html.replace(ours_, theirs), css.replace(ours_, theirs)
        return HTML(string=html).write_pdf(stylesheets=[CSS(string=css)])

    return plain


def chromium() -> Engine:
    from playwright.sync_api import sync_playwright

    browser = sync_playwright().start().chromium.launch(executable_path=shutil.which("chromium"))
    page = browser.new_page()

    def printer(given: Given) -> bytes:
        css = given.css.replace("Paper Serif", "Noto Serif CJK SC").replace(
            "Paper Sans", "Noto Sans CJK SC"
        )
        page.set_content(given.html.replace("</head>", f"<style>{css}</style></head>"))
        return page.pdf(prefer_css_page_size=True, print_background=True)

    return printer


def typst() -> Engine:
    """The same headings, tables, texts and pictures in its own language; not the same look."""
    import typst as compiler

    fonts = ["/usr/share/fonts/opentype/noto"]

    def printer(given: Given) -> bytes:
        source = Typst(given.html).source.encode()
        return compiler.compile(source, font_paths=fonts)

    return printer


class Typst(HTMLParser):
    """Our HTML as typst: headings, paragraphs, tables with their spans, pictures left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.out: list[str] = [
            '#set page("a4", margin: 18mm)\n#set text(font: "Noto Serif CJK SC", size: 10.5pt)\n'
        ]
        self.depth = 0
        self.skip = False
        self.feed(re.sub(r"(?s)<head>.*?</head>", "", html))

    @property
    def source(self) -> str:
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "colgroup":
            self.columns = 0
        elif tag == "col":
            self.columns += 1
        elif tag == "tr" and not self.open_table():
            return
        elif tag in {"td", "th"}:
            self.out.append(f"table.cell(colspan: {facts.get('colspan') or 1})[")
        elif tag == "table":
            self.depth += 1
            self.waiting = True
            self.columns = 0
        elif tag in {"h1", "h2", "p"}:
            self.out.append('\n#text(weight: "bold")[' if tag != "p" else "\n#par[")

    def open_table(self) -> bool:
        if self.waiting:
            self.out.append(f"#table(columns: {max(1, self.columns)}, ")
            self.waiting = False
        return True

    waiting = False
    columns = 0

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.out.append("], ")
        elif tag == "table":
            self.depth -= 1
            self.out.append(")\n" if not self.waiting else "")
            self.waiting = False
        elif tag in {"h1", "h2", "p"}:
            self.out.append("]\n")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.out.append(re.sub(r"([\\#$*_`<>@=\[\]~/-])", r"\\\1", data))


ENGINES: dict[str, Callable[[], Engine]] = {
    "ours": ours,
    "weasyprint": weasyprint,
    "chromium": chromium,
    "typst": typst,
}


def cpu_seconds() -> float:
    """User and system time of this process, and in hundredths of everything below it."""
    times: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            times[int(entry.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS)
    mine = {os.getpid()}
    while more := {p for p, (parent, _) in times.items() if parent in mine} - mine:
        mine |= more
    return time.process_time() + sum(times[p][1] for p in mine - {os.getpid()})


def _memory() -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+([0-9]+)", status)[1]) / 1024
