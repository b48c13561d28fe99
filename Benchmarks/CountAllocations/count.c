// Counts a process's allocations; loaded by LD_PRELOAD. At the end of the process one line goes to the file that
// LT_ALLOCATIONS names: how often memory was asked for, and how many bytes in all. With LT_PAUSE every poll(2) that may wait
// comes so many microseconds later, by when more has arrived. glibc only.
//   cc -O2 -shared -fPIC -o count.so count.c
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static _Atomic unsigned long long calls, bytes;

static void note(size_t size) {
  atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&bytes, size, memory_order_relaxed);
}

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note(count * size);
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  note(size);
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  void *made = memalign(alignment, size);
  if (!made) return ENOMEM;
  *result = made;
  return 0;
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("LT_ALLOCATIONS");
  unsigned long long seen = calls, sum = bytes;
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%llu %llu\n", seen, sum);
  fclose(file);
}

int poll(struct pollfd *descriptors, nfds_t count, int milliseconds) {
  const char *pause = milliseconds ? getenv("LT_PAUSE") : NULL;
  if (pause) usleep((useconds_t)atoi(pause));
  struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  return ppoll(descriptors, count, milliseconds < 0 ? NULL : &wait, NULL);
}

// Valgrind before 3.20 writes into the mask, and libdispatch's lies in read-only memory.
int sigsuspend(const sigset_t *mask) {
  sigset_t copy = *mask;
  return (int)syscall(SYS_rt_sigsuspend, &copy, 8);
}
