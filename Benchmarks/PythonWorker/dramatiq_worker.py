"""The declaration pool as one Dramatiq actor: a message an event, a transaction an event.

    dramatiq dramatiq_worker --processes 1 --threads 8

takes its settings from LIENTHONG_HOST, LIENTHONG_PORT, LIENTHONG_PASSWORD_FILE and LIENTHONG_DATABASE. LIENTHONG_PROGRESS
names a pipe that gets a byte for each message that was acknowledged; dramatiq_bench.py counts them.
"""

import os
import threading

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker

from outcomes import Publisher, parameters
from store import Store

PARAMETERS = parameters(
    os.environ["LIENTHONG_HOST"], int(os.environ["LIENTHONG_PORT"]), os.environ["LIENTHONG_PASSWORD_FILE"])
QUEUE = "declarations"

local = threading.local()
# SQLite has one writer; threads that would only wait for its lock, asleep, wait here and are woken.
writing = threading.Lock()


class Progress(dramatiq.Middleware):
    def __init__(self, path):
        self.pipe = os.open(path, os.O_WRONLY)

    def before_worker_boot(self, broker, worker):
        os.write(self.pipe, b"b")

    def after_ack(self, broker, message):
        os.write(self.pipe, b"a")

    def after_nack(self, broker, message):
        os.write(self.pipe, b"n")


class Recovery(dramatiq.Middleware):
    """Publishes what an earlier run has committed and not seen confirmed, before anything else."""

    def after_process_boot(self, broker):
        store, publisher = Store(os.environ["LIENTHONG_DATABASE"]), Publisher(PARAMETERS)
        unsent = store.unsent()
        publisher.publish(unsent)
        with store.transaction() as transaction:
            transaction.sent([outcome[0] for outcome in unsent])
        publisher.close()
        store.close()


broker = RabbitmqBroker(
    host=PARAMETERS.host, port=PARAMETERS.port, virtual_host="lienthong", credentials=PARAMETERS.credentials)
broker.add_middleware(Recovery())
if "LIENTHONG_PROGRESS" in os.environ:
    broker.add_middleware(Progress(os.environ["LIENTHONG_PROGRESS"]))
dramatiq.set_broker(broker)


@dramatiq.actor(queue_name=QUEUE)
def apply_event(event):
    """Acknowledged when this returns; an exception is retried by Dramatiq's own rules."""
    if not hasattr(local, "store"):
        local.store, local.publisher, local.leaving = Store(os.environ["LIENTHONG_DATABASE"]), Publisher(PARAMETERS), []
    with writing, local.store.transaction() as transaction:
        transaction.sent(local.leaving)
        transaction.apply(event)
    local.leaving = []
    if transaction.emitted:
        local.publisher.publish(transaction.emitted)
        # They leave the outbox with this thread's next transaction, which costs no commit of its own.
        local.leaving = [outcome[0] for outcome in transaction.emitted]
