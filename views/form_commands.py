"""Form files from the terminal: the same verdicts as publishing and merging on screen."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from documents.verifying import NotABundle, NotWhole
from documents.verifying import verify as changed_files
from form_builder.check import problems, read_document
from form_builder.facing import questions_of, undecided
from form_builder.merge import merge
from schemas.merged import Conflict, MergedField, MergedForm, Source

_WORDS = ("title", "description", "x-i18n", "x-section", "x-note")


class BadFile(Exception):
    """A file that cannot be read as a form; the message names it."""


def check(arguments: argparse.Namespace) -> int:
    """Exit status 1 when a form has a problem, or the forms cannot be asked together; each problem is
    printed with its JSON Pointer, each conflict with both texts."""
    found = [
        {"file": str(path), "pointer": p.pointer, "sentence": p.sentence}
        for path in arguments.files
        for p in problems(_form(path))
    ]
    several = len(arguments.files) > 1 and not found
    told = verdict(_merged(arguments.files)) if several else None
    if arguments.json:
        _dump({"problems": found, "together": told} if told else found)
        return int(bool(found) or _is_bad(told))
    for row in found:
        print(f"{row['file']}{row['pointer'] and '#'}{row['pointer']}: {row['sentence']}")
    if told:
        _print(told)
    return int(bool(found) or _is_bad(told))


def merge_files(arguments: argparse.Namespace) -> int:
    """Exit status 1 when the forms contradict each other or nothing shows that they can be filled in."""
    told = verdict(_merged(arguments.files))
    if arguments.json:
        _dump(told)
    else:
        _print(told)
    return int(_is_bad(told))


def verdict(merged: MergedForm) -> dict[str, Any]:
    """What the workbench says about these forms: conflicts with every side's text, a witness or what is
    undecided."""
    return {
        "digest": merged.digest,
        "forms": [s.id for s in merged.sources],
        "questions": len(merged.fields),
        "satisfiable": merged.satisfiable,
        "conflicts": [_conflict(c, questions_of(c, merged)) for c in merged.conflicts],
        "undecided": list(undecided(merged)),
        "witness": merged.witness,
    }


def _conflict(conflict: Conflict, fields: Mapping[str, MergedField]) -> dict[str, Any]:
    origins = [o for field in fields.values() for o in field.origins]
    sides = [
        {
            "form": o.source,
            "field": "/".join(o.path),
            "label": o.label,
            "required": o.required,
            "rule": {k: v for k, v in o.schema.items() if k not in _WORDS},
        }
        for o in origins
        if o.source in conflict.sources
    ]
    return {
        "about": conflict.about,
        "kind": conflict.kind,
        "when": conflict.when,
        "sources": list(conflict.sources),
        "sides": sides,
        "texts": list(conflict.texts),
    }


def _print(told: dict[str, Any]) -> None:
    print(f"{len(told['forms'])} forms, {told['questions']} questions, digest {told['digest']}")
    for one in told["conflicts"]:
        print(f"conflict: {one['about']} ({one['kind']}): {', '.join(one['sources'])}")
        for side in one["sides"]:
            needed = "required" if side["required"] else "optional"
            rule = json.dumps(side["rule"], ensure_ascii=False)
            print(f"  {side['form']}/{side['field']} “{side['label']}” {needed}: {rule}")
    if told["satisfiable"]:
        print(f"possible: yes, an example answers {len(told['witness'])} of the questions")
    elif told["satisfiable"] is None:
        print(f"possible: unknown {'; '.join(told['undecided'])}".rstrip())
    else:
        print("possible: no")


def _is_bad(told: dict[str, Any] | None) -> bool:
    return told is not None and (bool(told["conflicts"]) or not told["satisfiable"])


def _dump(told: Any) -> None:
    json.dump(told, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _merged(paths: Iterable[Path]) -> MergedForm:
    try:
        return merge([_source(path) for path in paths])
    except ValueError as problem:
        raise BadFile(str(problem)) from problem


def verify(arguments: argparse.Namespace) -> int:
    """Exit status 1 when a file of the bundle is not what its manifest says."""
    try:
        changed = changed_files(arguments.file)
    except (OSError, NotABundle, NotWhole) as problem:
        raise BadFile(f"{arguments.file}: {problem}") from problem
    print(*map(_on_one_line, changed or ["Every file is as the manifest says."]), sep="\n")
    return int(bool(changed))


def _on_one_line(name: str) -> str:
    """`name` with what would steer a terminal, or look like another line, written as it is in Python."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def _form(path: Path) -> dict[str, Any]:
    try:
        document = read_document(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise BadFile(f"{path}: {problem}") from problem
    return document.get("form", document)


def _source(path: Path) -> Source:
    form = _form(path)
    return Source(str(form.get("$id", path.stem)).removeprefix("urn:yizhao:form:"), "", form)
