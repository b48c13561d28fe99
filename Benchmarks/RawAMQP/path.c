#include "publisher.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BURST = 64, PATIENCE = 30, FRAMES_PER_TURN = 512 };

// The process that publishes the events, and the two ends of the pipes to it.
struct feeder {
  pid_t pid;
  int ready; // a byte when it is connected; ends with the process
  int start; // takes the byte that lets it begin
};

// What has come of the deliveries. Outcomes are published in the order of the deliveries, so that the n-th outcome's tag is the
// n-th delivery's, and the oldest unanswered outcome says how far deliveries may be acknowledged.
struct inbound {
  amqp_connection_state_t link;
  uint64_t complete;
  uint64_t size, received;
  int inside;
  uint8_t *partitions; // of the deliveries that have no outcome yet, by number modulo their bound
  uint64_t bound;
};

static void feed(const struct options *options, int ready, int start) {
  struct publisher publisher;
  char key[NAME], byte = 'r';
  publisher_open(&publisher, options, options->window, options->body);
  if (write(ready, &byte, 1) != 1 || read(start, &byte, 1) != 1) fail(1, "the consumer has gone");
  struct window *window = &publisher.window;
  while (publisher.confirmed < options->messages) {
    for (int burst = 0; burst < BURST && window->sent < options->messages && publisher_has_room(&publisher); burst++) {
      event_key((unsigned)(window->sent % options->partitions), window->sent / options->partitions, key);
      publisher_send(&publisher, options->exchange, key);
    }
    publisher_take_answers(&publisher, window->unanswered == window->limit || window->sent == options->messages);
  }
  publisher_shut(&publisher);
}

// Before anything is connected: the processes share no connection.
static struct feeder start_feeder(const struct options *options) {
  int up[2], down[2];
  if (pipe(up) || pipe(down)) fail(69, "no pipe");
  pid_t pid = fork();
  if (pid < 0) fail(69, "no process");
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(up[0]);
    close(down[1]);
    feed(options, up[1], down[0]);
    exit(0);
  }
  close(up[1]);
  close(down[0]);
  return (struct feeder){pid, up[0], down[1]};
}

static void end_feeder(struct feeder *feeder) {
  int status;
  if (waitpid(feeder->pid, &status, 0) != feeder->pid || !WIFEXITED(status) || WEXITSTATUS(status))
    fail(1, "the publishing process failed");
  close(feeder->ready);
  feeder->ready = -1;
}

static void consume(struct inbound *inbound, const struct options *options) {
  char name[NAME];
  amqp_basic_qos(inbound->link, CHANNEL, 0, (uint16_t)options->prefetch, 0);
  link_check(inbound->link, "basic.qos");
  for (unsigned partition = 0; partition < options->partitions; partition++) {
    partition_name(options, partition, name);
    amqp_basic_consume(
        inbound->link, CHANNEL, amqp_cstring_bytes(name), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    link_check(inbound->link, "basic.consume");
  }
  inbound->bound = options->prefetch * options->partitions + 1;
  inbound->partitions = calloc(inbound->bound, 1);
  if (!inbound->partitions) fail(69, "out of memory");
}

// The last two digits of a routing key that ends with .pNN.
static uint8_t partition_of(amqp_bytes_t key) {
  if (key.len < 4) fail(1, "a routing key without a partition");
  const char *end = (const char *)key.bytes + key.len;
  return (uint8_t)((end[-2] - '0') * 10 + (end[-1] - '0'));
}

// Reads what has arrived, copying each body out. Whether anything had.
static int take_deliveries(struct inbound *inbound, const struct options *options, char *body) {
  amqp_frame_t frame;
  int frames = 0;
  while (frames < FRAMES_PER_TURN && link_frame(inbound->link, &frame, (struct timeval){0, 0})) {
    frames++;
    switch (frame.frame_type) {
      case AMQP_FRAME_METHOD:
        if (frame.payload.method.id != AMQP_BASIC_DELIVER_METHOD) break;
        const amqp_basic_deliver_t *deliver = frame.payload.method.decoded;
        if (inbound->inside || deliver->delivery_tag != inbound->complete + 1) fail(1, "a delivery out of turn");
        if (deliver->redelivered) fail(1, "a second delivery");
        inbound->partitions[inbound->complete % inbound->bound] = partition_of(deliver->routing_key);
        inbound->inside = 1;
        inbound->received = 0;
        break;
      case AMQP_FRAME_HEADER: {
        const amqp_basic_properties_t *properties = frame.payload.properties.decoded;
        inbound->size = frame.payload.properties.body_size;
        if (inbound->size != options->body) fail(1, "a body of %" PRIu64 " bytes", inbound->size);
        if (!(properties->_flags & AMQP_BASIC_MESSAGE_ID_FLAG)) fail(1, "a message without its id");
        break;
      }
      case AMQP_FRAME_BODY: {
        amqp_bytes_t part = frame.payload.body_fragment;
        if (inbound->received + part.len > inbound->size) fail(1, "a body longer than announced");
        memcpy(body + inbound->received, part.bytes, part.len);
        inbound->received += part.len;
        if (inbound->received < inbound->size) break;
        inbound->inside = 0;
        inbound->complete++;
        break;
      }
      default: break;
    }
    // A message's pieces are released together, with its end.
    if (!inbound->inside) amqp_maybe_release_buffers_on_channel(inbound->link, CHANNEL);
  }
  return frames > 0;
}

static void wait_for_any(const struct inbound *inbound, const struct publisher *outcomes, struct feeder *feeder) {
  struct pollfd files[] = {
      {amqp_get_sockfd(inbound->link), POLLIN, 0}, {amqp_get_sockfd(outcomes->link), POLLIN, 0}, {feeder->ready, POLLIN, 0}};
  int count = poll(files, 3, PATIENCE * 1000);
  if (count == 0) fail(1, "nothing within %d s, %" PRIu64 " have come", PATIENCE, inbound->complete);
  if (feeder->ready >= 0 && files[2].revents) end_feeder(feeder);
}

void run_path(const struct options *options) {
  struct feeder feeder = start_feeder(options);
  struct inbound inbound = {.link = link_open(options)};
  struct publisher outcomes;
  struct measure measure;
  char key[NAME], byte;
  topology_delete(inbound.link, options);
  topology_declare(inbound.link, options);
  consume(&inbound, options);
  publisher_open(&outcomes, options, options->window, options->outcome);
  char *body = malloc(options->body);
  if (!body) fail(69, "out of memory");
  if (read(feeder.ready, &byte, 1) != 1) fail(69, "the publishing process has gone");
  measure_begin(&measure, "path", options->messages);
  if (write(feeder.start, "g", 1) != 1) fail(69, "the publishing process has gone");
  uint64_t acknowledged = 0;
  while (acknowledged < options->messages) {
    int moved = take_deliveries(&inbound, options, body);
    struct window *window = &outcomes.window;
    for (; window->sent < inbound.complete && publisher_has_room(&outcomes); moved = 1) {
      snprintf(key, sizeof key, "pipeline.declaration.p%02u", inbound.partitions[window->sent % inbound.bound]);
      publisher_send(&outcomes, options->exchange, key);
    }
    uint64_t unanswered = window->unanswered;
    publisher_take_answers(&outcomes, 0);
    uint64_t settled = window->oldest - 1;
    if (settled > acknowledged) {
      if (amqp_basic_ack(inbound.link, CHANNEL, settled, settled - acknowledged > 1)) fail(69, "acknowledging failed");
      acknowledged = settled;
    }
    if (!moved && window->unanswered == unanswered) wait_for_any(&inbound, &outcomes, &feeder);
  }
  // Its answer says that the broker has the last ack.
  amqp_channel_close(inbound.link, CHANNEL, AMQP_REPLY_SUCCESS);
  if (feeder.ready >= 0) end_feeder(&feeder);
  measure_end(&measure, NULL);
  publisher_shut(&outcomes);
  amqp_connection_close(inbound.link, AMQP_REPLY_SUCCESS);
  amqp_destroy_connection(inbound.link);
  free(body);
  free(inbound.partitions);
  run_path_clear(options);
}
