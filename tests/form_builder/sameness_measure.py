"""How well probable duplicates are found, on forms the synonym table was not tuned on.

`python -m tests.form_builder.sameness_measure` prints precision, recall and the right partner among the
first three. Truth are the catalogue's bindings (docs/decisions/catalogue.md): every question of a form is
stripped of its element and looked up among the dictionary and all other published forms. The forms were
split by the first byte of the SHA-256 of their id before the first label was read for tuning.
"""

import argparse
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from form_builder.likeness.sameness import PROBABLE, Match, known, ranked
from form_builder.likeness.wordings import Wording, dictionary_wordings, wordings
from schemas.element import ElementSchema
from schemas.merged import Source
from tests.catalogue.origin import ELEMENTS, ITEMS, PERMITS

HELD_OUT = frozenset(p for p in PERMITS if sha256(p.encode()).digest()[0] % 2)
UNASKED = ("material",)
STRANGE = Path(__file__).with_name("strange_labels.json")
BLIND = Path(__file__).with_name("blind_labels.json")


@dataclass(frozen=True)
class Measure:
    """Counts of one run: suggestions right and wrong, questions with a partner, partners in the first three."""

    right: int
    wrong: tuple[Match, ...]
    partners: int
    near: int
    unjudged: tuple[Match, ...]

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / self.partners

    @property
    def top_three(self) -> float:
        return self.near / self.partners


def dictionary() -> tuple[Wording, ...]:
    elements = {k: ElementSchema().load(e) for k, e in ELEMENTS.items()}
    return dictionary_wordings({k: e for k, e in elements.items() if e.type not in UNASKED})


def asked_by(permits: Collection[str]) -> tuple[Wording, ...]:
    sources = (Source(p, PERMITS[p]["department"], PERMITS[p]["form"]) for p in sorted(permits))
    return tuple(w for s in sources for w in wordings(s) if w.type not in UNASKED)


def strange(path: Path = STRANGE) -> tuple[Wording, ...]:
    """Labels of forms that are not in the catalogue, bound by hand before they were measured; those in
    BLIND by somebody who knew the dictionary but never the code that is measured."""
    return tuple(w for form in json.loads(path.read_text("utf-8")) for w in _wordings_of(form))


def _wordings_of(form: dict[str, Any]) -> tuple[Wording, ...]:
    titles = list(dict.fromkeys(f["section"] for f in form["fields"]))
    properties = {
        f"q{n}": {
            "title": f["label"],
            "x-type": f["type"],
            "x-section": f"s{titles.index(f['section'])}",
            **({"x-element": f["element"]} if f["element"] else {}),
        }
        for n, f in enumerate(form["fields"])
    }
    sections = [{"key": f"s{n}", "title": title} for n, title in enumerate(titles)]
    schema = {"title": form["title"], "x-sections": sections, "properties": properties}
    return wordings(Source(form["origin"], "", schema))


def read_on_a_form(asked: Iterable[Wording]) -> tuple[Wording, ...]:
    """Only questions whose label was read on a real form."""
    seen = {
        (item, f["key"])
        for item, facts in ITEMS.items()
        for f in facts["fields"]
        if f.get("seen_on_real_form")
    }
    return tuple(w for w in asked if w.place in seen)


def against_published(queries: Iterable[Wording], others: Iterable[Wording]) -> Measure:
    """Each question against the dictionary and all other forms, as the workbench asks."""
    words, others = dictionary(), tuple(others)
    return _measured(
        (w, ranked(w, known(words, (o for o in others if o.source != w.source)))) for w in queries
    )


def among_strangers(queries: Iterable[Wording]) -> Measure:
    """Only labels against labels: no dictionary and no binding is known on either side."""
    queries = tuple(queries)
    truth = {w.place: w.element for w in queries}
    bare = [replace(w, element=None) for w in queries]
    right = partners = near = 0
    wrong, unjudged = [], []
    for wording in bare:
        others = [w for w in bare if w.source != wording.source]
        found = ranked(wording, known((), others))
        here = truth[wording.place]
        mates = {w.place for w in others if here and truth[w.place] == here}
        partners += len(mates)
        near += min(3, len(mates)) and any(m.nearest.place in mates for m in found[:3])
        for match in (m for m in found if m.score >= PROBABLE):
            if match.nearest.place in mates:
                right += 1
            elif here is None and truth[match.nearest.place] is None:
                unjudged.append(match)
            else:
                wrong.append(match)
    return Measure(right, tuple(wrong), partners, near, tuple(unjudged))


def _measured(found: Iterable[tuple[Wording, tuple[Match, ...]]]) -> Measure:
    right = partners = near = 0
    wrong, unjudged = [], []
    for wording, matches in found:
        here = wording.element
        partners += here is not None
        near += here is not None and here in [m.known.key for m in matches[:3]]
        for match in (m for m in matches if m.score >= PROBABLE):
            if here and match.known.element == here:
                right += 1
            elif here is None and match.known.element is None:
                unjudged.append(match)
            else:
                wrong.append(match)
    return Measure(right, tuple(wrong), partners, near, tuple(unjudged))


def _print(title: str, found: Measure) -> None:
    print(
        f"{title}: precision {found.precision:.3f}, recall {found.recall:.3f}, "
        f"first three {found.top_three:.3f}; "
        f"right {found.right}, wrong {len(found.wrong)}, partners {found.partners}"
    )
    for name, matches in (("wrong", found.wrong), ("both unbound, to be judged", found.unjudged)):
        for m in matches:
            print(
                f"  {name}: {m.asked.source}.{m.asked.path} {m.asked.label} [{m.asked.section}]"
                f" ~ {m.known.key} {m.nearest.label} {m.score:.2f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuning", action="store_true", help="the forms it was tuned on, instead")
    chosen = parser.parse_args()
    mine = frozenset(PERMITS) - HELD_OUT if chosen.tuning else HELD_OUT
    queries = asked_by(mine)
    everything = asked_by(mine if chosen.tuning else PERMITS)
    _print("labels read on real forms", against_published(read_on_a_form(queries), everything))
    _print("all labels", against_published(queries, everything))
    if not chosen.tuning:
        _print("forms of another town", against_published(strange(), asked_by(PERMITS)))
        _print("forms written blind", against_published(strange(BLIND), asked_by(PERMITS)))


if __name__ == "__main__":
    main()
