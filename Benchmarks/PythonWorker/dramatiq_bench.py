"""Runs `dramatiq dramatiq_worker` until it has acknowledged so many messages, and prints what that took, as JSON."""

import argparse
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time

import pika

from measure import cpu_seconds, peak_mebibytes, tree
from outcomes import parameters
from store import Store

# Fewer events than were asked for end the run instead of holding it.
IDLE_SECONDS = 60
HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--password-file", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--prefetch", type=int, default=256)
    arguments = parser.parse_args()
    # The tables are there before several processes open them.
    Store(arguments.database).close()
    with tempfile.TemporaryDirectory() as folder:
        progress = os.path.join(folder, "progress")
        os.mkfifo(progress)
        environment = dict(
            os.environ, LIENTHONG_HOST=arguments.host, LIENTHONG_PORT=str(arguments.port),
            LIENTHONG_PASSWORD_FILE=os.path.abspath(arguments.password_file),
            LIENTHONG_DATABASE=os.path.abspath(arguments.database), LIENTHONG_PROGRESS=progress,
            dramatiq_queue_prefetch=str(arguments.prefetch))
        # Both ends, so that opening does not wait for the other.
        pipe = os.open(progress, os.O_RDWR)
        worker = subprocess.Popen(
            [sys.executable, "-m", "dramatiq", "dramatiq_worker", "--processes", str(arguments.processes),
             "--threads", str(arguments.threads)],
            cwd=HERE, env=environment, stdout=subprocess.DEVNULL)
        try:
            seconds, cpu, resident = measure(worker, pipe, arguments.events)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(timeout=60)
            os.close(pipe)
    check(arguments)
    print(json.dumps({
        "events": arguments.events, "seconds": seconds, "perSecond": arguments.events / seconds, "cpuSeconds": cpu,
        "residentMebibytes": resident,
    }))


def measure(worker, pipe, events):
    """From when the first process begins to connect to the last ack."""
    if marks(worker, pipe, 1) != b"b":
        sys.exit("dramatiq did not start")
    start, cpu = time.monotonic(), cpu_seconds(tree(worker.pid))
    done = 0
    while done < events:
        read = marks(worker, pipe, 65536)
        if b"n" in read:
            sys.exit("dramatiq has given a message up")
        done += read.count(b"a")
    processes = tree(worker.pid)
    return time.monotonic() - start, cpu_seconds(processes) - cpu, peak_mebibytes(processes)


def marks(worker, pipe, most):
    deadline = time.monotonic() + IDLE_SECONDS
    while not select.select([pipe], [], [], 1)[0]:
        if worker.poll() is not None:
            sys.exit(f"dramatiq ended with {worker.returncode}")
        if time.monotonic() > deadline:
            sys.exit(f"no message for {IDLE_SECONDS} s")
    return os.read(pipe, most)


def check(arguments):
    connection = pika.BlockingConnection(parameters(arguments.host, arguments.port, arguments.password_file))
    left = connection.channel().queue_declare("declarations", passive=True).method.message_count
    connection.close()
    if left:
        sys.exit(f"{left} messages are not acknowledged")


if __name__ == "__main__":
    main()
