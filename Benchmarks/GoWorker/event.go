package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Event is a CloudEvent in JSON, with the attributes of this pipeline in the order in which it writes them.
type Event struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`
	Source          string          `json:"source"`
	Type            string          `json:"type"`
	Subject         string          `json:"subject,omitempty"`
	Time            time.Time       `json:"time"`
	DataContentType string          `json:"datacontenttype,omitempty"`
	PartitionKey    string          `json:"partitionkey"`
	Sequence        string          `json:"sequence"`
	Traceparent     string          `json:"traceparent,omitempty"`
	RecordedTime    time.Time       `json:"recordedtime"`
	Data            json.RawMessage `json:"data"`
}

// Item is one event of a message: what it means, or why it means nothing.
type Item struct {
	Event   Event
	Meaning Meaning
	// What makes it impossible to apply; such an event is parked.
	Poison error
}

// decodeMessage reads a batch. An event with a payload that is not what its type says is poison alone; an error is for the
// message.
func decodeMessage(body []byte) ([]Item, error) {
	var events []Event
	if err := json.Unmarshal(body, &events); err != nil {
		return nil, fmt.Errorf("message is not a batch of events: %w", err)
	}
	items := make([]Item, len(events))
	for i, event := range events {
		items[i].Event = event
		if items[i].Poison = event.check(); items[i].Poison == nil {
			items[i].Meaning, items[i].Poison = event.meaning()
		}
	}
	return items, nil
}

func (e *Event) check() error {
	switch {
	case e.SpecVersion != "1.0":
		return errors.New("specversion is not 1.0")
	case e.ID == "" || e.Source == "" || e.Type == "" || e.PartitionKey == "" || e.Time.IsZero() || len(e.Data) == 0:
		return errors.New("an attribute is missing")
	}
	return nil
}
