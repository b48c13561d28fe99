// Preloaded into a worker by the fault runs (Benchmarks/faults, Tests/lienthongTests/Faults): what a disk and a clock do to
// a program, which it cannot do to itself.
//
//   LIENTHONG_SHIM_SYNC=SUFFIX:FIRST:COUNT:REPORT   of the fsync(2) and fdatasync(2) calls for files whose path ends with
//       SUFFIX, the FIRST one and COUNT - 1 behind it fail with EIO and bring nothing to the disk; a COUNT of 0 means all from
//       the FIRST one on. REPORT gets a line each: `synced BYTES` with the file's size before the call, or `failed`.
//   LIENTHONG_SHIM_CLOCK=FILE   seconds to add to the time of day: 8 bytes in FILE, in the machine's byte order, which anybody
//       may write at any time. Monotonic clocks are left alone, as a jump of a real clock leaves them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

static char suffix[256];
static long first_failure, failures;
static int report = -1;
static atomic_long calls;
static _Atomic int64_t *offset;

// Others call us before our constructor has run.
static void find_real(void) {
  if (real_clock_gettime) return;
  real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  real_clock_gettime = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
}

__attribute__((constructor)) static void prepare(void) {
  find_real();
  char path[4096];
  const char *sync = getenv("LIENTHONG_SHIM_SYNC");
  if (sync && sscanf(sync, "%255[^:]:%ld:%ld:%4095s", suffix, &first_failure, &failures, path) == 4)
    report = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *clock = getenv("LIENTHONG_SHIM_CLOCK");
  int file = clock ? open(clock, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *page = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
  if (page != MAP_FAILED) offset = page;
  close(file);
}

static int is_ours(int descriptor) {
  if (report < 0) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  size_t tail = strlen(suffix);
  if (length < (ssize_t)tail) return 0;
  path[length] = 0;
  return strcmp(path + length - tail, suffix) == 0;
}

static void tell(const char *line) {
  // The report is for whoever watches; a line that is lost makes the run fail, not the worker.
  if (write(report, line, strlen(line)) < 0) return;
}

static int synchronize(int descriptor, int (*real)(int)) {
  if (!is_ours(descriptor)) return real(descriptor);
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (call >= first_failure && (failures == 0 || call < first_failure + failures)) {
    tell("failed\n");
    errno = EIO;
    return -1;
  }
  struct stat before;
  int known = fstat(descriptor, &before) == 0;
  int result = real(descriptor);
  if (result == 0 && known) {
    char line[64];
    snprintf(line, sizeof line, "synced %lld\n", (long long)before.st_size);
    tell(line);
  }
  return result;
}

int fsync(int descriptor) {
  find_real();
  return synchronize(descriptor, real_fsync);
}

int fdatasync(int descriptor) {
  find_real();
  return synchronize(descriptor, real_fdatasync);
}

static int64_t jump(void) { return offset ? atomic_load(offset) : 0; }

int clock_gettime(clockid_t id, struct timespec *now) {
  find_real();
  int result = real_clock_gettime(id, now);
  if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += jump();
  return result;
}

// The C library's own go past the function above.
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec time;
  if (clock_gettime(CLOCK_REALTIME, &time) != 0) return -1;
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *now) {
  struct timespec time;
  if (clock_gettime(CLOCK_REALTIME, &time) != 0) return -1;
  if (now) *now = time.tv_sec;
  return time.tv_sec;
}
