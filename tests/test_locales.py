"""Every text of the program is translated, and every translation is of a text that is there."""

import re

import pytest

from tests.locales import LANGUAGES, LOCALES, catalog, texts
from views.languages import compile_all

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def written():
    return texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language, written):
    kept = {_words(m): m for m in catalog(language) if m.id}
    missing = [f"{id} ({t.places[0]})" for id, t in written.items() if id not in kept]
    unsure = [id for id, m in kept.items() if m.fuzzy or not all(_forms(m))]
    counted = [id for id, t in written.items() if id in kept and t.is_counted != _plural(kept[id])]

    assert (missing, unsure, counted) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language, written):
    kept = catalog(language)

    assert [_words(m) for m in kept if m.id and _words(m) not in written] == []
    assert list(kept.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_its_text_fills_in(language):
    wrong = [
        (_words(m), form)
        for m in catalog(language)
        if m.id
        for form in _forms(m)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(_words(m)))
        or form.count("%") - len(PLACEHOLDER.findall(form)) != _words(m).count("%") - _holes(m)
    ]

    assert wrong == []


@pytest.mark.parametrize(("language", "forms"), [("zh_Hant", 1), ("en", 2), ("pt", 2)])
def test_what_is_counted_has_as_many_forms_as_its_language(language, forms):
    counted = [m for m in catalog(language) if _plural(m)]

    assert {len(_forms(m)) for m in counted} == {forms} == {catalog(language).num_plurals}


@pytest.mark.parametrize("language", ["en", "pt"])
def test_no_chinese_is_left_in_a_translation(language):
    left = [f for m in catalog(language) if m.id for f in _forms(m) if re.search("[一-鿿]", f)]

    assert left == []


def test_all_translations_compile(tmp_path):
    made = compile_all(LOCALES, tmp_path)

    assert sorted(p.parent.parent.name for p in made.rglob("messages.mo")) == sorted(LANGUAGES)


def _words(message):
    return message.id[0] if _plural(message) else message.id


def _plural(message):
    return isinstance(message.id, tuple)


def _forms(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _holes(message):
    return len(PLACEHOLDER.findall(_words(message)))
