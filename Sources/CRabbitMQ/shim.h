// Debian 12 installs <amqp.h>; from 0.12 on the headers live under <rabbitmq-c/>.
#pragma once
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif
#include <dlfcn.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/time.h>

// Variadic in C, which Swift cannot call.
static inline amqp_rpc_reply_t lt_login(
    amqp_connection_state_t state, const char *vhost, int frame_max, int heartbeat, const amqp_table_t *properties,
    const char *user, const char *password) {
  return amqp_login_with_properties(
      state, vhost, 1, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

// RabbitMQ takes the user from the client's certificate and not from the identity, which the library wants not empty.
static inline amqp_rpc_reply_t lt_login_by_certificate(
    amqp_connection_state_t state, const char *vhost, int frame_max, int heartbeat, const amqp_table_t *properties,
    const char *identity) {
  return amqp_login_with_properties(
      state, vhost, 1, frame_max, heartbeat, properties, AMQP_SASL_METHOD_EXTERNAL, identity);
}

// Missing from Swift's Glibc module.
static inline int lt_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// At most 15 characters are kept.
static inline void lt_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// OpenSSL frees all it has from an exit handler, also what a thread that ends at that moment still uses: the process would
// end with SIGSEGV after its work is done. To be called before the first TLS socket is made; the memory goes with the process.
// By name, because the TLS library is librabbitmq's and its headers need not be installed.
static inline void lt_keep_tls_at_exit(void) {
  const uint64_t no_atexit = 0x00080000;  // OPENSSL_INIT_NO_ATEXIT, OpenSSL 1.1.1b and later
  void *program = dlopen(NULL, RTLD_LAZY);
  if (program == NULL) return;
  int (*start)(uint64_t, const void *) = (int (*)(uint64_t, const void *))dlsym(program, "OPENSSL_init_crypto");
  if (start != NULL) start(no_atexit, NULL);
  dlclose(program);
}
