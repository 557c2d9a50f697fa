#!/usr/bin/env bash
# A hall's network inside `unshare --net --mount`: one card, a real mDNS service, the tests' scanner; and who finds it.
#   in_a_hall.sh PYTHON FOLDER
set -euo pipefail
python=$1 folder=$2

ip link set lo up
ip link add hall0 type veth peer name hall1
ip link set hall1 up
ip addr add 192.0.2.7/24 dev hall0
ip link set hall0 up multicast on

mkdir -p /run/avahi-daemon "$folder/sane"
mount -t tmpfs none /run/avahi-daemon
export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$folder/bus"
printf '[server]\nuse-ipv6=no\nallow-interfaces=hall0\nenable-dbus=yes\n[publish]\ndisable-publishing=yes\n' >"$folder/avahi.conf"
echo airscan >"$folder/sane/dll.conf"
printf '[options]\nws-discovery = off\n' >"$folder/sane/airscan.conf"
export SANE_CONFIG_DIR="$folder/sane"

ours=()
trap 'kill "${ours[@]}" 2>/dev/null || true; wait' EXIT
dbus-daemon --session --nofork --address="$DBUS_SYSTEM_BUS_ADDRESS" >"$folder/bus.log" 2>&1 &
ours+=($!)
until [ -S "$folder/bus" ]; do read -rt 0.05 <> <(:) || true; done
avahi-daemon -f "$folder/avahi.conf" --no-drop-root --no-chroot --no-rlimits >"$folder/avahi.log" 2>&1 &
ours+=($!)
"$python" -m tests.fakes.escl 192.0.2.7 >"$folder/scanner" &
ours+=($!)
until [ -s "$folder/scanner" ] && grep -q "startup complete" "$folder/avahi.log"; do read -rt 0.05 <> <(:) || true; done

# Each of them seeks for a time of its own; on a machine with much else to do it may have to seek again.
found() {
    local told
    for _ in 1 2 3 4; do
        told=$(timeout 20 "$@") || true
        case "$told" in *"Hall Scanner 4"*) break ;; esac
    done
    echo "$told"
}

found airscan-discover
found scanimage -L
DESKAPP_SCANNER_SEARCH=192.0.2.7 found "$python" -m ui scan --list --titles
