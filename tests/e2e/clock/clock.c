/*
 * The time of a test, for programs that know nothing of tests: preloaded, it moves the clock that
 * people set (CLOCK_REALTIME) by the milliseconds that a small shared file holds, and lets a restarted
 * "phone" have a boot of its own. The boot clock and the monotonic clock stay true, so that timers work.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *offset_ms;

__attribute__((constructor)) static void map_offset(void) {
  const char *path = getenv("E2E_CLOCK");
  int file = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *map = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (map != MAP_FAILED) offset_ms = map;
  close(file);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = (int)syscall(SYS_clock_gettime, clock, time);
  if (result == 0 && offset_ms && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t ms = time->tv_sec * 1000 + *offset_ms;
    time->tv_nsec = ms % 1000 * 1000000 + time->tv_nsec;
    time->tv_sec = ms / 1000 + time->tv_nsec / 1000000000;
    time->tv_nsec %= 1000000000;
  }
  return result;
}

static const char *instead_of(const char *path) {
  const char *boot = getenv("E2E_BOOT");
  return boot && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0 ? boot : path;
}

static int open_with(const char *name, const char *path, int flags, int mode) {
  int (*next)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
  return next(instead_of(path), flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int mode = va_arg(rest, int);
  va_end(rest);
  return open_with("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int mode = va_arg(rest, int);
  va_end(rest);
  return open_with("open64", path, flags, mode);
}
