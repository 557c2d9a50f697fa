#!/usr/bin/env bash
# Makes a bare Debian or Ubuntu ready: missing system libraries by apt, then .venv from requirements.lock.
#
#   setup.sh program   what the program needs
#   setup.sh tests     what the program and its tests need
#   setup.sh windows   what makes and tries the Windows setup program
#   setup.sh deb       what makes and tries the Debian packages
#   setup.sh python    only .venv
#
# A second run finds everything in place and is done in a moment: apt is asked only when something is missing, and pip
# only when the lock, pyproject.toml, this folder or the Python differs from those of the last run.
set -euo pipefail
cd "$(dirname "$0")/../.."

VENV=.venv

# "package:command": the command tells whether it is there, wherever it came from. Without one, dpkg is asked.
PROGRAM_NEEDS=(
    libgl1 libegl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3 libpulse0
    libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    sane-utils:scanimage poppler-utils:pdftoppm
)
TEST_NEEDS=(
    postgresql:initdb gnome-keyring:gnome-keyring-daemon dbus:dbus-run-session
    nodejs:node npm:npm xvfb:Xvfb qpdf:qpdf chromium:chromium
    pulseaudio:pulseaudio pulseaudio-utils:parec gcc:gcc libc6-dev libxml2-utils:xmllint
    sane-airscan:airscan-discover avahi-daemon iproute2:ip util-linux:unshare
    nsis:makensis osslsigncode:osslsigncode openssl:openssl
    dpkg-dev:dpkg-shlibdeps systemd:systemd-analyze udev:udevadm desktop-file-utils:desktop-file-validate
    shared-mime-info:update-mime-database appstream:appstreamcli
)
WINDOWS_NEEDS=(
    wine:wine wine64 nsis:makensis osslsigncode:osslsigncode openssl:openssl
    gcc-mingw-w64-x86-64:x86_64-w64-mingw32-gcc xvfb:Xvfb xdotool:xdotool imagemagick:import fonts-noto-cjk ghostscript:gs
)
# What the package is linked to has to be here, too: dpkg-shlibdeps finds Depends by it.
DEB_NEEDS=(
    binutils:objdump chrpath:chrpath dpkg-dev:dpkg-shlibdeps libxcb-image0 libxcb-render-util0 libxcb-util1 libxcb-xkb1 libcups2
    libspeechd2 lintian:lintian mmdebstrap:mmdebstrap systemd-container:systemd-nspawn
    xvfb:Xvfb xdotool:xdotool imagemagick:import
)

say() { printf 'setup: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

python_that_fits() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

command_exists() {
    # Debian keeps the server commands of PostgreSQL out of PATH, one folder for each version.
    command -v "$1" >/dev/null 2>&1 || compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null
}

library_exists() {
    # Newer releases call some libraries …t64, after the change of the 64-bit time.
    local states
    states=$(dpkg-query -W -f='${Status}\n' "$1" "$1t64" 2>/dev/null || true) # fails when one of the two is unknown
    grep -qx 'install ok installed' <<<"$states"
}

pythons_library() {
    # The packaged program ships it. Debian keeps that of its own Python in a package of its own.
    local python
    python=$(python_that_fits) || return 0
    "$python" -c 'import sys; sys.base_prefix == "/usr" and print("libpython%d.%d" % sys.version_info[:2])'
}

missing_of() {
    local need
    for need in "$@"; do
        case "$need" in
            *:*) command_exists "${need#*:}" || echo "${need%%:*}" ;;
            *) library_exists "$need" || echo "$need" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

system_packages() {
    local missing python
    if ! command -v apt-get >/dev/null 2>&1; then
        say "no apt here. If the program does not start, install the counterparts of: ${*%%:*}"
        return
    fi
    mapfile -t missing < <(missing_of "$@")
    python=$(python_that_fits) || python=""
    if [ -z "$python" ]; then
        missing+=(python3 python3-venv)
    elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        missing+=(python3-venv)
    fi
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -eq 0 ]; then
        say "installing by apt: ${missing[*]}"
    elif command -v sudo >/dev/null 2>&1; then
        say "installing by sudo and apt: ${missing[*]}"
    else
        fail "please let an administrator install: apt-get install ${missing[*]}"
    fi
    # A list of packages that cannot be renewed (no network) may still name everything that is asked for.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null >&2 ||
        say "the list of packages could not be renewed; trying with the old one"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends "${missing[@]}" </dev/null >&2 ||
        fail "apt could not install: ${missing[*]}. Its own words stand above."
}

python_packages() {
    local python stamp
    mkdir -p build && exec 9>build/.setup && flock 9 # make test beside make demo: one installs, the other waits
    if ! "$VENV/bin/python" -c '' 2>/dev/null; then
        python=$(python_that_fits) || fail "Python 3.11, 3.12 or 3.13 is needed; name one by PYTHON=/path/to/python3"
        "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "please install python3-venv, or run: make setup"
        say "making $VENV with $("$python" --version)"
        "$python" -m venv --clear "$VENV"
    fi
    stamp="$VENV/.ready-$({ cat requirements.lock pyproject.toml; pwd; "$VENV/bin/python" --version; } | sha256sum | cut -c1-16)"
    [ ! -e "$stamp" ] || return 0
    "$VENV/bin/python" -m pip --version >/dev/null 2>&1 || "$VENV/bin/python" -m ensurepip >/dev/null
    say "installing the packages of requirements.lock into $VENV; the first time this takes some minutes"
    local pip=("$VENV/bin/python" -m pip --disable-pip-version-check install --quiet --no-input)
    "${pip[@]}" --require-hashes -r requirements.lock </dev/null
    # The lock holds the build's own needs too, so that nothing unlocked is fetched for it.
    "${pip[@]}" --no-deps --no-build-isolation -e . </dev/null
    rm -f "$VENV"/.ready-*
    touch "$stamp"
}

case "${1:-program}" in
    program) system_packages "${PROGRAM_NEEDS[@]}" ;;
    tests) system_packages "${PROGRAM_NEEDS[@]}" "${TEST_NEEDS[@]}" ;;
    deb) system_packages "${PROGRAM_NEEDS[@]}" "${DEB_NEEDS[@]}" $(pythons_library) ;;
    windows) system_packages "${PROGRAM_NEEDS[@]}" "${WINDOWS_NEEDS[@]}" ;;
    python) ;;
    *) fail "say one of: program, tests, windows, deb, python" ;;
esac
python_packages
