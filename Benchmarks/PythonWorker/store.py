"""Inbox, state and outbox in SQLite: what an event does is one transaction."""

import json
import sqlite3
import zlib
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import facts
import rules

PARTITIONS = 8
VIETNAM = timezone(timedelta(hours=7))

SCHEMA = """
CREATE TABLE IF NOT EXISTS inbox(
  consumer TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY(consumer, event)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS declaration(key TEXT PRIMARY KEY, status TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reference(
  reference TEXT NOT NULL, declaration TEXT NOT NULL, PRIMARY KEY(reference, declaration)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting(
  reference TEXT NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(reference, event));
CREATE TABLE IF NOT EXISTS parked(event TEXT PRIMARY KEY, cause TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox(
  position INTEGER PRIMARY KEY AUTOINCREMENT, routing TEXT NOT NULL, body TEXT NOT NULL);
"""


def encode(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Store:
    """One connection, for one thread."""

    def __init__(self, path):
        # Statements are prepared once and kept; no transaction begins by itself.
        self.db = sqlite3.connect(path, timeout=60, isolation_level=None, cached_statements=64)
        # The same settings as the pool's ledger: a commit survives a power cut.
        for setting in (
            "journal_mode = WAL", "synchronous = FULL", "cache_size = -32768", "wal_autocheckpoint = 4096",
            "journal_size_limit = 67108864", "temp_store = MEMORY",
        ):
            self.db.execute(f"PRAGMA {setting}")
        self.db.executescript(SCHEMA)

    @contextmanager
    def transaction(self):
        self.db.execute("BEGIN IMMEDIATE")
        try:
            transaction = Transaction(self.db)
            yield transaction
            transaction.save()
            self.db.execute("COMMIT")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise

    def unsent(self):
        return self.db.execute("SELECT position, routing, body FROM outbox ORDER BY position").fetchall()

    def close(self):
        self.db.close()


class Transaction:
    """Reads each declaration at its first event and writes it once, at the end."""

    def __init__(self, db):
        self.db = db
        self.states = {}
        # (position, routing key, body) of what is to be published after the commit.
        self.emitted = []

    def sent(self, positions):
        """Forgets outcomes that the broker has."""
        if positions:
            self.db.executemany("DELETE FROM outbox WHERE position = ?", ((position,) for position in positions))

    def apply(self, event):
        """Brings one event to its end."""
        entered = self.db.execute("INSERT OR IGNORE INTO inbox VALUES ('declarations', ?)", (event["id"],))
        if entered.rowcount == 0:
            return
        try:
            found = facts.meaning(event)
        except facts.Poison as poison:
            self.db.execute("INSERT OR IGNORE INTO parked VALUES (?,?,?)", (event["id"], str(poison), encode(event)))
            return
        if found.declaration:
            key = found.declaration[:11]
            state = self.state(key)
            facts.add(state, found, facts.milliseconds(event["time"]))
            self.make_known(found.defines, key, state)
            self.conclude(key, state, event)
        elif found.reference:
            self.apply_to_referenced(found, event)
        else:
            self.make_known(found.defines, "", None)

    def apply_to_referenced(self, found, event):
        keys = [row[0] for row in self.db.execute(
            "SELECT declaration FROM reference WHERE reference = ?", (found.reference,))]
        if not keys or found.concerns_all:
            self.db.execute(
                "INSERT OR IGNORE INTO waiting VALUES (?,?,?)", (found.reference, event["id"], encode(event)))
        for key in filter(None, keys):
            state = self.state(key)
            facts.add(state, found, facts.milliseconds(event["time"]))
            self.conclude(key, state, event)

    def make_known(self, reference, key, state):
        """Notes which declaration a reference means, or that it means none, and applies what has waited for it."""
        if reference is None:
            return
        self.db.execute("INSERT OR IGNORE INTO reference VALUES (?,?)", (reference, key))
        waiting = self.db.execute("SELECT body FROM waiting WHERE reference = ? ORDER BY rowid", (reference,)).fetchall()
        concerns_all = False
        for (body,) in waiting:
            event = json.loads(body)
            found = facts.meaning(event)
            concerns_all = found.concerns_all
            if state is not None:
                facts.add(state, found, facts.milliseconds(event["time"]))
        if waiting and not concerns_all:
            self.db.execute("DELETE FROM waiting WHERE reference = ?", (reference,))

    def state(self, key):
        if key not in self.states:
            row = self.db.execute("SELECT state FROM declaration WHERE key = ?", (key,)).fetchone()
            self.states[key] = json.loads(row[0]) if row else {}
        return self.states[key]

    def save(self):
        self.db.executemany(
            "INSERT INTO declaration VALUES (?,?,?) "
            "ON CONFLICT(key) DO UPDATE SET status = excluded.status, state = excluded.state",
            ((key, state["published"]["status"], encode(state)) for key, state in self.states.items()))

    def conclude(self, key, state, cause):
        """Writes an event for a change of status and for each conflict that was not there before."""
        before, after = state.get("published", {}), rules.summarize(state)
        state["published"] = after
        number = f"{key}{state.get('version', 0)}"
        if after["status"] != before.get("status"):
            self.emit("status-changed", f"status:{cause['id']}", key, number, cause, {
                "declaration": number, "status": after["status"], "previous": before.get("status"), "lane": after["lane"],
                "office": after["office"], "officeInForce": after["office"],
                "assessed": rules.amount_text(after["assessed"] or 0), "paid": rules.amount_text(after["paid"]),
                "credited": rules.amount_text(after["credited"]), "cause": cause["id"],
            })
        for conflict in sorted(after["conflicts"].keys() - before.get("conflicts", {}).keys()):
            self.emit("conflict-found", f"conflict:{conflict}:{cause['id']}", key, number, cause, {
                "declaration": number, "conflict": conflict, "detail": after["conflicts"][conflict], "cause": cause["id"],
            })

    def emit(self, name, suffix, key, number, cause, data):
        routing = f"pipeline.declaration.p{zlib.crc32(key.encode()) % PARTITIONS:02d}"
        position = self.db.execute("INSERT INTO outbox(routing, body) VALUES (?, '')", (routing,)).lastrowid
        body = encode({
            "specversion": "1.0", "id": f"pipeline:{key}:{suffix}", "source": "/vn/customs/pipeline",
            "type": f"vn.customs.pipeline.declaration.{name}.v1", "subject": number, "time": cause["time"],
            "datacontenttype": "application/json", "partitionkey": key, "sequence": f"{position:020d}",
            "recordedtime": datetime.now(VIETNAM).isoformat(timespec="milliseconds"),
            "data": {member: value for member, value in data.items() if value is not None},
        })
        self.db.execute("UPDATE outbox SET body = ? WHERE position = ?", (body, position))
        self.emitted.append((position, routing, body))
