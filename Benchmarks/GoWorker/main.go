// The declaration pool as one would write it in Go: amqp091-go, database/sql with SQLite, commits by the event or by the batch.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const partitions = 8

func main() {
	var (
		host     = flag.String("host", "127.0.0.1", "broker")
		port     = flag.Int("port", 5672, "its port")
		password = flag.String("password-file", "", "file with the password of the user lienthong")
		database = flag.String("database", "", "SQLite file of inbox, state and outbox; made when it is not there")
		events   = flag.Int("events", 0, "ends when so many events are handled")
		batch    = flag.Int("batch", 4096, "events of one transaction; 1 commits each event alone")
		prefetch = flag.Int("prefetch", 256, "unacknowledged messages of a partition queue")
	)
	flag.Parse()
	if *password == "" || *database == "" || *events < 1 || *batch < 1 || *prefetch < 1 {
		flag.Usage()
		os.Exit(64)
	}
	measurement, err := work(*host, *port, *password, *database, *events, *batch, *prefetch)
	if err != nil {
		fmt.Fprintln(os.Stderr, "go-worker:", err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(measurement); err != nil {
		os.Exit(1)
	}
}

// Measurement is what the script reads.
type Measurement struct {
	Events            int     `json:"events"`
	Outcomes          int     `json:"outcomes"`
	Seconds           float64 `json:"seconds"`
	PerSecond         float64 `json:"perSecond"`
	CPUSeconds        float64 `json:"cpuSeconds"`
	ResidentMebibytes float64 `json:"residentMebibytes"`
}

func work(host string, port int, passwordFile, database string, events, batch, prefetch int) (*Measurement, error) {
	password, err := os.ReadFile(passwordFile)
	if err != nil {
		return nil, errors.New("the password file cannot be read")
	}
	store, err := openStore(database)
	if err != nil {
		return nil, err
	}
	address := amqp.URI{
		Scheme: "amqp", Host: host, Port: port, Username: "lienthong", Password: strings.TrimSpace(string(password)),
		Vhost: "lienthong",
	}
	publishing, err := amqp.Dial(address.String())
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	publisher, err := newPublisher(publishing)
	if err != nil {
		return nil, err
	}

	start, cpu := time.Now(), usage()
	// A connection of its own, so that the broker's flow control of publishers does not hold the acks up.
	consuming, err := amqp.Dial(address.String())
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	source, err := openSource(consuming, prefetch)
	if err != nil {
		return nil, err
	}
	worker := &Worker{store: store, source: source, publisher: publisher, batch: batch}
	if err := worker.run(events); err != nil {
		return nil, err
	}
	if err := source.close(); err != nil {
		return nil, err
	}
	seconds, used := time.Since(start).Seconds(), usage()

	for _, end := range []func() error{consuming.Close, publishing.Close, store.close} {
		if err := end(); err != nil {
			return nil, err
		}
	}
	return &Measurement{
		Events: worker.handled, Outcomes: worker.emitted, Seconds: seconds,
		PerSecond: float64(worker.handled) / seconds, CPUSeconds: used.cpu - cpu.cpu, ResidentMebibytes: used.mebibytes,
	}, nil
}

type resources struct {
	cpu       float64
	mebibytes float64
}

// usage is this process's CPU time so far and the most memory it ever had.
func usage() resources {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return resources{}
	}
	cpu := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	return resources{cpu: cpu.Seconds(), mebibytes: float64(usage.Maxrss) / 1024}
}
