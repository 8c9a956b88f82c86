"""Patterns and formats reasoned about, RE2 and the formats' own checks as reference."""

import time
from contextlib import suppress
from itertools import combinations, product
from random import Random

import pytest
import re2

from form_builder.patterns.format_words import EXACT, LIKE, SHARED
from form_builder.patterns.machine import machine
from form_builder.patterns.words import TooMuch, Words
from schemas.formats import FORMATS

ATOMS = (
    "a",
    "b",
    "k",
    ".",
    "\\d",
    "\\w",
    "\\s",
    "\\S",
    "[ab]",
    "[^a]",
    "[a-c]",
    "[[:alpha:]]",
    "\\pL",
)
ATOMS += (
    "[^\\p{Han}]",
    "一",
    "[一-龥]",
    "\\x{4e00}",
    "[]a]",
    "[a-]",
    "\\Qa.b\\E",
    "(?i:k)",
    "(?i:[a-z])",
)
ATOMS += (
    "(?s:.)",
    "\\n",
    "(?i:é)",
    "a{,2}",
    "\\PN",
    "[\\w.+-]",
    "^",
    "$",
    "\\b",
    "(?m:^)",
    "(?m:$)",
    "\\z",
)
CHARACTERS = "abkKsS\u212a\u017f.1_ -\n\r一龥éÉ{,2}\u00a0]\u0000"
QUIET = re2.Options()
QUIET.log_errors = False


def a_pattern(rng, depth):
    if depth == 0 or rng.random() < 0.35:
        return rng.choice(ATOMS)
    one, two = a_pattern(rng, depth - 1), a_pattern(rng, depth - 1)
    count = rng.choice(("*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"))
    return rng.choice((one + two, f"({one}|{two})", f"{one}|{two}", f"(?:{one}){count}"))


def reads(reader, text):
    state = reader.start
    for c in text:
        state = reader.step(state, reader.symbol(ord(c)))
    return reader.accepts(state)


def test_a_machine_finds_what_re2_finds():
    rng, read = Random(3), 0
    for _ in range(700):
        pattern = a_pattern(rng, 3)
        try:
            search, reader = re2.compile(pattern, QUIET).search, machine(pattern)
        except (re2.error, ValueError):
            continue
        read += 1
        texts = ["".join(rng.choices(CHARACTERS, k=rng.randint(0, 5))) for _ in range(20)]
        assert [reads(reader, t) for t in texts] == [search(t) is not None for t in texts], pattern
    assert read > 450


def test_words_are_found_where_there_are_any():
    """Every text of up to four characters of a small alphabet is tried where none was found."""
    rng = Random(8)
    every = ["".join(t) for n in range(5) for t in product("ab-", repeat=n)]
    empty = 0
    for _ in range(250):
        wanted = [f"^{small(rng, 2)}$" for _ in range(2)]
        unwanted = [f"^{small(rng, 2)}$" for _ in range(rng.randint(0, 1))]
        low, but = rng.randint(0, 2), rng.sample(every, 3)
        high = rng.choice((None, low, low + 1, 3))
        found = Words(wanted, unwanted, low, high, but).first()

        def fits(t, wanted=wanted, unwanted=unwanted, low=low, high=high, but=but):
            return (
                low <= len(t) <= (len(t) if high is None else high)
                and all(re2.search(p, t) for p in wanted)
                and not any(re2.search(p, t) for p in unwanted)
                and t not in but
            )

        empty += found is None
        assert fits(found) if found is not None else not any(map(fits, every))
    assert 20 < empty < 230


def small(rng, depth):
    if depth == 0 or rng.random() < 0.4:
        return rng.choice(("a", "b", "-", "[ab]", "[^a]", "."))
    one, two = small(rng, depth - 1), small(rng, depth - 1)
    return rng.choice(
        (one + two, f"(?:{one}|{two})", f"(?:{one}){rng.choice(('*', '?', '{1,2}'))}")
    )


@pytest.mark.parametrize("pair", list(combinations(sorted({**EXACT, **LIKE}), 2)), ids="-".join)
def test_formats_that_share_a_text(pair):
    patterns = [{**EXACT, **LIKE}[name] for name in pair]
    if pair != ("date", "ipv6"):  # too much work; a date has no colon
        assert Words(patterns).is_possible() is (frozenset(pair) in SHARED)


def test_every_format_that_is_asserted_has_a_pattern():
    assert {*EXACT, *LIKE} == {*FORMATS}


@pytest.mark.parametrize("name", sorted(LIKE))
def test_every_text_of_a_format_matches_its_pattern(name):
    texts = {"identity-document": ["12345678", "H12345678", "M1234567801"]}
    texts["any-identity-document"] = [*texts["identity-document"], "E12345678", "AB12345"]

    assert [t for t in texts.get(name, ()) if not re2.search(LIKE[name], t)] == []
    assert all(FORMATS[name](t) for t in texts.get(name, ()))


@pytest.mark.parametrize("name", sorted(EXACT))
def test_an_exact_pattern_is_the_format(name):
    rng = Random(1)
    words = [
        w for length in (10, 20, 36) for w in Words([EXACT[name]], (), 0, length).some(20, rng)
    ]
    steps = [w.replace(w[n], c, 1) for w in words for n in range(len(w)) for c in "0Gz.-"][:2000]

    assert all(map(FORMATS[name], words))
    assert [bool(re2.search(EXACT[name], s)) for s in steps] == [FORMATS[name](s) for s in steps]


def test_a_verdict_does_not_depend_on_what_was_asked_before():
    pair = ["^(.{1,50}-){3}.{1,50}$", "(a|b)*a(a|b){12}$"]
    said = []
    for _ in range(3):
        try:
            said.append(Words(pair, low=30, high=90).first())
        except TooMuch:
            said.append("undecided")

    assert len(set(said)) == 1


HARD = (
    "^.{5,80}$",
    "(a|b)*a(a|b){12}$",
    "^(.{1,50}-){3}.{1,50}$",
    "a.{30}b",
    "^(a?){200}$",
    "^\\pL{2,40}$",
)


@pytest.mark.parametrize("pair", list(combinations(HARD, 2)), ids=" ".join)
def test_hard_pairs_are_given_up_in_time(pair):
    began = time.process_time()
    with suppress(TooMuch):
        Words(pair, low=100, high=300).first()

    # 50 ms are meant; CPU time and a wide margin keep a busy machine from failing this.
    assert time.process_time() - began < 0.5
