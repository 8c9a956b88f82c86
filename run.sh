#!/bin/sh
# Sets up and starts Yizhao on Debian 12: `sh run.sh`. Runs every test: `sh run.sh test`.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }

missing_for_run() {
    python3 - <<'PY'
import ctypes.util, importlib.util, pathlib
needs = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0", "harfbuzz-subset": "libharfbuzz-subset0"}
print(*(package for library, package in needs.items() if not ctypes.util.find_library(library)), end=" ")
if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
    print("python3-venv", end=" ")
if not pathlib.Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists():
    print("fonts-noto-cjk", end=" ")
if not pathlib.Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").exists():
    print("fonts-dejavu-core", end=" ")
PY
}

missing_for_test() {
    [ -x /usr/bin/chromium ] || printf 'chromium '
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || printf 'postgresql '
    command -v pdftotext >/dev/null 2>&1 || printf 'poppler-utils '
    command -v qpdf >/dev/null 2>&1 || printf 'qpdf '
    command -v openssl >/dev/null 2>&1 || printf 'openssl '
    ls /usr/lib/*/libzbar.so.0 >/dev/null 2>&1 || printf 'libzbar0 '
    ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || printf 'libatomic1 '
}

install_packages() {
    [ -n "$(printf '%s' "$1" | tr -d ' ')" ] || return 0
    line="apt-get install -y --no-install-recommends $(printf '%s' "$1" | xargs)"
    if [ "$(id -u)" = 0 ]; then as_root=''
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root='sudo'
    else
        say "Some system packages are missing. As an administrator run this line, then start again:"
        say "  apt-get update && $line"
        exit 1
    fi
    say "Installing: $(printf '%s' "$1" | xargs)"
    $as_root apt-get update -qq >/dev/null
    if ! log=$(DEBIAN_FRONTEND=noninteractive $as_root $line 2>&1); then
        say "$log" ; say "The packages could not be installed: $line" ; exit 1
    fi
}

# Drives the same pages at half the processor time; without it the tests take the full browser.
install_quick_browser() {
    [ -x /usr/bin/chromium-headless-shell ] && return 0
    (install_packages chromium-headless-shell) || say "Going on with the full browser."
}

environment() {
    wanted=$(cat requirements.txt "$1" | sha256sum | cut -d' ' -f1)
    if [ ! -w . ]; then say "This folder cannot be written to: $(pwd). Copy the project to a folder of yours."; exit 1; fi
    [ -x .venv/bin/python ] || python3 -m venv .venv
    if [ "$(cat ".venv/$2" 2>/dev/null || true)" != "$wanted" ]; then
        say "Installing the Python packages of $1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$1"
        printf '%s' "$wanted" > ".venv/$2"
    fi
}

command -v python3 >/dev/null 2>&1 || install_packages "python3 python3-venv"
if [ "${1:-}" = test ]; then
    shift
    install_packages "$(missing_for_run)$(missing_for_test)"
    install_quick_browser
    environment tests/requirements.txt tests-ready
    exec .venv/bin/python -m tests.run "$@"
fi

# A newcomer gets the demonstration city; a real one sets YIZHAO_SECRET (docs/operations.md).
[ -n "${YIZHAO_SECRET:-}" ] || export YIZHAO_DEMO="${YIZHAO_DEMO:-1}"
if [ ! -f .venv/run-ready ] || [ ! -x .venv/bin/python ] || [ requirements.txt -nt .venv/run-ready ]; then
    install_packages "$(missing_for_run)"
fi
environment requirements.txt run-ready
exec .venv/bin/python app.py start "$@"
