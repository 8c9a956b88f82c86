"""The same generated forms through other mergers: json-schema-merge-allof (npm) and hypothesis-jsonschema."""

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

ALLOF = "json-schema-merge-allof@0.8.1"
_SCRIPT = """
const merge = require("json-schema-merge-allof");
const forms = JSON.parse(require("fs").readFileSync("forms.json", "utf8"));
const took = [];
for (let n = 0; n < 8; n++) {
  const copy = structuredClone(forms), before = process.cpuUsage();
  merge({allOf: copy});
  const used = process.cpuUsage(before);
  took.push((used.user + used.system) / 1000);
}
console.log(JSON.stringify(took.slice(1)));
"""


def peers(forms: list[Any]) -> list[tuple[str, list[float] | str]]:
    """Each peer with the milliseconds of its runs on `forms`, or with what is missing to run it."""
    return [("json-schema-merge-allof 0.8.1", _allof(forms)), _hypothesis(forms)]


def _allof(forms: list[Any]) -> list[float] | str:
    if not (shutil.which("npm") and shutil.which("node")):
        return "not measured: npm and node are missing (apt-get install npm)"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "package.json").write_text('{"private": true}')
        (place / "forms.json").write_text(json.dumps(forms))
        (place / "run.js").write_text(_SCRIPT)
        got = subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", ALLOF],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        if got.returncode:
            return f"not measured: npm could not install {ALLOF}: {got.stderr.strip()[:200]}"
        ran = subprocess.run(
            ["node", "run.js"], cwd=place, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            return f"failed: {ran.stderr.strip().splitlines()[-1][:200]}"
        return [float(ms) for ms in json.loads(ran.stdout)]


def _hypothesis(forms: list[Any]) -> tuple[str, list[float] | str]:
    name = "hypothesis-jsonschema 0.23.1 merged()"
    try:
        from hypothesis_jsonschema._canonicalise import merged
    except ImportError:
        return name, "not measured: pip install -r bench/requirements.txt"
    began = time.process_time()
    merged([dict(form) for form in forms])
    return name, [(time.process_time() - began) * 1000]
