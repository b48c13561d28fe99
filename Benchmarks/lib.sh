# Shared by the scripts of this folder. Sourced, never run.
. "$(dirname "${BASH_SOURCE[0]}")/../deploy/lib.sh"
cd "$root"

build_release() {
  say "Release build (several minutes the first time)"
  local product
  for product in lienthong raw-amqp; do
    swift build -c release --product "$product" 2>&1 | grep -E 'error:|^Build of' || true
  done
  bin=$(swift build -c release --show-bin-path)
  [ -x "$bin/lienthong" ] && [ -x "$bin/raw-amqp" ] || die "the build failed"
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
