#include "raw.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE = 30, FRAMES_PER_TURN = 512 };

// Reads all frames that have arrived, 512 at most, copies each body out, and then sends one `multiple` ack for the
// complete messages among them: the policy of the bus, whose handlers acknowledge what one turn of reading gave them.
void run_consume(const struct options *options) {
  amqp_connection_state_t link = link_open(options);
  amqp_basic_qos(link, CHANNEL, 0, (uint16_t)options->prefetch, 0);
  link_check(link, "basic.qos");
  struct measure measure;
  amqp_basic_consume(
      link, CHANNEL, amqp_cstring_bytes(options->queue), amqp_cstring_bytes("0"), 0, 0, 0, amqp_empty_table);
  link_check(link, "basic.consume");
  char *body = malloc(options->body);
  if (!body) fail(69, "out of memory");
  uint64_t done = 0, acknowledged = 0, tag = 0, size = 0, received = 0;
  int inside = 0;
  while (done < options->messages) {
    amqp_frame_t frame;
    struct timeval wait = {PATIENCE, 0};
    if (!link_frame(link, &frame, wait)) fail(1, "no delivery within %d s, %" PRIu64 " have come", PATIENCE, done);
    if (tag == 0) measure_begin(&measure, "consume", options->messages);
    for (int frames = 1;; frames++) {
      int complete = 0;
      switch (frame.frame_type) {
        case AMQP_FRAME_METHOD:
          if (frame.payload.method.id != AMQP_BASIC_DELIVER_METHOD) break;
          if (inside) fail(1, "a delivery inside a delivery");
          inside = 1;
          received = 0;
          const amqp_basic_deliver_t *deliver = frame.payload.method.decoded;
          if (deliver->delivery_tag != tag + 1) fail(1, "delivery %" PRIu64 " after %" PRIu64, deliver->delivery_tag, tag);
          tag = deliver->delivery_tag;
          break;
        case AMQP_FRAME_HEADER: {
          const amqp_basic_properties_t *properties = frame.payload.properties.decoded;
          size = frame.payload.properties.body_size;
          if (size != options->body) fail(1, "a body of %" PRIu64 " bytes", size);
          if (!(properties->_flags & AMQP_BASIC_MESSAGE_ID_FLAG)) fail(1, "a message without its id");
          break;
        }
        case AMQP_FRAME_BODY: {
          amqp_bytes_t part = frame.payload.body_fragment;
          if (received + part.len > size) fail(1, "a body longer than announced");
          memcpy(body + received, part.bytes, part.len);
          received += part.len;
          complete = received == size;
          break;
        }
        default: break;
      }
      if (complete) {
        inside = 0;
        done++;
        measure_step(&measure, done);
      }
      // A message's pieces are released together, with its end.
      if (!inside) amqp_maybe_release_buffers_on_channel(link, CHANNEL);
      if (done == options->messages || frames == FRAMES_PER_TURN) break;
      if (!link_frame(link, &frame, (struct timeval){0, 0})) break;
    }
    if (done > acknowledged) {
      // The last one may still lack its body.
      uint64_t last = inside ? tag - 1 : tag;
      if (amqp_basic_ack(link, CHANNEL, last, done - acknowledged > 1)) fail(69, "acknowledging failed");
      acknowledged = done;
    }
  }
  measure_end(&measure, NULL);
  free(body);
  link_close(link);
}
