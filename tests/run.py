"""Every check, in the order in which they fail fastest: style, types, then all tests on three processes."""

import os
import subprocess
import sys
import time

CHECKS = (
    ("Style", [sys.executable, "-m", "ruff", "check", "."]),
    ("Format", [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("Types", [sys.executable, "-m", "mypy", "--no-error-summary"]),
)


def main(arguments: list[str]) -> int:
    """Run all checks, or only pytest with `arguments`; the first failing check's code is returned."""
    # Three on two cores: who waits for a disk or a browser leaves one idle. The long journeys have few
    # tests a file; reordered by size they would all run last.
    tests = [
        *(sys.executable, "-m", "pytest", "-n", "3"),
        *("--dist", "loadfile", "--no-loadscope-reorder", "--durations", "12"),
    ]
    # Many processes of ours start in a run; where bytecode may not be kept, each compiles the program again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if arguments:
        return subprocess.call([sys.executable, "-m", "pytest", *arguments])
    for name, command in (*CHECKS, ("Tests", tests)):
        began = time.monotonic()
        code = subprocess.call(command)
        print(
            f"{name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s",
            flush=True,
        )
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
