#include "raw.h"

#include <stdio.h>
#include <string.h>

static void read_password(const char *path, char *password, size_t size) {
  FILE *file = fopen(path, "r");
  if (!file) fail(69, "the password file cannot be read");
  if (!fgets(password, (int)size, file)) password[0] = '\0';
  fclose(file);
  password[strcspn(password, "\r\n")] = '\0';
}

void link_check(amqp_connection_state_t link, const char *what) {
  amqp_rpc_reply_t reply = amqp_get_rpc_reply(link);
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) fail(69, "%s was refused", what);
  amqp_maybe_release_buffers(link);
}

amqp_connection_state_t link_open(const struct options *options) {
  char password[512];
  read_password(options->password_file, password, sizeof password);
  amqp_connection_state_t link = amqp_new_connection();
  amqp_socket_t *socket = link ? amqp_tcp_socket_new(link) : NULL;
  if (!socket) fail(69, "out of memory");
  struct timeval patience = {5, 0};
  int status = amqp_socket_open_noblock(socket, options->host, options->port, &patience);
  if (status) fail(69, "%s:%d: %s", options->host, options->port, amqp_error_string2(status));
  static const char *const names[] = {
      "consumer_cancel_notify", "connection.blocked", "basic.nack", "publisher_confirms"};
  amqp_table_entry_t capabilities[4];
  for (int i = 0; i < 4; i++) {
    capabilities[i].key = amqp_cstring_bytes(names[i]);
    capabilities[i].value.kind = AMQP_FIELD_KIND_BOOLEAN;
    capabilities[i].value.value.boolean = 1;
  }
  amqp_table_entry_t entries[2];
  entries[0].key = amqp_cstring_bytes("connection_name");
  entries[0].value.kind = AMQP_FIELD_KIND_UTF8;
  entries[0].value.value.bytes = amqp_cstring_bytes("raw-amqp");
  entries[1].key = amqp_cstring_bytes("capabilities");
  entries[1].value.kind = AMQP_FIELD_KIND_TABLE;
  entries[1].value.value.table = (amqp_table_t){4, capabilities};
  amqp_table_t properties = {2, entries};
  amqp_rpc_reply_t reply = amqp_login_with_properties(
      link, options->vhost, 1, FRAME_MAX, HEARTBEAT, &properties, AMQP_SASL_METHOD_PLAIN, options->user, password);
  memset(password, 0, sizeof password);
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) fail(69, "the login was refused");
  amqp_channel_open(link, CHANNEL);
  link_check(link, "channel.open");
  return link;
}

void link_close(amqp_connection_state_t link) {
  amqp_channel_close(link, CHANNEL, AMQP_REPLY_SUCCESS);
  amqp_connection_close(link, AMQP_REPLY_SUCCESS);
  amqp_destroy_connection(link);
}

int link_frame(amqp_connection_state_t link, amqp_frame_t *frame, struct timeval wait) {
  int status = amqp_simple_wait_frame_noblock(link, frame, &wait);
  if (status == AMQP_STATUS_TIMEOUT) return 0;
  if (status) fail(69, "the connection was lost: %s", amqp_error_string2(status));
  if (frame->frame_type != AMQP_FRAME_METHOD) return 1;
  switch (frame->payload.method.id) {
    case AMQP_CHANNEL_CLOSE_METHOD: fail(69, "the broker closed the channel");
    case AMQP_CONNECTION_CLOSE_METHOD: fail(69, "the broker closed the connection");
    case AMQP_CONNECTION_BLOCKED_METHOD: fail(69, "the broker blocks publishing");
    case AMQP_BASIC_CANCEL_METHOD: fail(69, "the broker ended the consumer");
    default: return 1;
  }
}
