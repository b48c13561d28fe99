package main

import (
	"fmt"
	"time"
)

// Fewer events than were asked for end the run instead of holding it.
const idle = time.Minute

// Worker applies what the source gives, one transaction after the other, and acknowledges after the commit.
type Worker struct {
	store     *Store
	source    *Source
	publisher *Publisher
	// Events of one transaction, at most, unless one message has more; 1 commits each event alone.
	batch int

	handled   int
	emitted   int
	confirmed int
	// Confirmed, but still in the outbox: they leave it with the next transaction.
	leaving []int64
}

// run works until so many events are handled and all outcomes are confirmed and out of the outbox.
func (w *Worker) run(events int) error {
	unsent, err := w.store.unsent()
	if err != nil {
		return err
	}
	w.emitted = len(unsent)
	if err := w.publisher.publish(unsent); err != nil {
		return err
	}
	silence := time.NewTimer(idle)
	defer silence.Stop()
	for w.handled < events || w.confirmed < w.emitted {
		select {
		case message := <-w.source.messages:
			if err := w.process(w.gather(message)); err != nil {
				return err
			}
			if !silence.Stop() {
				select {
				case <-silence.C:
				default:
				}
			}
			silence.Reset(idle)
		case <-w.publisher.ready:
			w.takeConfirmed()
		case <-silence.C:
			return fmt.Errorf(
				"no message for %v, after %d events and %d of %d confirmed outcomes", idle, w.handled, w.confirmed, w.emitted)
		case err := <-w.publisher.failed:
			return err
		case err := <-w.source.failed:
			return err
		}
	}
	return w.commit(nil)
}

// gather adds what has arrived already, without waiting for more.
func (w *Worker) gather(first Delivered) []Delivered {
	messages, events := []Delivered{first}, len(first.items)
	for events < w.batch {
		select {
		case message := <-w.source.messages:
			messages = append(messages, message)
			events += len(message.items)
		default:
			return messages
		}
	}
	return messages
}

func (w *Worker) process(messages []Delivered) error {
	last := make(map[int]uint64)
	for _, message := range messages {
		last[message.partition] = message.tag
	}
	if w.batch > 1 {
		if err := w.commit(messages); err != nil {
			return err
		}
	} else if err := w.commitEach(messages); err != nil {
		return err
	}
	return w.source.acknowledge(last)
}

// commitEach commits event by event.
func (w *Worker) commitEach(messages []Delivered) error {
	for _, message := range messages {
		if message.poison != nil {
			if err := w.commit([]Delivered{message}); err != nil {
				return err
			}
		}
		for i := range message.items {
			alone := message
			alone.items = message.items[i : i+1]
			if err := w.commit([]Delivered{alone}); err != nil {
				return err
			}
		}
	}
	return nil
}

// commit applies messages in one transaction, and then publishes what follows from them.
func (w *Worker) commit(messages []Delivered) error {
	w.takeConfirmed()
	events := 0
	outcomes, err := w.store.transact(func(transaction *Transaction) error {
		for _, message := range messages {
			if message.poison != nil {
				name := fmt.Sprintf("message %d of partition %d", message.tag, message.partition)
				if err := transaction.park(name, message.poison.Error(), message.body); err != nil {
					return err
				}
			}
			for i := range message.items {
				if err := transaction.apply(&message.items[i]); err != nil {
					return err
				}
			}
			events += len(message.items)
		}
		return transaction.sent(w.leaving)
	})
	if err != nil {
		return err
	}
	w.leaving = nil
	w.handled += events
	w.emitted += len(outcomes)
	return w.publisher.publish(outcomes)
}

func (w *Worker) takeConfirmed() {
	confirmed := w.publisher.take()
	w.confirmed += len(confirmed)
	w.leaving = append(w.leaving, confirmed...)
}
