"""The declaration pool as a plain pika worker: takes the partition queues as they are, and commits in batches."""

import argparse
import json
import os
import sys
import time

import pika

from measure import cpu_seconds, peak_mebibytes
from outcomes import Publisher, parameters
from store import PARTITIONS, Store

# Fewer events than were asked for end the run instead of holding it.
IDLE_SECONDS = 60


class Worker:
    def __init__(self, connection_parameters, store, batch, prefetch):
        self.store = store
        self.batch = batch
        self.publisher = Publisher(connection_parameters)
        self.connection = pika.BlockingConnection(connection_parameters)
        self.channel = self.connection.channel()
        self.channel.basic_qos(prefetch_count=prefetch)
        # Delivered and not yet applied: at most the prefetch of each queue.
        self.messages = []
        self.handled = 0
        self.leaving = []
        for partition in range(PARTITIONS):
            self.channel.basic_consume(f"lt.declarations.p{partition:02d}", self.received)

    def received(self, channel, method, properties, body):
        self.messages.append((method.delivery_tag, body))

    def run(self, events):
        unsent = self.store.unsent()
        self.publisher.publish(unsent)
        self.leaving = [outcome[0] for outcome in unsent]
        while self.handled < events:
            self.gather()
            self.apply()
        with self.store.transaction() as transaction:
            transaction.sent(self.leaving)
        self.connection.close()
        self.publisher.close()

    def gather(self):
        """Waits for a message, and then takes what has arrived already; each look reads a piece of it."""
        deadline = time.monotonic() + IDLE_SECONDS
        while not self.messages:
            if time.monotonic() > deadline:
                sys.exit(f"no message for {IDLE_SECONDS} s, after {self.handled} events")
            self.connection.process_data_events(time_limit=IDLE_SECONDS)
        seen = 0
        while seen < len(self.messages) < self.batch:
            seen = len(self.messages)
            self.connection.process_data_events(time_limit=0)

    def apply(self):
        """One transaction with as many messages as are there, up to the batch; the ack follows the commit."""
        taken, events = 0, []
        while taken < len(self.messages) and len(events) < self.batch:
            events += json.loads(self.messages[taken][1])
            taken += 1
        size = len(events) if self.batch > 1 else 1
        for start in range(0, len(events), size or 1):
            self.commit(events[start : start + size])
        # One channel for all queues, so that its tags rise in the order of arrival.
        self.channel.basic_ack(self.messages[taken - 1][0], multiple=True)
        del self.messages[:taken]

    def commit(self, events):
        with self.store.transaction() as transaction:
            transaction.sent(self.leaving)
            for event in events:
                transaction.apply(event)
        self.handled += len(events)
        self.publisher.publish(transaction.emitted)
        self.leaving = [outcome[0] for outcome in transaction.emitted]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--password-file", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--batch", type=int, default=4096, help="events of one transaction; 1 commits each event alone")
    parser.add_argument("--prefetch", type=int, default=256)
    arguments = parser.parse_args()
    store = Store(arguments.database)
    own = {os.getpid()}
    start, cpu = time.monotonic(), cpu_seconds(own)
    worker = Worker(
        parameters(arguments.host, arguments.port, arguments.password_file), store, arguments.batch, arguments.prefetch)
    worker.run(arguments.events)
    seconds = time.monotonic() - start
    print(json.dumps({
        "events": worker.handled, "seconds": seconds, "perSecond": worker.handled / seconds,
        "cpuSeconds": cpu_seconds(own) - cpu, "residentMebibytes": peak_mebibytes(own),
    }))


if __name__ == "__main__":
    main()
