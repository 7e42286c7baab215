#!/usr/bin/env bash
# Forgets the sample day: the next `make run` starts anew.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${RANTANG_DEMO:-.rantang-demo}

[ -e "$data" ] || { echo "demo-reset: there is no sample data"; exit 0; }
# Only a folder that run.sh made is removed.
if [ ! -e "$data/port" ]; then
  echo "demo-reset: $data does not look like sample data, left alone" >&2
  exit 1
fi
exec 9>"$data/lock"
if ! flock --nonblock 9; then
  echo "demo-reset: the sample day is running; end it with Ctrl-C first" >&2
  exit 1
fi
rm -rf "$data"
echo "demo-reset: the sample data is gone; make run starts anew"
