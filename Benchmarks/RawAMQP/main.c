#include "raw.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: raw-amqp publish|lone|consume|path|path-clear|delete-exchange --password-file FILE [--host H] [--port N] [--vhost V] [--user U]\n"
    "                [--exchange X] [--routing-key K] [--queue Q] [--content-type T]\n"
    "                [--messages N] [--body BYTES] [--outcome BYTES] [--window N] [--prefetch N] [--partitions N]\n"
    "  publish   N messages, confirmed, at most the window unanswered\n"
    "  lone      N messages one at a time, each waiting for its confirm\n"
    "  consume   N messages of the queue, acknowledged\n"
    "  path      N messages over a topology of their own (--exchange, and --queue for the beginning of its names), each\n"
    "            consumed, answered by one confirmed outcome message, and then acknowledged\n"
    "  path-clear        deletes what an interrupted path has left\n"
    "  delete-exchange   deletes --exchange\n"
    "Prints one line of JSON. `lienthong bench` runs it.\n";

void fail(int code, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("raw-amqp: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(code);
}

static uint64_t number(const char *name, const char *text, uint64_t least, uint64_t most) {
  char *end = NULL;
  uint64_t value = strtoull(text, &end, 10);
  if (*text == '\0' || *text == '-' || *end != '\0' || value < least || value > most)
    fail(64, "%s must be a whole number from %llu to %llu", name, (unsigned long long)least, (unsigned long long)most);
  return value;
}

int main(int count, char **words) {
  struct options options = {
      .host = "127.0.0.1", .port = 5672, .vhost = "lienthong", .user = "lienthong", .exchange = "", .routing_key = "",
      .queue = "", .content_type = "application/octet-stream", .messages = 20000, .body = 1024, .outcome = 1024, .window = 256,
      .prefetch = 256, .partitions = 8};
  if (count < 2 || !strcmp(words[1], "--help") || !strcmp(words[1], "-h")) {
    fputs(usage, count < 2 ? stderr : stdout);
    return count < 2 ? 64 : 0;
  }
  options.mode = words[1];
  for (int i = 2; i < count; i += 2) {
    const char *name = words[i], *value = i + 1 < count ? words[i + 1] : NULL;
    if (!value) fail(64, "%s needs a value", name);
    if (!strcmp(name, "--host")) options.host = value;
    else if (!strcmp(name, "--port")) options.port = (int)number(name, value, 1, 65535);
    else if (!strcmp(name, "--vhost")) options.vhost = value;
    else if (!strcmp(name, "--user")) options.user = value;
    else if (!strcmp(name, "--password-file")) options.password_file = value;
    else if (!strcmp(name, "--exchange")) options.exchange = value;
    else if (!strcmp(name, "--routing-key")) options.routing_key = value;
    else if (!strcmp(name, "--queue")) options.queue = value;
    else if (!strcmp(name, "--content-type")) options.content_type = value;
    else if (!strcmp(name, "--messages")) options.messages = number(name, value, 1, 100000000);
    else if (!strcmp(name, "--body")) options.body = number(name, value, 1, 16 * 1024 * 1024);
    else if (!strcmp(name, "--outcome")) options.outcome = number(name, value, 1, 16 * 1024 * 1024);
    else if (!strcmp(name, "--partitions")) options.partitions = (unsigned)number(name, value, 1, 64);
    else if (!strcmp(name, "--window")) options.window = number(name, value, 1, 65535);
    else if (!strcmp(name, "--prefetch")) options.prefetch = number(name, value, 1, 65535);
    else fail(64, "unknown option %s", name);
  }
  if (!options.password_file) fail(64, "--password-file is missing");
  int deletes = !strncmp(options.mode, "path", 4) || !strcmp(options.mode, "delete-exchange");
  if (deletes && !*options.exchange) fail(64, "--exchange is missing");
  if (deletes && options.mode[0] == 'p' && !*options.queue) fail(64, "--queue is missing");
  if (!strcmp(options.mode, "publish")) run_publish(&options);
  else if (!strcmp(options.mode, "lone")) run_lone(&options);
  else if (!strcmp(options.mode, "consume")) run_consume(&options);
  else if (!strcmp(options.mode, "path")) run_path(&options);
  else if (!strcmp(options.mode, "path-clear")) run_path_clear(&options);
  else if (!strcmp(options.mode, "delete-exchange")) run_delete_exchange(&options);
  else fail(64, "there is no mode %s", options.mode);
  return 0;
}
