"""The merge: one form that asks what a basket of published forms asks, every question once."""

from collections.abc import Iterable
from functools import lru_cache

from form_builder.bound import Bound
from form_builder.canonical import digest, document_digest
from form_builder.prove import prove
from form_builder.unite import forms_of, united
from schemas.merged import MergedForm, Source

# To be raised whenever the search learns to find more: what was found before is then searched again.
_SEARCH = 2


def merge(sources: Iterable[Source]) -> MergedForm:
    """The one form that asks what all `sources` ask.

    For every document d: `failures(merged, d)` is empty exactly when every source's own schema accepts
    its part of `split(merged, d)`. The order, grouping and repetition of sources change nothing in
    `text`. `schema` never refuses what all sources accept; the rules it cannot say are in
    `beyond_schema`. `satisfiable` is True with a `witness` that all sources accept, False when the rules
    leave no answers (`conflicts` says why), None when neither was shown within the budget: `undecided`
    lists the questions in doubt.

    Published documents must not be changed after they were merged: what follows from them is kept.
    Raises ValueError when one id comes with two different forms, or a binding makes no sense.
    """
    return _merged(forms_of(sources))


@lru_cache(maxsize=256)
def _merged(forms: tuple[Bound, ...]) -> MergedForm:
    return prove(united(forms), forms)


def basket_digest(sources: Iterable[Source]) -> str:
    """Names a basket of published versions for whoever keeps what `merge` proved of it: another digest for
    another version, another basket or another search; the order of the sources is indifferent."""
    forms = sorted({(s.id, document_digest(s.schema)) for s in sources})
    return digest(f"{_SEARCH} {forms}")
