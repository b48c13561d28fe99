# Shared by the scripts of this folder. Sourced, never run.
. "$(dirname "${BASH_SOURCE[0]}")/../deploy/lib.sh"
cd "$root"

build_programs() {
  say "Release build (several minutes the first time)"
  build_release lienthong raw-amqp
}

# A broker of its own in $run, stopped and deleted when the script ends, and the configuration $run/lienthong.yaml for it.
start_broker() {
  run="$state/$1"
  stop_broker
  mkdir -p "$run"
  trap stop_broker EXIT
  local port
  port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  ./deploy/broker start --data "$run/broker" --port "$port" >/dev/null
  sed "s/port: 56720/port: $port/" deploy/config/lienthong.yaml >"$run/lienthong.yaml"
}

stop_broker() {
  ./deploy/broker stop --data "$run/broker" >/dev/null 2>&1 || true
  rm -rf -- "${run:?}"
}
