#include "publisher.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// RING: how far the newest tag may be ahead of the oldest when the broker answers out of order.
enum { BURST = 64, PATIENCE = 30, RING = 1 << 18 };

static void settle(struct publisher *publisher, uint64_t tag) {
  struct window *window = &publisher->window;
  uint8_t *waiting = &window->waiting[tag % RING];
  if (!*waiting) return;
  *waiting = 0;
  window->unanswered--;
  publisher->confirmed++;
  if (publisher->measure) measure_step(publisher->measure, publisher->confirmed);
}

static void acknowledged(struct publisher *publisher, uint64_t tag, int multiple) {
  struct window *window = &publisher->window;
  if (tag == 0 && multiple) tag = window->sent;
  if (tag < window->oldest || tag > window->sent) fail(1, "a confirm for %" PRIu64 ", which is not waiting", tag);
  if (multiple) {
    for (uint64_t each = window->oldest; each <= tag; each++) settle(publisher, each);
  } else {
    if (!window->waiting[tag % RING]) fail(1, "a second confirm for %" PRIu64, tag);
    settle(publisher, tag);
  }
  while (window->oldest <= window->sent && !window->waiting[window->oldest % RING]) window->oldest++;
}

void publisher_take_answers(struct publisher *publisher, int wait) {
  amqp_frame_t frame;
  struct timeval patience = {wait ? PATIENCE : 0, 0};
  if (!link_frame(publisher->link, &frame, patience)) {
    if (wait) fail(1, "no confirm within %d s", PATIENCE);
    return;
  }
  do {
    if (frame.frame_type == AMQP_FRAME_METHOD) {
      switch (frame.payload.method.id) {
        case AMQP_BASIC_ACK_METHOD: {
          const amqp_basic_ack_t *ack = frame.payload.method.decoded;
          acknowledged(publisher, ack->delivery_tag, ack->multiple);
          break;
        }
        case AMQP_BASIC_NACK_METHOD: fail(1, "the broker refused a message");
        case AMQP_BASIC_RETURN_METHOD: fail(1, "the broker returned a message");
        default: break;
      }
    }
    amqp_maybe_release_buffers_on_channel(publisher->link, CHANNEL);
  } while (link_frame(publisher->link, &frame, (struct timeval){0, 0}));
}

int publisher_has_room(const struct publisher *publisher) {
  const struct window *window = &publisher->window;
  if (window->sent + 1 - window->oldest >= RING) fail(1, "%d later messages are answered, and not one", RING);
  return window->unanswered < window->limit;
}

void publisher_send(struct publisher *publisher, const char *exchange, const char *key) {
  const struct options *options = publisher->options;
  struct window *window = &publisher->window;
  char id[32];
  int length = snprintf(id, sizeof id, "bench-%" PRIu64, window->sent + 1);
  amqp_basic_properties_t properties;
  properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG;
  properties.content_type = amqp_cstring_bytes(options->content_type);
  properties.delivery_mode = 2;
  properties.message_id = (amqp_bytes_t){(size_t)length, id};
  window->sent++;
  window->waiting[window->sent % RING] = 1;
  window->unanswered++;
  int status = amqp_basic_publish(
      publisher->link, CHANNEL, amqp_cstring_bytes(exchange), amqp_cstring_bytes(key), 1, 0, &properties,
      publisher->body);
  if (status) fail(69, "publishing: %s", amqp_error_string2(status));
}

void publisher_open(struct publisher *publisher, const struct options *options, uint64_t limit, uint64_t body) {
  memset(publisher, 0, sizeof *publisher);
  publisher->options = options;
  publisher->link = link_open(options);
  amqp_confirm_select(publisher->link, CHANNEL);
  link_check(publisher->link, "confirm.select");
  publisher->window.limit = limit;
  publisher->window.oldest = 1;
  publisher->window.waiting = calloc(RING, 1);
  publisher->body = amqp_bytes_malloc(body);
  if (!publisher->window.waiting || !publisher->body.bytes) fail(69, "out of memory");
  memset(publisher->body.bytes, 'x', body);
}

void publisher_shut(struct publisher *publisher) {
  link_close(publisher->link);
  amqp_bytes_free(publisher->body);
  free(publisher->window.waiting);
}

void run_publish(const struct options *options) {
  struct publisher publisher;
  struct measure measure;
  publisher_open(&publisher, options, options->window, options->body);
  struct window *window = &publisher.window;
  publisher.measure = &measure;
  measure_begin(&measure, "publish", options->messages);
  while (publisher.confirmed < options->messages) {
    for (int burst = 0; burst < BURST && window->sent < options->messages; burst++) {
      if (!publisher_has_room(&publisher)) break;
      publisher_send(&publisher, options->exchange, options->routing_key);
    }
    publisher_take_answers(&publisher, window->unanswered == window->limit || window->sent == options->messages);
  }
  measure_end(&measure, NULL);
  publisher_shut(&publisher);
}

void run_lone(const struct options *options) {
  enum { WARM_UP = 50 };
  struct publisher publisher;
  struct measure measure;
  publisher_open(&publisher, options, 1, options->body);
  uint64_t *latencies = calloc(options->messages, sizeof *latencies);
  if (!latencies) fail(69, "out of memory");
  for (uint64_t turn = 0; turn < WARM_UP + options->messages; turn++) {
    if (turn == WARM_UP) measure_begin(&measure, "lone", options->messages);
    uint64_t start = now_nanoseconds();
    publisher_send(&publisher, options->exchange, options->routing_key);
    while (publisher.window.unanswered > 0) publisher_take_answers(&publisher, 1);
    if (turn < WARM_UP) continue;
    latencies[turn - WARM_UP] = now_nanoseconds() - start;
    measure_step(&measure, turn - WARM_UP + 1);
  }
  measure_end(&measure, latencies);
  free(latencies);
  publisher_shut(&publisher);
}
