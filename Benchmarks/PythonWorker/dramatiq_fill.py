"""Moves the events that lie in the partition queues into the queue of the Dramatiq actor, a message each."""

import argparse
import json
import os

import pika

from outcomes import parameters
from store import PARTITIONS


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--password-file", required=True)
    arguments = parser.parse_args()
    os.environ.update(
        LIENTHONG_HOST=arguments.host, LIENTHONG_PORT=str(arguments.port),
        LIENTHONG_PASSWORD_FILE=arguments.password_file)
    # Needs the environment.
    from dramatiq_worker import QUEUE, apply_event, broker

    broker.declare_queue(QUEUE, ensure=True)
    properties = pika.BasicProperties(delivery_mode=2)
    connection = pika.BlockingConnection(parameters(arguments.host, arguments.port, arguments.password_file))
    source, target = connection.channel(), connection.channel()
    # A transaction of the channel, so that the broker has what is acknowledged, without a round trip for each.
    target.tx_select()
    source.basic_qos(prefetch_count=256)
    count = 0
    for partition in range(PARTITIONS):
        queue = f"lt.declarations.p{partition:02d}"
        pending = source.queue_declare(queue, passive=True).method.message_count
        if pending == 0:
            continue
        for place, (method, _, body) in enumerate(source.consume(queue), 1):
            for event in json.loads(body):
                target.basic_publish("", QUEUE, apply_event.message(event).encode(), properties)
                count += 1
            if place % 128 == 0 or place == pending:
                target.tx_commit()
                source.basic_ack(method.delivery_tag, multiple=True)
            if place == pending:
                break
        source.cancel()
    connection.close()
    broker.close()
    print(json.dumps({"events": count}))


if __name__ == "__main__":
    main()
