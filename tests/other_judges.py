"""Other validators beside the platform, on generated answers: `python -m tests.other_judges [answers per form]`.

Each of the 31 forms is exported as it stands and judged by python-jsonschema, jsonschema-rs and ajv (from npm,
installed into a temporary folder; Node is needed). Answers are generated, then broken at random. Formats of ours are
taught to none of them: a validator without them sees pattern and length only, and x-rules are not theirs to see. So
every disagreement must have one of the reasons below; anything else is printed and makes the exit status 1.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator

from form_builder.bound import bound
from form_builder.rules import broken_rules
from form_builder.sample import sample
from schemas.judge import judge
from schemas.merged import Source
from tests.form_builder.shipped import PERMITS, document

AJV = """
const Ajv = require("ajv/dist/2020"), formats = require("ajv-formats");
let text = ""; process.stdin.on("data", d => text += d).on("end", () => {
  const ajv = new Ajv({strict: false, validateFormats: true, allErrors: false, unicodeRegExp: true});
  formats(ajv);
  for (const own of ["uscc", "resident-id", "identity-document", "any-identity-document"]) ajv.addFormat(own, true);
  const out = {};
  for (const [name, form] of Object.entries(JSON.parse(text))) {
    const check = ajv.compile(form.schema);
    out[name] = form.answers.map(a => check(a));
  }
  console.log(JSON.stringify(out));
});
"""
OURS = ("uscc", "resident-id", "identity-document", "any-identity-document")


def main(per_form: int) -> int:
    forms = {
        p: {"schema": document("permits", p)["form"], "answers": list(_answers(p, per_form))}
        for p in PERMITS
    }
    ajv = _ajv(forms)
    seen: Counter[str] = Counter()
    unexplained = 0
    for permit, form in forms.items():
        schema = document("permits", permit)["form"]
        judges = {
            "python-jsonschema": Draft202012Validator(
                schema, format_checker=Draft202012Validator.FORMAT_CHECKER
            ).is_valid,
            "jsonschema-rs": jsonschema_rs.Draft202012Validator(
                schema, validate_formats=True
            ).is_valid,
        }
        for n, answers in enumerate(form["answers"]):
            ours = judge(schema).is_valid(answers)
            seen["answers"] += 1
            seen["accepted here"] += ours
            seen["accepted here, refused by a rule between answers"] += ours and any(
                _rules(permit, schema, answers)
            )
            for name, verdict in (
                *((k, v(answers)) for k, v in judges.items()),
                ("ajv", ajv[permit][n]),
            ):
                if verdict == ours:
                    continue
                why = _reason(schema, answers, verdict)
                seen[f"{name}: {why}"] += 1
                if why == "UNEXPLAINED":
                    unexplained += 1
                    print(
                        permit, name, "says", verdict, json.dumps(answers, ensure_ascii=False)[:400]
                    )
    for line, count in sorted(seen.items()):
        print(f"{count:7}  {line}")
    return int(unexplained > 0)


def _reason(schema: Mapping[str, Any], answers: Any, verdict: bool) -> str:
    """Why another validator may differ: it does not know a format of ours, or its binary fractions."""
    errors = list(judge(schema).iter_errors(answers))
    if verdict and errors and all(_is_format(e) for e in errors):
        return "does not know our formats (check digits), as documented"
    if any(e.validator == "multipleOf" for e in errors) or "multipleOf" in json.dumps(schema):
        return "multipleOf in binary fractions (0.29 % 0.01), a library defect"
    return "UNEXPLAINED"


def _is_format(error: Any) -> bool:
    if error.validator == "anyOf":
        return all(_is_format(e) for e in error.context if e.validator == "format") and any(
            e.validator == "format" and e.validator_value in OURS for e in error.context
        )
    if error.validator in ("if", "allOf"):
        return bool(error.context) and all(_is_format(e) for e in error.context)
    return error.validator == "format" and error.validator_value in OURS


def _rules(permit: str, schema: Mapping[str, Any], answers: Any) -> Iterator[Any]:
    return broken_rules(bound(Source(permit, "", schema)), answers)


def _answers(permit: str, count: int) -> Iterator[dict[str, Any]]:
    """Valid answers, and each of them broken in one place."""
    rng = Random(permit)
    for _n in range(count):
        good = sample(document("permits", permit)["form"], rng)
        yield good
        yield _broken(good, rng)


def _broken(answers: dict[str, Any], rng: Random) -> dict[str, Any]:
    broken = json.loads(json.dumps(answers))
    key = rng.choice(sorted(broken))
    deed = rng.randrange(5)
    if deed == 0:
        del broken[key]
    elif deed == 1:
        broken[key] = rng.choice([None, "", [], {}, 0, -1, 1e9, 0.305, True, "x" * 3000])
    elif deed == 2:
        broken[rng.choice(["stranger", "__proto__", "toString"])] = 1
    elif isinstance(broken[key], str):
        broken[key] = _mistyped(broken[key], rng)
    else:
        broken[key] = json.loads(json.dumps(broken[key]).replace("1", "7").replace("0", "9"))
    return broken


def _mistyped(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(["7", "X", "\\n", "٣", " ", "-", "é"]) + text[at + 1 :]


def _ajv(forms: Mapping[str, Any]) -> dict[str, list[bool]]:
    with tempfile.TemporaryDirectory() as room:
        quiet = {"cwd": room, "check": True, "capture_output": True}
        subprocess.run(["npm", "install", "--silent", "ajv@8", "ajv-formats@3"], **quiet)
        Path(room, "judge.js").write_text(AJV)
        said = subprocess.run(["node", "judge.js"], input=json.dumps(forms).encode(), **quiet)
        found: dict[str, list[bool]] = json.loads(said.stdout)
        return found


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
