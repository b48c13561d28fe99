// The baseline of `lienthong bench`: what plain C over librabbitmq needs for the same work on the same queues.
//
// It is written to be fast, with the same properties, window, prefetch and checks as Sources/Bus/AMQP, and without its
// reconnecting, deadlines, metrics and hand-over between threads.
#pragma once
#include <stdint.h>
#include <sys/time.h>
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#endif

enum { CHANNEL = 1, FRAME_MAX = 131072, HEARTBEAT = 10, NAME = 256 };

struct options {
  const char *mode;
  const char *host;
  int port;
  const char *vhost;
  const char *user;
  const char *password_file;
  const char *exchange;
  const char *routing_key;
  const char *queue;
  const char *content_type;
  uint64_t messages;
  uint64_t body;
  uint64_t outcome;
  uint64_t window;
  uint64_t prefetch;
  unsigned partitions;
};

struct measure {
  const char *mode;
  uint64_t messages;
  double began;
  double cpu_began;
  uint64_t resident_at_tenth;
};

// Prints the reason and ends with 69 (the broker) or 1 (the answer is not what it has to be).
_Noreturn void fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Connects, logs in and opens the channel.
amqp_connection_state_t link_open(const struct options *options);
void link_close(amqp_connection_state_t link);
// The reply to the last request must be a normal one.
void link_check(amqp_connection_state_t link, const char *what);
// Whether a frame came within the time; ends the process on any error, and when the broker closes channel or connection.
int link_frame(amqp_connection_state_t link, amqp_frame_t *frame, struct timeval wait);

void measure_begin(struct measure *measure, const char *mode, uint64_t messages);
// Call once for each finished message; notes the memory in use at a tenth.
void measure_step(struct measure *measure, uint64_t done);
// Prints the JSON line. Latencies in nanoseconds, or NULL; they are sorted.
void measure_end(struct measure *measure, uint64_t *latencies);
uint64_t now_nanoseconds(void);

void run_publish(const struct options *options);
void run_lone(const struct options *options);
void run_consume(const struct options *options);
void run_path(const struct options *options);
void run_path_clear(const struct options *options);
void run_delete_exchange(const struct options *options);

// The topology of `path`: exchange, journal stream, partition queues, bindings; deleting what is not there is no error.
void topology_declare(amqp_connection_state_t link, const struct options *options);
void topology_delete(amqp_connection_state_t link, const struct options *options);
void exchange_delete(amqp_connection_state_t link, const struct options *options);
// Names have room for NAME bytes.
void partition_name(const struct options *options, unsigned partition, char *name);
// The routing key of the number-th event of a partition.
void event_key(unsigned partition, uint64_t number, char *key);
