"""Translations as XLIFF 1.2, which every translation tool reads, and as a spreadsheet; out and back in."""

from collections.abc import Callable
from xml.etree import ElementTree as Xml

from form_builder.sheets import read_sheets, write_sheets
from form_builder.translations import texts
from schemas.form import Schema
from schemas.wording import N_

Said = Callable[[str], str]
SPACE = "urn:oasis:names:tc:xliff:document:1.2"
MOST_BYTES = 2_000_000
COLUMNS = ("id", "zh-Hans")


class NotTranslations(ValueError):
    """This file brings no translations; the message says why, marked for translation."""


def to_xliff(form: Schema, language: str, name: str) -> bytes:
    """Every text with the translation there is; what is missing has an empty target."""
    Xml.register_namespace("", SPACE)
    root = Xml.Element(f"{{{SPACE}}}xliff", version="1.2")
    about = {
        "original": name,
        "source-language": "zh-Hans",
        "target-language": language,
        "datatype": "plaintext",
    }
    body = Xml.SubElement(Xml.SubElement(root, f"{{{SPACE}}}file", about), f"{{{SPACE}}}body")
    for text in texts(form):
        unit = Xml.SubElement(body, f"{{{SPACE}}}trans-unit", id=text.id)
        Xml.SubElement(unit, f"{{{SPACE}}}source").text = _plain(text.source)
        said = text.said(form, language)
        state = {} if said else {"state": "needs-translation"}
        Xml.SubElement(unit, f"{{{SPACE}}}target", state).text = _plain(said)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def from_xliff(data: bytes) -> tuple[str, dict[str, str]]:
    """(target language, translation by id). Raises NotTranslations; entities are refused unread."""
    if len(data) > MOST_BYTES:
        raise NotTranslations(N_("文件太大：最多 2 MB。"))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotTranslations(N_("文件里有不能读的声明（DOCTYPE）。"))
    try:
        root = Xml.fromstring(data)  # noqa: S314 (no document type, so nothing to expand)
    except (Xml.ParseError, ValueError, LookupError) as problem:
        raise NotTranslations(N_("这个文件不是 XLIFF。")) from problem
    file = root.find(f"{{{SPACE}}}file")
    if root.tag != f"{{{SPACE}}}xliff" or file is None:
        raise NotTranslations(N_("这个文件不是 XLIFF 1.2。"))
    units = file.iter(f"{{{SPACE}}}trans-unit")
    said = {
        u.get("id", ""): "".join(t.itertext())
        for u in units
        if (t := u.find(f"{{{SPACE}}}target")) is not None
    }
    return file.get("target-language", ""), said


def to_sheet(form: Schema, languages: tuple[str, ...]) -> bytes:
    """One row a text, one column a language."""
    rows = [[*COLUMNS, *languages]]
    rows += [
        [t.id, t.source, *(t.said(form, language) for language in languages)] for t in texts(form)
    ]
    return write_sheets({"translations": rows})


def from_sheet(data: bytes) -> dict[str, dict[str, str]]:
    """Language → (translation by id). Raises sheets.Unreadable or NotTranslations."""
    rows = next((rows for rows in read_sheets(data).values() if rows), [])
    heads = list(rows[0]) if rows else []
    if heads[:1] != ["id"]:
        raise NotTranslations(N_("第一行要是 id、zh-Hans 和各种语言。"))
    return {
        language: {row[0]: row[n] for row in rows[1:] if n < len(row)}
        for n, language in enumerate(heads)
        if language and language not in COLUMNS
    }


def _plain(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or c >= " ")
