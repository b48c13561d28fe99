#include "raw.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

uint64_t now_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static double cpu_of(int who, struct rusage *usage) {
  getrusage(who, usage);
  return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
         (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

// With that of a process which has worked for this one and has been waited for.
static double cpu_seconds(struct rusage *usage) {
  double children = cpu_of(RUSAGE_CHILDREN, usage);
  return children + cpu_of(RUSAGE_SELF, usage);
}

static uint64_t resident_kib(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  unsigned long total = 0, resident = 0;
  if (!file) return 0;
  if (fscanf(file, "%lu %lu", &total, &resident) != 2) resident = 0;
  fclose(file);
  return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE) / 1024;
}

void measure_begin(struct measure *measure, const char *mode, uint64_t messages) {
  struct rusage usage;
  measure->mode = mode;
  measure->messages = messages;
  measure->resident_at_tenth = 0;
  measure->cpu_began = cpu_seconds(&usage);
  measure->began = (double)now_nanoseconds() / 1e9;
}

void measure_step(struct measure *measure, uint64_t done) {
  if (done == (measure->messages + 9) / 10) measure->resident_at_tenth = resident_kib();
}

static int ascending(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

void measure_end(struct measure *measure, uint64_t *latencies) {
  struct rusage usage;
  double seconds = (double)now_nanoseconds() / 1e9 - measure->began;
  double cpu = cpu_seconds(&usage) - measure->cpu_began;
  printf(
      "{\"mode\":\"%s\",\"messages\":%" PRIu64 ",\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"maxResidentKiB\":%ld,"
      "\"residentKiBAtTenth\":%" PRIu64 ",\"residentKiBAtEnd\":%" PRIu64,
      measure->mode, measure->messages, seconds, cpu, usage.ru_maxrss, measure->resident_at_tenth, resident_kib());
  if (latencies) {
    qsort(latencies, measure->messages, sizeof *latencies, ascending);
    printf(
        ",\"p50Microseconds\":%.1f,\"p99Microseconds\":%.1f", (double)latencies[measure->messages * 50 / 100] / 1000,
        (double)latencies[measure->messages * 99 / 100] / 1000);
  }
  puts("}");
  fflush(stdout);
}
