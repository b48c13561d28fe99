package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	_ "github.com/mattn/go-sqlite3"
)

const schema = `
CREATE TABLE IF NOT EXISTS inbox(
  consumer TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY(consumer, event)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS declaration(key TEXT PRIMARY KEY, status TEXT NOT NULL, state BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS reference(
  reference TEXT NOT NULL, declaration TEXT NOT NULL, PRIMARY KEY(reference, declaration)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting(
  reference TEXT NOT NULL, event TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY(reference, event));
CREATE TABLE IF NOT EXISTS parked(event TEXT PRIMARY KEY, cause TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS outbox(
  position INTEGER PRIMARY KEY AUTOINCREMENT, routing TEXT NOT NULL, body BLOB NOT NULL);
`

// The same settings as the pool's ledger: a commit survives a power cut.
var settings = []string{
	"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -32768",
	"PRAGMA wal_autocheckpoint = 4096", "PRAGMA journal_size_limit = 67108864", "PRAGMA temp_store = MEMORY",
}

// Store is the worker's database. One goroutine writes; nothing reads beside it.
type Store struct {
	db   *sql.DB
	conn *sql.Conn

	begin, commit, rollback                        *sql.Stmt
	enter, load, save, define, resolve, await      *sql.Stmt
	waiting, endWaiting, park, emit, sent, pending *sql.Stmt

	nextPosition int64
}

func openStore(path string) (*Store, error) {
	ctx := context.Background()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	for _, setting := range append(settings, schema) {
		if _, err := conn.ExecContext(ctx, setting); err != nil {
			return nil, fmt.Errorf("preparing the database: %w", err)
		}
	}
	var journal string
	var synchronous int
	if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal); err != nil {
		return nil, err
	}
	if err := conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return nil, err
	}
	if journal != "wal" || synchronous != 2 {
		return nil, fmt.Errorf("commits would not be durable: journal_mode %s, synchronous %d", journal, synchronous)
	}
	store := &Store{db: db, conn: conn}
	for statement, text := range map[**sql.Stmt]string{
		&store.begin:    "BEGIN IMMEDIATE",
		&store.commit:   "COMMIT",
		&store.rollback: "ROLLBACK",
		&store.enter:    "INSERT OR IGNORE INTO inbox VALUES ('declarations', ?)",
		&store.load:     "SELECT state FROM declaration WHERE key = ?",
		&store.save: "INSERT INTO declaration VALUES (?,?,?) " +
			"ON CONFLICT(key) DO UPDATE SET status = excluded.status, state = excluded.state",
		&store.define:     "INSERT OR IGNORE INTO reference VALUES (?,?)",
		&store.resolve:    "SELECT declaration FROM reference WHERE reference = ?",
		&store.await:      "INSERT OR IGNORE INTO waiting VALUES (?,?,?)",
		&store.waiting:    "SELECT body FROM waiting WHERE reference = ? ORDER BY rowid",
		&store.endWaiting: "DELETE FROM waiting WHERE reference = ?",
		&store.park:       "INSERT OR IGNORE INTO parked VALUES (?,?,?)",
		&store.emit:       "INSERT INTO outbox VALUES (?,?,?)",
		&store.sent:       "DELETE FROM outbox WHERE position = ?",
		&store.pending:    "SELECT position, routing, body FROM outbox ORDER BY position",
	} {
		if *statement, err = conn.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("preparing %q: %w", text, err)
		}
	}
	err = conn.QueryRowContext(ctx, "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").Scan(&store.nextPosition)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	store.nextPosition++
	return store, nil
}

func (s *Store) close() error {
	if err := s.conn.Close(); err != nil {
		return err
	}
	return s.db.Close()
}

// unsent are the outcomes that an earlier run has committed and not seen confirmed.
func (s *Store) unsent() ([]Outcome, error) {
	rows, err := s.pending.Query()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var outcomes []Outcome
	for rows.Next() {
		var outcome Outcome
		if err := rows.Scan(&outcome.Position, &outcome.Routing, &outcome.Body); err != nil {
			return nil, err
		}
		outcomes = append(outcomes, outcome)
	}
	return outcomes, rows.Err()
}

// transact runs the body in one transaction: all of it or nothing.
func (s *Store) transact(body func(*Transaction) error) ([]Outcome, error) {
	if _, err := s.begin.Exec(); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	first := s.nextPosition
	transaction := &Transaction{store: s, states: make(map[string]*State)}
	err := body(transaction)
	if err == nil {
		err = transaction.saveStates()
	}
	if err == nil {
		if _, err = s.commit.Exec(); err == nil {
			return transaction.emitted, nil
		}
	}
	s.nextPosition = first
	if _, failed := s.rollback.Exec(); failed != nil {
		return nil, fmt.Errorf("%w; and rolling back: %v", err, failed)
	}
	return nil, err
}

// Transaction reads each declaration at its first event and writes it once, at the end.
type Transaction struct {
	store   *Store
	states  map[string]*State
	emitted []Outcome
}

// enter tells whether the event is new to this consumer, and remembers it.
func (t *Transaction) enter(id string) (bool, error) {
	result, err := t.store.enter.Exec(id)
	if err != nil {
		return false, err
	}
	added, err := result.RowsAffected()
	return added == 1, err
}

func (t *Transaction) state(key string) (*State, error) {
	if state := t.states[key]; state != nil {
		return state, nil
	}
	state := new(State)
	var encoded sql.RawBytes
	rows, err := t.store.load.Query(key)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if rows.Next() {
		if err := rows.Scan(&encoded); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(encoded, state); err != nil {
			return nil, fmt.Errorf("state of a declaration: %w", err)
		}
	}
	t.states[key] = state
	return state, rows.Err()
}

func (t *Transaction) saveStates() error {
	for key, state := range t.states {
		encoded, err := json.Marshal(state)
		if err != nil {
			return err
		}
		if _, err := t.store.save.Exec(key, state.Published.Status, encoded); err != nil {
			return err
		}
	}
	return nil
}

func (t *Transaction) park(event, cause string, body []byte) error {
	_, err := t.store.park.Exec(event, cause, body)
	return err
}

// sent forgets outcomes that the broker has.
func (t *Transaction) sent(positions []int64) error {
	for _, position := range positions {
		if _, err := t.store.sent.Exec(position); err != nil {
			return err
		}
	}
	return nil
}

// declarations of a reference; isKnown also when it is known to mean none.
func (t *Transaction) declarations(reference string) (keys []string, isKnown bool, err error) {
	rows, err := t.store.resolve.Query(reference)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, false, err
		}
		isKnown = true
		if key != "" {
			keys = append(keys, key)
		}
	}
	return keys, isKnown, rows.Err()
}

func (t *Transaction) await(reference string, event *Event) error {
	body, err := json.Marshal(event)
	if err != nil {
		return err
	}
	_, err = t.store.await.Exec(reference, event.ID, body)
	return err
}

// waitingFor gives what waits for a reference, and ends the waiting when it concerns one declaration only.
func (t *Transaction) waitingFor(reference string) ([]Event, error) {
	rows, err := t.store.waiting.Query(reference)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var body sql.RawBytes
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		var event Event
		if err := json.Unmarshal(body, &event); err != nil {
			return nil, fmt.Errorf("an event that waits: %w", err)
		}
		events = append(events, event)
	}
	return events, rows.Err()
}
