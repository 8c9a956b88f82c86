"""What a page says in the wrong language: Chinese that is neither marked as such nor from the catalogue."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.locales import ROOT, catalog
from views.permits import clauses

HAN = r"\p{Script=Han}"
_HAN = re.compile(
    r"[\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9"
    r"\U00016fe2-\U00016ff6\U00020000-\U000323af]"
)
# Words by people and departments stand inside sentences there, where they cannot be marked.
QUOTING = (
    "title, .field-error, .error-summary, .mark-ok, .link, .build-when, .build-card, .field-foot, "
    ".desk-sentences, a.danger"
)
LEFT = """([pattern, quoting]) => {
  const wrong = new RegExp(pattern, "u");
  const isMarked = (node) => node.closest("[lang^=zh]:not(html), script, style, textarea");
  const left = [];
  const read = (text, node, quotes) => {
    if (text && wrong.test(text) && !isMarked(node)) left.push([text, quotes]);
  };
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    read(texts.currentNode.data, node, !quoting || !!node.closest(quoting));
  }
  for (const name of ["aria-label", "title", "alt", "placeholder"])
    document.querySelectorAll(`[${name}]`).forEach((node) => read(node.getAttribute(name), node, true));
  return left;
}"""


def chinese_left(page: Page, known: list[str]) -> list[str]:
    """Texts and names with Chinese in them on a page in another language."""
    return _left(page, HAN, _HAN, QUOTING, known)


def simplified_left(page: Page, known: list[str]) -> list[str]:
    """Texts and names with letters that only simplified Chinese has, on a page in traditional Chinese."""
    letters = f"[{_simplified_letters()}]"
    return _left(page, letters, re.compile(letters), "", known)


def catalogue_words() -> frozenset[str]:
    """Everything the catalogue says in Chinese, clause by clause too."""
    whole = frozenset(_words(*(json.loads(p.read_text("utf-8")) for p in _documents())))
    return whole | {clause for words in whole for clause in clauses(words)}


def longest_first(*words: str) -> list[str]:
    """In the order in which they can be taken out of a text without leaving pieces of each other."""
    return sorted(set(words), key=len, reverse=True)


def _documents() -> Iterator[Any]:
    yield from (ROOT / "catalogue").rglob("*.json")
    yield ROOT / "schemas" / "field_types" / "divisions.json"


def _words(*values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict):
            yield from _words(*value, *value.values())
        elif isinstance(value, list):
            yield from _words(*value)
        elif isinstance(value, str) and re.search("[一-鿿]", value):
            yield value


def _traditional(*values: Any) -> Iterator[str]:
    for value in values:
        for key, inside in value.items() if isinstance(value, dict) else ():
            yield from _words(*inside.values()) if key == "zh-Hant" else _traditional(inside)
        if isinstance(value, list):
            yield from _traditional(*value)


@cache
def _simplified_letters() -> str:
    messages = [m for m in catalog("zh_Hant") if m.id]
    written = "".join(m.id[0] if m.pluralizable else m.id for m in messages)
    translated = "".join(m.string[0] if m.pluralizable else m.string for m in messages)
    translated += "".join(_traditional(*(json.loads(p.read_text("utf-8")) for p in _documents())))
    return "".join(sorted(c for c in set(written) - set(translated) if "一" <= c <= "鿿"))


def _left(
    page: Page, pattern: str, wrong: re.Pattern[str], quoting: str, known: list[str]
) -> list[str]:
    """What people and departments said (`known`, thousands of words) is taken out here: sent to the page,
    it would cost more than the page."""
    found = page.evaluate(LEFT, [pattern, quoting])
    left = [
        text for text, quotes in found if wrong.search(_without(text, known) if quotes else text)
    ]
    return list(dict.fromkeys(text.strip()[:80] for text in left))


def _without(text: str, known: list[str]) -> str:
    for words in known:
        text = text.replace(words, "")
    return text
