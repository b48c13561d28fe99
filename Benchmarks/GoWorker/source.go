package main

import (
	"fmt"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Delivered is one message, decoded.
type Delivered struct {
	partition int
	tag       uint64
	body      []byte
	items     []Item
	// What makes the message as a whole unreadable.
	poison error
}

// Source consumes the partition queues, each on a channel of its own.
type Source struct {
	channels []*amqp.Channel
	messages chan Delivered
	failed   chan error
}

func openSource(connection *amqp.Connection, prefetch int) (*Source, error) {
	source := &Source{messages: make(chan Delivered, 2*partitions), failed: make(chan error, partitions)}
	for partition := 0; partition < partitions; partition++ {
		channel, err := connection.Channel()
		if err != nil {
			return nil, err
		}
		if err := channel.Qos(prefetch, 0, false); err != nil {
			return nil, err
		}
		queue := fmt.Sprintf("lt.declarations.p%02d", partition)
		deliveries, err := channel.Consume(queue, "", false, false, false, false, nil)
		if err != nil {
			return nil, fmt.Errorf("consuming %s: %w", queue, err)
		}
		source.channels = append(source.channels, channel)
		go source.decode(partition, deliveries)
	}
	return source, nil
}

// decode keeps the order of its queue; the queues go in parallel.
func (s *Source) decode(partition int, deliveries <-chan amqp.Delivery) {
	for delivery := range deliveries {
		items, err := decodeMessage(delivery.Body)
		s.messages <- Delivered{partition, delivery.DeliveryTag, delivery.Body, items, err}
	}
	s.failed <- fmt.Errorf("the broker ended the consumer of partition %d", partition)
}

// acknowledge answers for all messages of each partition up to its last one.
func (s *Source) acknowledge(last map[int]uint64) error {
	for partition, tag := range last {
		if err := s.channels[partition].Ack(tag, true); err != nil {
			return err
		}
	}
	return nil
}

// close returns when the broker has answered, and so has every ack before it.
func (s *Source) close() error {
	for _, channel := range s.channels {
		if err := channel.Close(); err != nil {
			return err
		}
	}
	return nil
}
