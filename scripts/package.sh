#!/usr/bin/env bash
# Builds the packages for Debian and Ubuntu into target/packages: the app (by Tauri's bundler), the
# server and the device's command line (by cargo-deb). Expects the UI to be built.
set -euo pipefail
cd "$(dirname "$0")/.."

# Fixed, because the newest of each may be an unfinished major version.
tauri_cli=2.12.3
cargo_deb=3.8.0

target=${CARGO_TARGET_DIR:-target}
packages=$target/packages
tools=$target/tools

if ! "$tools/bin/cargo-deb" --version 2>/dev/null | grep -qxF "$cargo_deb"; then
  echo "package: building cargo-deb $cargo_deb, once"
  cargo install cargo-deb --version "$cargo_deb" --locked --root "$tools"
fi

rm -rf "$packages"
mkdir -p "$packages"

# One build for all three; the bundler takes the app from it, with the UI inside.
cargo build --release --locked --workspace --features rantang/custom-protocol,rantang-server/s3 --bins
(cd src-tauri && npx --yes "@tauri-apps/cli@$tauri_cli" bundle --ci --bundles deb)
cp "$target"/release/bundle/deb/*.deb "$packages"
for program in rantang-server rantang-device; do
  "$tools/bin/cargo-deb" -p "$program" --no-build --output "$packages"
done

echo
for package in "$packages"/*.deb; do
  printf '%s  ' "$package"
  dpkg-deb --field "$package" Package Version Installed-Size | tr '\n' ' '
  echo
done
