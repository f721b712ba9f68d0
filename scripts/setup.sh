#!/usr/bin/env bash
# Set up what a target needs, once: `setup.sh run | dev | test | all`.
#
#   run   virtual environment, locked packages, the library the PDF engine stands on
#   dev   the same with the tools for tests, lint and types
#   test  the same with a browser; fails when there is none (unless OREWATCH_NO_BROWSER=1)
#   all   as test, but a missing browser is only told
#
# Everything lands in .venv and .setup; system packages are installed only as root or with a
# sudo that asks no password. What cannot be installed is named with the line that installs it.
# Packages come through uv where it is on the PATH, or is quickly fetched (a cold set-up takes
# a quarter of pip's time), else through pip; an index set for pip alone is always pip's to use.
set -euo pipefail
cd "$(dirname "$0")/.."

LEVEL=${1:-run}
LOCK=requirements-dev.txt
[ "$LEVEL" = run ] && LOCK=requirements.txt
VENV=$PWD/.venv
STATE=$PWD/.setup
LOG=$STATE/setup.log
APT_OPTIONS=(-qq -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2)

main() {
    mkdir -p "$STATE"
    packages
    pango
    case $LEVEL in test | all) browser ;; esac
}

say() { printf '  %-10s %s\n' "$1" "$2"; }

stop() {
    echo "$1" >&2
    exit 1
}

# Run a command quietly; on failure its words are in the log for `stop` to show.
quietly() { "$@" >> "$LOG" 2>&1 < /dev/null; }

sha256() { if command -v sha256sum > /dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi | cut -c -64; }

packages() {
    local stamp=$VENV/.orewatch-dev want
    [ "$LEVEL" = run ] && stamp=$VENV/.orewatch-run
    want="$(sha256 "$LOCK") $PWD"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then return; fi

    echo "Setting up Orewatch (the first time takes about a minute)"
    : > "$LOG"
    local started=$SECONDS python
    python=$(find_python)
    make_venv "$python"
    if ! install_locked; then
        tail -n 15 "$LOG" >&2
        stop "The Python packages could not be installed; the lines above say why. The first set-up needs a network. Then run make again."
    fi
    commands
    bytecode
    say packages "installed in $((SECONDS - started)) s ($LOCK)"
    echo "$want" > "$stamp"
    # The development lock holds all of the other (a test sees to it).
    [ "$LEVEL" = run ] || echo "$(sha256 requirements.txt) $PWD" > "$VENV/.orewatch-run"
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; }

# PYTHON where it is given, else python3 if it is new enough, else the newest name on the PATH.
find_python() {
    local name
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" || stop "Orewatch needs Python 3.11 or newer, and PYTHON=$PYTHON is not."
        command -v "$PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" > /dev/null && is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    stop "Orewatch needs Python 3.11 or newer; here python3 is $(python3 -V 2> /dev/null || echo missing). Install a newer one (Debian 12, Ubuntu 24.04 and later bring it) and name it: make PYTHON=/path/to/python3.12 ${MAKECMDGOALS:-run}"
}

make_venv() {
    local python=$1 apt_package
    if "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then return; fi
    rm -rf "$VENV"
    apt_package=$(basename "$python")-venv
    if "$python" -c 'import venv, ensurepip' 2> /dev/null || apt_install "$apt_package"; then
        quietly "$python" -m venv "$VENV" && return
    fi
    rm -rf "$VENV"
    if has_uv && quietly uv venv --quiet --python "$python" "$VENV"; then return; fi
    rm -rf "$VENV"
    if bare_venv "$python"; then return; fi
    rm -rf "$VENV"
    local sudo="sudo "
    [ "$(id -u)" = 0 ] && sudo=""
    stop "Python here cannot make virtual environments: the package $apt_package is missing, and could not be installed. To install it: ${sudo}apt-get install -y $apt_package – then run make again."
}

# Debian keeps pip apart from Python. Without the right to install it, unpack it and start there.
bare_venv() {
    local python=$1 wheel
    "$python" -c 'import venv' 2> /dev/null || return 1
    quietly apt_unpack "$STATE/pip" python3-pip-whl || return 1
    for wheel in "$STATE"/pip/usr/share/python-wheels/pip-*.whl; do
        quietly "$python" -m venv --without-pip "$VENV" || return 1
        PYTHONPATH=$wheel quietly "$VENV/bin/python" -m pip install --no-index --find-links "$(dirname "$wheel")" pip || return 1
    done
    rm -rf "$STATE/pip"
}

has_uv() { uv --version > /dev/null 2>&1; }

has_pip() { "$VENV/bin/python" -c 'import pip' 2> /dev/null; }

# uv does not read pip's settings: an index given to pip alone must be honoured, so pip it is.
pip_has_index() {
    [ -n "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ] && return 1
    has_pip && "$VENV/bin/python" -m pip config list 2> /dev/null | grep -qE "[.](index-url|no-index)="
}

install_locked() {
    local uv=""
    if ! pip_has_index; then
        if has_uv; then
            uv=uv
        elif has_pip && quietly "$VENV/bin/python" -m pip install --quiet --require-hashes -r scripts/uv.txt; then
            uv=$VENV/bin/uv
        fi
    fi
    if [ -n "$uv" ] && quietly "$uv" pip install --quiet --python "$VENV/bin/python" --require-hashes -r "$LOCK"; then
        return 0
    fi
    has_pip || return 1
    quietly "$VENV/bin/python" -m pip install --quiet --require-hashes -r "$LOCK"
}

# `.venv/bin/orewatch`, and `import analytics` from any folder; nothing to build, nothing to fetch.
commands() {
    local site
    site=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    echo "$PWD" > "$site/orewatch.pth"
    printf '#!/bin/sh\nexec "%s" -P -m analytics "$@"\n' "$VENV/bin/python" > "$VENV/bin/orewatch"
    chmod +x "$VENV/bin/orewatch"
}

# Compile once what is imported at every start: where Python may not write (or is told not to),
# each start would do it anew, which is two thirds of the time to the first page.
bytecode() {
    local site
    site=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    quietly "$VENV/bin/python" -m compileall -q -j 0 -x '/tests?/' "$site" || true
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get > /dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true > /dev/null 2>&1
}

# Install apt packages; "?" before a name: only where the release has it.
apt_install() {
    may_install || return 1
    quietly as_root apt-get "${APT_OPTIONS[@]}" update || true
    local wanted=() name
    for name in "$@"; do
        case $name in
            \?*) apt-cache show "${name#?}" > /dev/null 2>&1 && wanted+=("${name#?}") ;;
            *) wanted+=("$name") ;;
        esac
    done
    quietly as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get "${APT_OPTIONS[@]}" install -y --no-install-recommends "${wanted[@]}"
}

# Unpack apt packages, and those they need that are not installed, into a folder: needs no rights.
apt_unpack() {
    command -v apt-get > /dev/null && command -v dpkg > /dev/null || return 1
    local folder=$1 own=$STATE/apt names deb
    shift
    mkdir -p "$own/lists/partial" "$own/cache/archives/partial" "$own/debs" "$folder"
    local options=("${APT_OPTIONS[@]}" -o "Dir::State::lists=$own/lists" -o "Dir::Cache=$own/cache")
    apt-get "${options[@]}" update || true
    names=$(apt-get "${options[@]}" install -s --no-install-recommends "$@" | awk '$1 == "Inst" { print $2 }')
    [ -n "$names" ] || return 1
    # shellcheck disable=SC2086 # a list of names
    (cd "$own/debs" && apt-get "${options[@]}" download $names) || return 1
    for deb in "$own"/debs/*.deb; do dpkg -x "$deb" "$folder" || return 1; done
    rm -rf "$own"
}

makes_pdf() { "$VENV/bin/python" -c 'from analytics.core import extras; extras.require("weasyprint")' 2> /dev/null; }

pango() {
    [ -f "$VENV/.orewatch-pango" ] && return
    if makes_pdf; then
        say pdf "Pango found"
    elif apt_install libpangoft2-1.0-0 '?libharfbuzz-subset0' && makes_pdf; then
        say pdf "Pango installed (apt-get: libpangoft2-1.0-0)"
    elif unpack_pango; then
        say pdf "Pango unpacked in .setup/pango, as this user may not install packages"
    else
        rm -rf "$STATE/pango"
        say pdf "$("$VENV/bin/python" -c 'from analytics.core import extras; print(extras.missing("pango"))')"
        return
    fi
    touch "$VENV/.orewatch-pango"
}

unpack_pango() {
    quietly apt_unpack "$STATE/pango" libpangoft2-1.0-0 libharfbuzz-subset0 ||
        quietly apt_unpack "$STATE/pango" libpangoft2-1.0-0 || return 1
    rm -rf "$STATE"/pango/usr/share/doc
    cat > "$STATE/pango/fonts.conf" << CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">../../analytics/viz/fonts</dir>
  <dir prefix="relative">usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
CONF
    makes_pdf
}

# The first browser that starts; Ubuntu's `chromium` may be an empty shell of a snap.
find_browser() {
    local name
    drives || return 1
    while read -r name; do
        if [ -n "$name" ] && command -v "$name" > /dev/null && "$name" --version > /dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done < <(
        echo "${OREWATCH_CHROMIUM:-}"
        echo "$STATE/browser/chromium"
        "$VENV/bin/python" -c 'from analytics.core import extras; print(*extras.BROWSERS, sep="\n")' 2> /dev/null
        ls -d "$STATE"/browsers/chromium-*/chrome-linux*/chrome 2> /dev/null
    )
    return 1
}

# Whether Playwright can start its driver: a program of its own, which needs libatomic.
drives() {
    if [ -x "$STATE/browser/node" ]; then
        PLAYWRIGHT_NODEJS_PATH=$STATE/browser/node "$VENV/bin/playwright" --version > /dev/null 2>&1
    else
        "$VENV/bin/playwright" --version > /dev/null 2>&1
    fi
}

# For users who may not install packages: the same packages, unpacked, behind two small starters.
unpack_browser() {
    local folder=$STATE/browser libraries driver
    quietly apt_unpack "$folder" chromium libatomic1 || return 1
    rm -rf "$folder"/usr/share/{doc,locale,man,icons}
    libraries=$(find "$folder" -name 'lib*.so*' -printf '%h\n' | sort -u | paste -sd :)
    driver=$("$VENV/bin/python" -c 'import playwright; print(*playwright.__path__)')/driver/node
    starter "$folder/node" "$libraries" "$driver"
    starter "$folder/chromium" "$libraries" "$folder/usr/lib/chromium/chromium"
}

starter() {
    printf '#!/bin/sh\nLD_LIBRARY_PATH="%s" exec "%s" "$@"\n' "$2" "$3" > "$1"
    chmod +x "$1"
}

# For systems whose own packages have no browser that works without snap.
fetch_browser() {
    local options=()
    may_install && options=(--with-deps)
    PLAYWRIGHT_BROWSERS_PATH=$STATE/browsers quietly "$VENV/bin/playwright" install "${options[@]+"${options[@]}"}" chromium
}

browser() {
    [ "${OREWATCH_NO_BROWSER:-}" = 1 ] && { say browser "left out: OREWATCH_NO_BROWSER=1"; return; }
    [ -s "$STATE/chromium" ] && [ -x "$(cat "$STATE/chromium")" ] && return
    local path
    if path=$(find_browser) ||
        { apt_install '?chromium' libatomic1 && path=$(find_browser); } ||
        { unpack_browser && path=$(find_browser); } ||
        { fetch_browser && path=$(find_browser); }; then
        echo "$path" > "$STATE/chromium"
        say browser "$path"
        return
    fi
    rm -f "$STATE/chromium"
    local text
    text=$("$VENV/bin/python" -c 'from analytics.core import extras; print(extras.missing("chromium"))')
    [ "$LEVEL" = all ] || stop "$text"
    say browser "$text"
}

main
