// A channel in confirm mode with its window of unanswered publishes.
#pragma once
#include "raw.h"

// Publishes that the broker has not answered. Tags are counted 1, 2, 3 ... on both sides.
struct window {
  uint8_t *waiting; // by tag modulo RING
  uint64_t limit;
  uint64_t sent;
  uint64_t oldest; // the lowest unanswered tag; sent + 1 when there is none
  uint64_t unanswered;
};

struct publisher {
  amqp_connection_state_t link;
  const struct options *options;
  struct window window;
  amqp_bytes_t body;
  uint64_t confirmed;
  struct measure *measure; // NULL when nothing is noted
};

// Connects; every message has a body of so many bytes.
void publisher_open(struct publisher *publisher, const struct options *options, uint64_t limit, uint64_t body);
void publisher_shut(struct publisher *publisher);
int publisher_has_room(const struct publisher *publisher);
// Persistent, mandatory, with content type and message id.
void publisher_send(struct publisher *publisher, const char *exchange, const char *key);
// Takes in what has arrived; waits for the first frame when told to.
void publisher_take_answers(struct publisher *publisher, int wait);
