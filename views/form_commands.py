"""Form files from the terminal: the same verdicts as publishing and merging on screen."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from documents.bundle import verify as changed_files
from form_builder.check import problems, read_document
from form_builder.merge import merge
from schemas.merged import Source


class BadFile(Exception):
    """A file that cannot be read as a form; the message names it."""


def check(arguments: argparse.Namespace) -> int:
    """Exit status 1 when any form has a problem; each is printed with its JSON Pointer."""
    found = [
        {"file": str(path), "pointer": p.pointer, "sentence": p.sentence}
        for path in arguments.files
        for p in problems(_form(path))
    ]
    if arguments.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    for row in () if arguments.json else found:
        print(f"{row['file']}{row['pointer'] and '#'}{row['pointer']}: {row['sentence']}")
    return int(bool(found))


def merge_files(arguments: argparse.Namespace) -> int:
    """Exit status 1 when the forms contradict each other; prints conflicts and the number of questions."""
    merged = merge(_source(path) for path in arguments.files)
    verdict: dict[str, Any] = {
        "digest": merged.digest,
        "questions": len(merged.fields),
        "satisfiable": merged.satisfiable,
        "conflicts": [
            {"about": c.about, "kind": c.kind, "sources": c.sources} for c in merged.conflicts
        ],
    }
    if arguments.json:
        json.dump(verdict, sys.stdout, ensure_ascii=False, indent=1)
    else:
        print(
            f"{len(merged.sources)} forms, {verdict['questions']} questions, digest {merged.digest}"
        )
        for conflict in merged.conflicts:
            print(f"conflict: {conflict.about} ({conflict.kind}): {', '.join(conflict.sources)}")
    return int(bool(merged.conflicts) or merged.satisfiable is False)


def verify(arguments: argparse.Namespace) -> int:
    """Exit status 1 when a file of the bundle is not what its manifest says."""
    try:
        changed = changed_files(arguments.file)
    except (OSError, ValueError) as problem:
        raise BadFile(f"{arguments.file}: {problem}") from problem
    print(*(changed or ["Every file is as the manifest says."]), sep="\n")
    return int(bool(changed))


def _form(path: Path) -> dict[str, Any]:
    try:
        document = read_document(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise BadFile(f"{path}: {problem}") from problem
    return document.get("form", document)


def _source(path: Path) -> Source:
    form = _form(path)
    return Source(str(form.get("$id", path.stem)).removeprefix("urn:yizhao:form:"), "", form)
