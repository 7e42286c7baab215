#!/usr/bin/env bash
# Forgets the sample day: the next `make run` starts anew.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${RANTANG_DEMO:-.rantang-demo}

if [ -e "$data/running" ] && kill -0 "$(cat "$data/running")" 2>/dev/null; then
  echo "demo-reset: the sample day is running; end it with Ctrl-C first" >&2
  exit 1
fi
# Only a folder that run.sh made is removed.
if [ -e "$data" ] && [ ! -e "$data/port" ]; then
  echo "demo-reset: $data does not look like sample data, left alone" >&2
  exit 1
fi
rm -rf "$data"
echo "demo-reset: the sample data is gone; make run starts anew"
