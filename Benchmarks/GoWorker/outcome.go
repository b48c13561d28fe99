package main

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"sort"
	"time"
)

// Outcome is an event of ours in the outbox.
type Outcome struct {
	Position int64
	Routing  string
	Body     []byte
}

var vietnam = time.FixedZone("+07", 7*60*60)

type statusChanged struct {
	Declaration   string `json:"declaration"`
	Status        string `json:"status"`
	Previous      string `json:"previous,omitempty"`
	Lane          string `json:"lane,omitempty"`
	Office        string `json:"office,omitempty"`
	OfficeInForce string `json:"officeInForce,omitempty"`
	Assessed      string `json:"assessed"`
	Paid          string `json:"paid"`
	Credited      string `json:"credited"`
	Cause         string `json:"cause"`
}

type conflictFound struct {
	Declaration string `json:"declaration"`
	Conflict    string `json:"conflict"`
	Detail      string `json:"detail"`
	Cause       string `json:"cause"`
}

// outgoing is an event whose data is not encoded yet.
type outgoing struct {
	Event
	Data any `json:"data"`
}

// conclude writes an event for a change of status and for each conflict that was not there before.
func (t *Transaction) conclude(key string, state *State, cause *Event) error {
	before, after := state.Published, state.summarize()
	state.Published = after
	if before == nil {
		before = &Summary{}
	}
	number := fmt.Sprintf("%s%d", key, state.Version)
	if after.Status != before.Status {
		assessed := Amount(0)
		if after.Assessed != nil {
			assessed = *after.Assessed
		}
		err := t.emit("status-changed", "status:"+cause.ID, key, number, cause, statusChanged{
			Declaration: number, Status: after.Status, Previous: before.Status, Lane: after.Lane, Office: after.Office,
			OfficeInForce: after.Office, Assessed: assessed.String(), Paid: after.Paid.String(),
			Credited: after.Credited.String(), Cause: cause.ID,
		})
		if err != nil {
			return err
		}
	}
	conflicts := make([]string, 0, len(after.Conflicts))
	for conflict := range after.Conflicts {
		if _, isKnown := before.Conflicts[conflict]; !isKnown {
			conflicts = append(conflicts, conflict)
		}
	}
	sort.Strings(conflicts)
	for _, conflict := range conflicts {
		err := t.emit("conflict-found", "conflict:"+conflict+":"+cause.ID, key, number, cause, conflictFound{
			Declaration: number, Conflict: conflict, Detail: after.Conflicts[conflict], Cause: cause.ID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *Transaction) emit(event, suffix, key, number string, cause *Event, data any) error {
	position := t.store.nextPosition
	body, err := json.Marshal(outgoing{Data: data, Event: Event{
		SpecVersion: "1.0", ID: "pipeline:" + key + ":" + suffix, Source: "/vn/customs/pipeline",
		Type: "vn.customs.pipeline.declaration." + event + ".v1", Subject: number, Time: cause.Time,
		DataContentType: "application/json", PartitionKey: key, Sequence: fmt.Sprintf("%020d", position),
		Traceparent: cause.Traceparent, RecordedTime: time.Now().In(vietnam).Truncate(time.Millisecond),
	}})
	if err != nil {
		return err
	}
	partition := crc32.ChecksumIEEE([]byte(key)) % partitions
	outcome := Outcome{Position: position, Routing: fmt.Sprintf("pipeline.declaration.p%02d", partition), Body: body}
	if _, err := t.store.emit.Exec(outcome.Position, outcome.Routing, outcome.Body); err != nil {
		return err
	}
	t.store.nextPosition++
	t.emitted = append(t.emitted, outcome)
	return nil
}
