#!/usr/bin/env bash
# The sample day: a server with its embedded store, a courier's phone and a coordinator's desk.
# With a display two windows open; without one the same screens are served over loopback.
# The data stays in .rantang-demo until `make demo-reset`. Expects everything to be built.
set -euo pipefail
cd "$(dirname "$0")/.."

data=${RANTANG_DEMO:-.rantang-demo}
bin=${CARGO_TARGET_DIR:-target}/debug
log=$data/log
# How long one part may take to start before we say that it does not.
patience_s=60

children=()

# Ends every part that this script started, each by its id, and waits for it.
end_all() {
  trap - EXIT INT TERM
  local pid
  for pid in "${children[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${children[@]}"; do wait "$pid" 2>/dev/null || true; done
}
trap end_all EXIT
trap 'echo; echo "Ended. The data stays in $data; make run continues with it."; exit 0' INT TERM

fail() {
  printf '\nrun: %s\n' "$*" >&2
  exit 1
}

# Starts a part in the background; its output goes to a log of its name.
start() {
  local name=$1
  shift
  "$@" >"$log/$name.log" 2>&1 </dev/null 9>&- &
  children+=($!)
}

# Calls a check until it succeeds; gives up when the part that was started last has ended.
wait_for() {
  local name=$1 pid=${children[-1]}
  shift
  local deadline=$((SECONDS + patience_s))
  until "$@"; do
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$log/$name.log" >&2; fail "$name ended"; }
    [ $SECONDS -lt $deadline ] || fail "$name does not answer; see $log/$name.log"
    sleep 0.1
  done
}

port_is_taken() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

server_is_up() {
  {
    exec 3<>"/dev/tcp/127.0.0.1/$port" &&
      printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3 && head -n 1 <&3 | grep -q ' 200 '
  } 2>/dev/null
}

# The address that a device's host prints once it listens; it carries the tab's secret.
address_of() { grep -om 1 'http://127\.0\.0\.1:[0-9]*/[^ "]*' "$log/$1.log"; }

mkdir -p "$log"
# Held until this script ends, however it ends.
exec 9>"$data/lock"
flock --nonblock 9 || fail "the sample day is already running in $data"
# The devices remember the server's address, so its port stays that of the first time.
[ -e "$data/port" ] || echo "${RANTANG_PORT:-4710}" >"$data/port"
port=$(cat "$data/port")
for taken in "$port" $((port + 1)) $((port + 2)); do
  ! port_is_taken "$taken" ||
    fail "port $taken is in use. Free it, or: make demo-reset && make run RANTANG_PORT=…"
done

# Makes what is missing: the first time everything, on a new day its boxes; always new invitations.
echo "Preparing the sample day …"
"$bin/rantang-server" demo --json --data "$data/server" --url "http://127.0.0.1:$port" \
  >"$data/demo.json" 2>"$log/demo.log" ||
  { tail -n 20 "$log/demo.log" >&2; fail "the sample data could not be prepared"; }

start server "$bin/rantang-server" serve --data "$data/server" --listen "127.0.0.1:$port"
wait_for server server_is_up

for role in kurir koordinator; do
  [ -e "$data/$role.paired" ] && continue
  invitation=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).invitations[process.argv[2]]' \
    "$data/demo.json" "$role")
  "$bin/rantang-device" --data "$data/$role" pair "$invitation" >"$log/$role.log" 2>&1 ||
    { tail -n 20 "$log/$role.log" >&2; fail "$role could not be paired"; }
  touch "$data/$role.paired"
done

try="Try: as the courier press \"Mulai antar\" and bring a few boxes; see them arrive on the
coordinator's \"Hari ini\". Then without a connection: kill -STOP ${children[0]} stops the server,
kill -CONT ${children[0]} brings it back.
Ctrl-C ends everything; make run continues with the data; make demo-reset starts anew."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  for role in kurir koordinator; do
    start "$role" "$bin/rantang" --data "$data/$role" --window "$role"
  done
  printf '\nTwo windows open: %s.\n%s\n' "the courier's phone and the coordinator's desk" "$try"
else
  offset=1
  for role in kurir koordinator; do
    start "$role" "$bin/rantang-device" --data "$data/$role" host \
      --listen "127.0.0.1:$((port + offset))" --ui ui/dist
    wait_for "$role" address_of "$role" >/dev/null
    offset=$((offset + 1))
  done
  printf '\nNo display, so the same screens are served here:\n'
  printf '  courier      %s\n' "$(address_of kurir)"
  printf '  coordinator  %s\n\n%s\n' "$(address_of koordinator)" "$try"
fi

# Whatever ends first: a window that was closed is fine, a part that failed is not.
while [ ${#children[@]} -gt 1 ]; do
  status=0
  wait -n -p ended "${children[@]}" || status=$?
  [ "$ended" != "${children[0]}" ] || { tail -n 20 "$log/server.log" >&2; fail "the server ended"; }
  [ $status = 0 ] || fail "a device ended with status $status; see $log"
  for i in "${!children[@]}"; do
    [ "${children[$i]}" != "$ended" ] || unset "children[$i]"
  done
done
echo "Both windows are closed. The data stays in $data."
