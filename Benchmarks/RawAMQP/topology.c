#include "raw.h"

#include <stdio.h>
#include <string.h>

// What the pool takes: one binding a partition for each, as the pipeline has them.
static const char *const entities[] = {
    "vnaccs.declaration", "vnaccs.result",    "vnaccs.tax",    "vnaccs.inspection",   "epayment.payment",
    "epayment.guarantee", "epayment.answer",  "edoc.document", "treasury.settlement", "treasury.voucher",
};
enum { ENTITIES = sizeof entities / sizeof *entities };

static amqp_table_entry_t text(const char *key, const char *value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_UTF8;
  entry.value.value.bytes = amqp_cstring_bytes(value);
  return entry;
}

static amqp_table_entry_t number(const char *key, int64_t value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_I64;
  entry.value.value.i64 = value;
  return entry;
}

static amqp_table_entry_t flag(const char *key) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
  entry.value.value.boolean = 1;
  return entry;
}

static void declare(amqp_connection_state_t link, const char *queue, int count, amqp_table_entry_t *arguments) {
  amqp_table_t table = {count, arguments};
  amqp_queue_declare(link, CHANNEL, amqp_cstring_bytes(queue), 0, 1, 0, 0, table);
  link_check(link, "queue.declare");
}

static void bind(amqp_connection_state_t link, const struct options *options, const char *queue, const char *key) {
  amqp_queue_bind(
      link, CHANNEL, amqp_cstring_bytes(queue), amqp_cstring_bytes(options->exchange), amqp_cstring_bytes(key),
      amqp_empty_table);
  link_check(link, "queue.bind");
}

static void drop(amqp_connection_state_t link, const char *queue) {
  amqp_queue_delete(link, CHANNEL, amqp_cstring_bytes(queue), 0, 0);
  link_check(link, "queue.delete");
}

void partition_name(const struct options *options, unsigned partition, char *name) {
  snprintf(name, NAME, "%s.p%02u", options->queue, partition);
}

void event_key(unsigned partition, uint64_t number, char *key) {
  snprintf(key, NAME, "%s.p%02u", entities[number % ENTITIES], partition);
}

static void other_name(const struct options *options, const char *what, char *name) {
  snprintf(name, NAME, "%s.%s", options->queue, what);
}

void topology_delete(amqp_connection_state_t link, const struct options *options) {
  char name[NAME];
  for (unsigned partition = 0; partition < options->partitions; partition++) {
    partition_name(options, partition, name);
    drop(link, name);
  }
  other_name(options, "journal", name);
  drop(link, name);
  other_name(options, "poison", name);
  drop(link, name);
  exchange_delete(link, options);
}

void exchange_delete(amqp_connection_state_t link, const struct options *options) {
  amqp_exchange_delete(link, CHANNEL, amqp_cstring_bytes(options->exchange), 0);
  link_check(link, "exchange.delete");
}

// The same kinds and arguments as Sources/Events/Broker/LienThongTopology.swift.
void topology_declare(amqp_connection_state_t link, const struct options *options) {
  char name[NAME], poison[NAME], key[NAME];
  amqp_exchange_declare(
      link, CHANNEL, amqp_cstring_bytes(options->exchange), amqp_cstring_bytes("topic"), 0, 1, 0, 0, amqp_empty_table);
  link_check(link, "exchange.declare");
  other_name(options, "poison", poison);
  amqp_table_entry_t plain[] = {
      text("x-queue-type", "quorum"), text("x-overflow", "reject-publish"), number("x-delivery-limit", 1000000000)};
  declare(link, poison, 3, plain);
  other_name(options, "journal", name);
  amqp_table_entry_t stream[] = {text("x-queue-type", "stream")};
  declare(link, name, 1, stream);
  bind(link, options, name, "#");
  for (unsigned partition = 0; partition < options->partitions; partition++) {
    partition_name(options, partition, name);
    amqp_table_entry_t quorum[] = {
        text("x-queue-type", "quorum"),           text("x-overflow", "reject-publish"),
        number("x-delivery-limit", 20),           flag("x-single-active-consumer"),
        text("x-dead-letter-exchange", ""),       text("x-dead-letter-strategy", "at-least-once"),
        text("x-dead-letter-routing-key", poison)};
    declare(link, name, 7, quorum);
    for (unsigned entity = 0; entity < ENTITIES; entity++) {
      event_key(partition, entity, key);
      bind(link, options, name, key);
    }
  }
}

void run_path_clear(const struct options *options) {
  amqp_connection_state_t link = link_open(options);
  topology_delete(link, options);
  link_close(link);
}

void run_delete_exchange(const struct options *options) {
  amqp_connection_state_t link = link_open(options);
  exchange_delete(link, options);
  link_close(link);
}
