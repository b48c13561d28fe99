# Shared by the scripts of this folder. Sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state="$root/.lienthong"

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
note() { printf '   %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

packages=(
  rabbitmq-server librabbitmq-dev libjson-c-dev libsqlite3-dev liblz4-dev
  python3 python3-pika python3-jsonschema amqp-tools jq pkg-config curl ca-certificates procps
)

# Installs what is missing, without letting the package manager start a system broker that nobody asked for.
install_packages() {
  local missing=() package
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    note "all packages are installed"
    return
  fi
  note "installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "packages are missing and this is neither root nor is there sudo: ${missing[*]}"
    as_root=(sudo)
  fi
  local policy=/usr/sbin/policy-rc.d made_policy=no
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
    made_policy=yes
  fi
  local result=0
  "${as_root[@]}" apt-get update -qq || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || result=$?
  if [ "$made_policy" = yes ]; then "${as_root[@]}" rm -f "$policy"; fi
  [ "$result" -eq 0 ] || die "apt-get could not install: ${missing[*]}"
}

check_swift() {
  command -v swift >/dev/null || die "no swift on PATH: install Swift 6.2 or later (see swift.org), then run this again"
  note "$(swift --version 2>/dev/null | head -n 1)"
}

# Builds products as they are run in earnest and measured, and says in `bin` where they are. Swift's own libraries are linked in:
# the program runs where no Swift is installed, and calls within it cost less than calls into a library (docs/figures.md).
build_release() {
  local product flags=(-c release --static-swift-stdlib)
  for product in "$@"; do swift build "${flags[@]}" --product "$product" 2>&1 | short_build_log; done
  bin=$(swift build "${flags[@]}" --show-bin-path)
  for product in "$@"; do [ -x "$bin/$product" ] || die "the build made no $product"; done
}

# What `swift build` says, without what it fetches and copies: a line for every 200 steps, and every warning and error. How many steps
# there are becomes known on the way.
short_build_log() {
  local line said=0
  while IFS= read -r line; do
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
      if [ "${BASH_REMATCH[1]}" -ge $((said + 200)) ]; then
        said=${BASH_REMATCH[1]}
        note "${BASH_REMATCH[0]}"
      fi
    elif ! [[ $line =~ ^(Fetch|Comput|Creating\ working|Working\ copy|Building\ for|Build\ of|Write\ |warning:.*unhandled|\ +/.*/checkouts/) ]]; then
      printf '%s\n' "$line"
    fi
  done
}
