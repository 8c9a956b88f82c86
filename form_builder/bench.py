"""The test bench: sample answers of one form, what they show and break, and whether that is still as wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from form_builder.bind import Binding, place
from form_builder.bound import bound
from form_builder.merge import merge
from form_builder.sentences import sentence
from form_builder.split import split, visible
from form_builder.validate import distinct, failures
from schemas.form import Schema
from schemas.merged import Failure, MergedForm, Source

Said = Callable[[str], str]
MOST = 50


@dataclass(frozen=True)
class Sample:
    """Answers in the form's own names. `wrong` are the fields that must be complained about, none for
    answers that must be accepted."""

    name: str
    answers: Mapping[str, Any]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a sample. `passed` is whether exactly the wanted fields were complained about."""

    sample: Sample
    passed: bool
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    broken: tuple[tuple[str, str], ...]
    sent: Mapping[str, Any]


def read_samples(document: Mapping[str, Any]) -> tuple[Sample, ...]:
    """The samples kept with a permit's draft; what is no sample is passed over."""
    listed = document.get("samples", ())
    return tuple(
        Sample(str(s["name"]), s["answers"], tuple(map(str, s.get("wrong", ()))))
        for s in (listed if isinstance(listed, list) else ())
        if isinstance(s, Mapping) and isinstance(s.get("answers"), Mapping) and s.get("name")
    )


def written(samples: tuple[Sample, ...]) -> list[dict[str, Any]]:
    """The samples as they are kept; `read_samples` is the inverse."""
    return [
        {"name": s.name, "answers": dict(s.answers)} | ({"wrong": list(s.wrong)} if s.wrong else {})
        for s in samples
    ]


def tried(form: Schema, sample: Sample, *, _: Said = str, language: str = "zh-Hans") -> Outcome:
    """`sample` through the form as an applicant's answers would go: shown, judged, split."""
    merged = merge([Source("form", "", form)])
    answers = _merged(merged, sample.answers)
    shown = visible(merged, answers)
    found = distinct(failures(merged, answers))
    broken = tuple((_local(merged, f), _said(merged, f, _, language)) for f in found)
    labels = {f.key: f.label for f in merged.fields}
    return Outcome(
        sample,
        {key for key, _sentence in broken} == set(sample.wrong),
        tuple(labels[k] for k in labels if k in shown),
        tuple(labels[k] for k in labels if k not in shown),
        broken,
        split(merged, answers)["form"],
    )


def _merged(merged: MergedForm, local: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by the form's own names, as answers of the one form it makes alone."""

    answers: dict[str, Any] = {}
    for binding in bound(merged.sources[0]).bindings:
        if binding.is_told and binding.local[0] in local:
            place(answers, binding.path, _canonical(binding, local[binding.local[0]]))
    return answers


def _canonical(binding: Binding, value: Any) -> Any:
    if not isinstance(value, list):
        return binding.to_canonical(value)
    return [_row(binding, v) if binding.columns else binding.to_canonical(v) for v in value]


def _row(binding: Binding, row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    made: dict[str, Any] = {}
    for column in binding.columns:
        if column.local[0] in row:
            place(made, column.path, _canonical(column, row[column.local[0]]))
    return made


def _local(merged: MergedForm, failure: Failure) -> str:
    field = next((f for f in merged.fields if f.key == failure.field), None)
    return field.origins[0].path[0] if field else failure.field


def _said(merged: MergedForm, failure: Failure, _: Said, language: str) -> str:
    field = next((f for f in merged.fields if f.key == failure.field), None)
    return sentence(failure, field, _=_, language=language) if field else failure.field
