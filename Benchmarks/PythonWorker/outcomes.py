"""Publishes outcomes with confirms."""

import pika

EXCHANGE = "lt.events"
PROPERTIES = pika.BasicProperties(content_type="application/cloudevents-batch+json", delivery_mode=2)
# Limits of one wire message, as the pipeline has them.
MESSAGE_EVENTS = 128
MESSAGE_BYTES = 64 * 1024


def parameters(host, port, password_file):
    with open(password_file, encoding="utf-8") as file:
        credentials = pika.PlainCredentials("lienthong", file.read().strip())
    # A blocking connection answers heartbeats only while it is used.
    return pika.ConnectionParameters(host, port, "lienthong", credentials, heartbeat=600)


class Publisher:
    """One connection, for one thread. `publish` returns when the broker has everything."""

    def __init__(self, connection_parameters):
        self.connection = pika.BlockingConnection(connection_parameters)
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()

    def publish(self, outcomes):
        """:raises pika.exceptions.AMQPError: also for what the broker returns or refuses; the outbox still has it."""
        for routing, bodies in group(outcomes):
            self.channel.basic_publish(EXCHANGE, routing, f"[{','.join(bodies)}]".encode(), PROPERTIES, mandatory=True)

    def close(self):
        self.connection.close()


def group(outcomes):
    """Messages of one routing key each; the order of a routing key is kept."""
    messages, latest = [], {}
    for _, routing, body in outcomes:
        size = len(body.encode()) + 1
        message = latest.get(routing)
        if message is None or len(message[1]) == MESSAGE_EVENTS or message[2] + size > MESSAGE_BYTES:
            message = latest[routing] = [routing, [], 1]
            messages.append(message)
        message[1].append(body)
        message[2] += size
    return [(routing, bodies) for routing, bodies, _ in messages]
