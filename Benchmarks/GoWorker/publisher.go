package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	eventsExchange = "lt.events"
	batchType      = "application/cloudevents-batch+json"
	// Limits of one wire message, as the pipeline has them.
	messageEvents = 128
	messageBytes  = 64 * 1024
	// Messages sent and not yet confirmed.
	publishWindow = 1024
)

// Publisher sends outcomes with confirms: whatever waits for one routing key goes out in one message.
type Publisher struct {
	channel *amqp.Channel
	work    chan []Outcome
	// What is in each message that waits for its confirm, in the order of sending; its capacity is the window.
	open chan []int64
	// Signals that there is something to take, or that there will be nothing more.
	ready  chan struct{}
	failed chan error

	mutex     sync.Mutex
	confirmed []int64
}

func newPublisher(connection *amqp.Connection) (*Publisher, error) {
	channel, err := connection.Channel()
	if err != nil {
		return nil, err
	}
	if err := channel.Confirm(false); err != nil {
		return nil, err
	}
	publisher := &Publisher{
		channel: channel, work: make(chan []Outcome, 16), open: make(chan []int64, publishWindow),
		ready: make(chan struct{}, 1), failed: make(chan error, 3),
	}
	confirms := channel.NotifyPublish(make(chan amqp.Confirmation, publishWindow))
	returns := channel.NotifyReturn(make(chan amqp.Return, 1))
	go publisher.send()
	go publisher.settle(confirms)
	go func() {
		if message, isOpen := <-returns; isOpen {
			publisher.failed <- fmt.Errorf("nothing is bound for %s", message.RoutingKey)
		}
	}()
	return publisher, nil
}

// publish hands over outcomes that are committed; it waits while the broker is behind with its confirms.
func (p *Publisher) publish(outcomes []Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	silence := time.NewTimer(idle)
	defer silence.Stop()
	select {
	case p.work <- outcomes:
		return nil
	case err := <-p.failed:
		return err
	case <-silence.C:
		return fmt.Errorf("no confirm for %v", idle)
	}
}

// take gives the outcomes that were confirmed since the last call.
func (p *Publisher) take() []int64 {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	confirmed := p.confirmed
	p.confirmed = nil
	return confirmed
}

func (p *Publisher) send() {
	for outcomes := range p.work {
		for _, message := range group(outcomes) {
			positions := make([]int64, len(message))
			for i, outcome := range message {
				positions[i] = outcome.Position
			}
			p.open <- positions
			err := p.channel.PublishWithContext(
				context.Background(), eventsExchange, message[0].Routing, true, false,
				amqp.Publishing{ContentType: batchType, DeliveryMode: amqp.Persistent, Body: join(message)})
			if err != nil {
				p.failed <- fmt.Errorf("publishing an outcome: %w", err)
				return
			}
		}
	}
}

// settle gets the confirms in the order of sending; the library sees to that.
func (p *Publisher) settle(confirms <-chan amqp.Confirmation) {
	for confirm := range confirms {
		positions := <-p.open
		if !confirm.Ack {
			p.failed <- fmt.Errorf("the broker refused an outcome")
			return
		}
		p.mutex.Lock()
		p.confirmed = append(p.confirmed, positions...)
		p.mutex.Unlock()
		select {
		case p.ready <- struct{}{}:
		default:
		}
	}
}

// group makes messages of one routing key each; the order of a routing key is kept.
func group(outcomes []Outcome) [][]Outcome {
	var messages [][]Outcome
	latest := make(map[string]int)
	sizes := make(map[string]int)
	for _, outcome := range outcomes {
		place, isKnown := latest[outcome.Routing]
		size := sizes[outcome.Routing] + len(outcome.Body) + 1
		if !isKnown || len(messages[place]) == messageEvents || size > messageBytes {
			place, size = len(messages), len(outcome.Body)+2
			messages = append(messages, nil)
			latest[outcome.Routing] = place
		}
		messages[place] = append(messages[place], outcome)
		sizes[outcome.Routing] = size
	}
	return messages
}

func join(message []Outcome) []byte {
	size := 1
	for _, outcome := range message {
		size += len(outcome.Body) + 1
	}
	body := make([]byte, 0, size)
	for i, outcome := range message {
		separator := byte(',')
		if i == 0 {
			separator = '['
		}
		body = append(append(body, separator), outcome.Body...)
	}
	return append(body, ']')
}
