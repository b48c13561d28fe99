#!/usr/bin/env python3
"""A consumer of lienthong events in Python: plain AMQP 0-9-1 and plain CloudEvents JSON, nothing of ours.

Reads the queue that `lienthong consumer attach NAME --to PATTERN` made and counts events by type. Ids and counts are in one
SQLite file and change in one transaction, and the acknowledgement follows the commit: a second copy (replay, redelivery,
a restart in between) has no second effect.

    consumer.py --queue lt.consumer.audit --password-file FILE [--ledger FILE] [--port 56720] [--expect N] [--idle SECONDS]

Ends when N different or repeated events have come (--expect), when nothing came for --idle seconds, or by SIGTERM; prints a
JSON summary. Exit code 1 when --expect was not reached.
"""
import argparse
import json
import signal
import sqlite3
import sys

import pika


def events_of(properties, body):
    """The events of one wire message: a CloudEvents batch, or one event in structured mode."""
    document = json.loads(body)
    if properties.content_type == "application/cloudevents-batch+json":
        return document
    return [document]


def open_ledger(path):
    """What this consumer knows: which events it has seen, and what follows from them."""
    ledger = sqlite3.connect(path)
    ledger.execute("PRAGMA synchronous=FULL")
    ledger.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
    ledger.execute("CREATE TABLE IF NOT EXISTS counts (type TEXT PRIMARY KEY, events INTEGER NOT NULL) WITHOUT ROWID")
    ledger.commit()
    return ledger


def apply(ledger, event):
    """The work of this consumer, in the transaction that is open. True when the event is a new one."""
    if event["specversion"] != "1.0":
        raise SystemExit(f"not CloudEvents 1.0: {event['specversion']}")
    if ledger.execute("INSERT OR IGNORE INTO seen VALUES (?)", (event["id"],)).rowcount == 0:
        return False
    ledger.execute(
        "INSERT INTO counts VALUES (?, 1) ON CONFLICT (type) DO UPDATE SET events = events + 1", (event["type"],)
    )
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=56720)
    parser.add_argument("--virtual-host", default="lienthong")
    parser.add_argument("--user", default="lienthong")
    parser.add_argument("--password-file", required=True, help="file that holds nothing but the password")
    parser.add_argument("--queue", required=True)
    parser.add_argument("--ledger", default=":memory:", help="SQLite file; without it nothing outlives the process")
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

    # Between two messages, never within one: what is begun is committed and acknowledged.
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    ledger = open_ledger(arguments.ledger)
    delivered = repeated = replayed = 0
    waited = 0.0
    for method, properties, body in channel.consume(arguments.queue, inactivity_timeout=min(1.0, arguments.idle)):
        if stopping:
            break
        if method is None:
            waited += min(1.0, arguments.idle)
            if waited >= arguments.idle:
                break
            continue
        waited = 0.0
        is_replay = "lt-replay-id" in (properties.headers or {})
        with ledger:  # one transaction: committed at its end, rolled back by an exception
            for event in events_of(properties, body):
                delivered += 1
                replayed += is_replay
                repeated += not apply(ledger, event)
        channel.basic_ack(method.delivery_tag)
        if arguments.expect and delivered >= arguments.expect:
            break
    # Closing the channel leaves the queue as it is; messages that were only prefetched go back in order.
    connection.close()
    different = ledger.execute("SELECT count(*) FROM seen").fetchone()[0]
    by_type = dict(ledger.execute("SELECT type, events FROM counts"))
    json.dump(
        {"delivered": delivered, "different": different, "repeated": repeated, "replayed": replayed, "types": by_type},
        sys.stdout,
        indent=2,
        sort_keys=True,
    )
    print()
    return 1 if arguments.expect and delivered < arguments.expect else 0


if __name__ == "__main__":
    sys.exit(main())
