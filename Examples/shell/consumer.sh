#!/bin/sh
# A consumer of lienthong events in shell: amqp-tools and jq, nothing of ours.
#
# Each event becomes one file in the folder `events`, named after its id: an event that comes again (redelivery, replay)
# writes the same file, so its effect is single. A message is acknowledged when this script has ended with 0 for it; otherwise it
# comes again, and after the queue's delivery limit goes to lt.poison.
#
#   consumer.sh --queue lt.consumer.audit --user USER --password-file FILE --state FOLDER [--host H] [--port N]
#               [--virtual-host V] [--count N]
#
# Runs until SIGTERM, or until --count messages (each of one or more events) have come. `lienthong consumer attach` makes the
# queue and prints the settings. One queue and one process: order per key holds.
set -eu

# What amqp-consume runs for each message, with the body on standard input.
if [ "${1-}" = --message ]; then
    state=$2
    tab=$(printf '\t')
    # A batch of CloudEvents, or one event alone. @tsv keeps each event on one line, whatever is in it.
    lines=$(jq -r 'if type == "array" then .[] else . end | [.id, .type, .subject // "-", .time, (.data | tojson)] | @tsv')
    printf '%s\n' "$lines" | while IFS=$tab read -r id type subject time data; do
        [ -n "$id" ] || continue
        name=$(printf '%s' "$id" | sha256sum)
        name=${name%% *}
        [ ! -e "$state/events/$name" ] || continue
        # The work of this consumer. Under another name first, so that a half written file is never taken for done.
        printf '%s\t%s\t%s\t%s\n' "$type" "$subject" "$time" "$data" >"$state/part"
        mv "$state/part" "$state/events/$name"
    done
    exit 0
fi

host=127.0.0.1 port=56720 virtual_host=lienthong user=lienthong password_file= queue= state= count=
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || { echo "consumer.sh: $1 needs a value" >&2; exit 64; }
    case "$1" in
        --host) host=$2 ;;
        --port) port=$2 ;;
        --virtual-host) virtual_host=$2 ;;
        --user) user=$2 ;;
        --password-file) password_file=$2 ;;
        --queue) queue=$2 ;;
        --state) state=$2 ;;
        --count) count=$2 ;;
        *) echo "consumer.sh: unknown option $1" >&2; exit 64 ;;
    esac
    shift 2
done
[ -n "$queue" ] && [ -n "$state" ] && [ -n "$password_file" ] || {
    echo "usage: consumer.sh --queue Q --state FOLDER --user U --password-file FILE [--host H] [--port N] [--virtual-host V] [--count N]" >&2
    exit 64
}
mkdir -p "$state/events"
# A file of user and password, so that no password stands in the list of processes.
(umask 077 && printf 'username:%s\npassword:%s\n' "$user" "$(cat "$password_file")" >"$state/auth")
exec amqp-consume --server="$host" --port="$port" --vhost="$virtual_host" --authfile="$state/auth" --heartbeat=30 \
    --queue="$queue" --prefetch-count=1 ${count:+--count="$count"} -- "$0" --message "$state"
