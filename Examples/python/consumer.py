#!/usr/bin/env python3
"""A consumer of lienthong events in Python: plain AMQP 0-9-1 and plain CloudEvents JSON, nothing of ours.

Reads the queue that `lienthong consumer attach NAME --to PATTERN` made, counts events by type, remembers ids so that
a second copy (replay, redelivery) has no second effect, and acknowledges only after it has done its work.

    consumer.py --queue lt.consumer.audit --password-file FILE [--port 56720] [--expect N] [--idle SECONDS]

Ends when N different or repeated events have come (--expect), or when nothing came for --idle seconds; prints a JSON
summary. Exit code 1 when --expect was not reached.
"""
import argparse
import collections
import json
import sys

import pika


def events_of(properties, body):
    """The events of one wire message: a CloudEvents batch, or one event in structured mode."""
    document = json.loads(body)
    if properties.content_type == "application/cloudevents-batch+json":
        return document
    return [document]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=56720)
    parser.add_argument("--virtual-host", default="lienthong")
    parser.add_argument("--user", default="lienthong")
    parser.add_argument("--password-file", required=True, help="file that holds nothing but the password")
    parser.add_argument("--queue", required=True)
    parser.add_argument("--expect", type=int, default=0, help="stop after this many events")
    parser.add_argument("--idle", type=float, default=10.0, help="stop after this many seconds without an event")
    arguments = parser.parse_args()

    with open(arguments.password_file, encoding="utf-8") as file:
        password = file.read().strip()
    connection = pika.BlockingConnection(
        pika.ConnectionParameters(
            host=arguments.host,
            port=arguments.port,
            virtual_host=arguments.virtual_host,
            credentials=pika.PlainCredentials(arguments.user, password),
            heartbeat=30,
        )
    )
    channel = connection.channel()
    channel.basic_qos(prefetch_count=64)

    seen = set()
    by_type = collections.Counter()
    delivered = repeated = replayed = 0
    for method, properties, body in channel.consume(arguments.queue, inactivity_timeout=arguments.idle):
        if method is None:
            break
        is_replay = "lt-replay-id" in (properties.headers or {})
        for event in events_of(properties, body):
            if event["specversion"] != "1.0":
                raise SystemExit(f"not CloudEvents 1.0: {event['specversion']}")
            delivered += 1
            replayed += is_replay
            if event["id"] in seen:
                repeated += 1
                continue
            seen.add(event["id"])
            by_type[event["type"]] += 1
        channel.basic_ack(method.delivery_tag)
        if arguments.expect and delivered >= arguments.expect:
            break
    # Closing the channel leaves the queue as it is; messages that were only prefetched go back in order.
    connection.close()
    json.dump(
        {"delivered": delivered, "different": len(seen), "repeated": repeated, "replayed": replayed, "types": by_type},
        sys.stdout,
        indent=2,
        sort_keys=True,
    )
    print()
    return 1 if arguments.expect and delivered < arguments.expect else 0


if __name__ == "__main__":
    sys.exit(main())
