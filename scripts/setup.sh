#!/usr/bin/env bash
# Makes a fresh Debian or Ubuntu with Rust and Node able to run or test Rantang.
# Usage: scripts/setup.sh run|test
# Installs missing system packages (as root or through sudo) or names the command that does,
# checks the tools' versions, and installs the UI's packages from the lock file.
# Changes nothing, and takes well under a second, when all is in place.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:?usage: scripts/setup.sh run|test}
rust_min=1.95
node_min=20.19

# For building: the app's web view, the cipher of the store, a C compiler for both.
packages=(build-essential pkg-config perl libssl-dev libwebkit2gtk-4.1-dev ca-certificates)
if [ "$purpose" = test ]; then
  # For driving the real window and a real browser without a screen.
  packages+=(xvfb webkit2gtk-driver imagemagick fonts-dejavu-core)
  # The second central store; tests start a server of their own and leave the system's alone.
  packages+=(postgresql)
fi

fail() {
  printf '\nsetup: %s\n' "$*" >&2
  exit 1
}

# Prints those of the named packages that are not installed.
missing_of() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^installed //p') || true
  printf '%s\n' "$@" | grep -vxF -e "${installed:-none}" || true
}

install_packages() {
  local -a missing runner
  mapfile -t missing < <(missing_of "$@")
  [ ${#missing[@]} -gt 0 ] || return 0

  local command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" = 0 ]; then
    runner=(env)
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    runner=(sudo env)
  else
    fail "system packages are missing and this user may not install them. As root, run:
  $command"
  fi
  echo "setup: installing ${missing[*]}"
  "${runner[@]}" DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    "${runner[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
      --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "installing system packages failed (see above). As root, run:
  $command"
}

# True when version $1 is at least $2.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

check_rust() {
  command -v cargo >/dev/null && command -v rustc >/dev/null ||
    fail "Rust is missing. Install it from https://rustup.rs, then run this again."
  local version
  version=$(rustc --version | cut -d ' ' -f 2)
  at_least "$version" "$rust_min" ||
    fail "Rust $rust_min or newer is needed, this is $version. Run: rustup update stable"
  if [ "$purpose" = test ]; then
    cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 ||
      fail "clippy or rustfmt is missing. Run: rustup component add clippy rustfmt"
  fi
}

check_node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    fail "Node is missing. Install Node $node_min or newer with npm: https://nodejs.org"
  local version
  version=$(node --version)
  at_least "${version#v}" "$node_min" ||
    fail "Node $node_min or newer is needed, this is $version: https://nodejs.org"
}

# Debian has Chromium as a package; Ubuntu only as a snap.
check_browser() {
  local browser
  for browser in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$browser" ] && command -v "$browser" >/dev/null && return 0
  done
  if grep -qx 'ID=debian' /etc/os-release; then
    install_packages chromium
  else
    fail "the browser tests need Chromium. Run: sudo snap install chromium
  (or set CHROMIUM to the path of a Chromium or Google Chrome)"
  fi
}

# Installs the packages of a folder from its lock file.
install_node_packages() {
  local folder=$1 stamp=$1/node_modules/.installed-from want
  want="$(sha256sum <"$folder/package-lock.json") $(node --version)"
  [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
  echo "setup: installing the packages of $folder from the lock file"
  npm --prefix "$folder" ci --no-audit --no-fund --loglevel=error ||
    fail "npm ci failed (see above). It needs the npm registry once."
  echo "$want" >"$stamp"
}

if command -v dpkg-query >/dev/null; then
  install_packages "${packages[@]}"
  [ "$purpose" != test ] || check_browser
else
  echo "setup: not Debian or Ubuntu; install what these stand for: ${packages[*]}" >&2
fi
check_rust
check_node
install_node_packages ui
[ "$purpose" != test ] || install_node_packages tests/e2e
