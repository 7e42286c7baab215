/* A disk that forgets what was not synced, and that fails when it is told to.
 *
 * Loaded before the C library into the programs under test. For each file below DISK_DIR it keeps a
 * journal (FILE.undo) of what every write and every truncation replaced; a successful sync of the file
 * empties the journal. After a kill the test replays journals backwards: what remains is what a machine
 * that lost its power may find, writes to one file being lost from the last backwards. What it does not
 * forget: names in directories, and memory maps, which SQLite uses for its index of the log alone.
 *
 * DISK_FAIL (of a million calls) makes writes and syncs fail with DISK_ERRNO; DISK_SEED chooses which.
 * DISK_KILL kills the program (SIGKILL) before the sync of that number, from 1: what it wrote last is
 * then certain to be unsynced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int journals[FILES]; /* descriptor of the journal + 1; 0: the file is not watched */
static const char *directory;
static uint64_t fail, seed;
static long syncs_left; /* 0: the program is not killed */
static int fail_errno;

static int (*real_open)(const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_close)(int);
static int (*real_unlink)(const char *);
static int (*real_dup2)(int, int);

__attribute__((constructor)) static void begin(void) {
  real_open = dlsym(RTLD_NEXT, "open64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_close = dlsym(RTLD_NEXT, "close");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_dup2 = dlsym(RTLD_NEXT, "dup2");
  const char *text = getenv("DISK_FAIL");
  fail = text ? strtoull(text, NULL, 10) : 0;
  text = getenv("DISK_SEED");
  seed = (text ? strtoull(text, NULL, 10) : 1) * 2 + 1;
  text = getenv("DISK_ERRNO");
  fail_errno = text ? atoi(text) : EIO;
  text = getenv("DISK_KILL");
  syncs_left = text ? atol(text) : 0;
  directory = getenv("DISK_DIR");
}

/* The caller holds the lock. */
static int fails(void) {
  if (fail == 0) return 0;
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  if (seed % 1000000 >= fail) return 0;
  errno = fail_errno;
  return 1;
}

static int journal_of(int fd) {
  return fd >= 0 && fd < FILES ? journals[fd] - 1 : -1;
}

/* One record: offset, length of what was there, size of the file before; then what was there. */
static void remember(int journal, int fd, off_t offset, size_t length) {
  struct stat found;
  if (fstat(fd, &found) != 0) return;
  uint64_t size = found.st_size, kept = 0;
  if ((uint64_t)offset < size) kept = size - offset < length ? size - offset : length;
  char *old = malloc(kept ? kept : 1);
  ssize_t read = kept ? pread64(fd, old, kept, offset) : 0;
  uint64_t head[3] = {offset, read > 0 ? read : 0, size};
  struct iovec parts[2] = {{head, sizeof head}, {old, head[1]}};
  if (writev(journal, parts, 2) < 0) abort();
  free(old);
}

static int watched(const char *path, int flags, int fd) {
  char whole[PATH_MAX];
  if (fd < 0 || fd >= FILES) return fd;
  pthread_mutex_lock(&lock);
  journals[fd] = 0;
  if (directory && (flags & O_ACCMODE) != O_RDONLY && realpath(path, whole) &&
      strncmp(whole, directory, strlen(directory)) == 0 && !strstr(whole, "-shm") &&
      strlen(whole) + 6 < PATH_MAX) {
    /* The file is read for its journal: one that may only be written is opened anew. */
    strcat(whole, ".undo");
    int journal = real_open(whole, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    journals[fd] = journal + 1;
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define OPEN(name)                                                   \
  int name(const char *path, int flags, ...) {                       \
    va_list rest;                                                    \
    va_start(rest, flags);                                           \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0; \
    va_end(rest);                                                    \
    if ((flags & O_ACCMODE) == O_WRONLY) flags = (flags & ~O_ACCMODE) | O_RDWR; \
    return watched(path, flags, real_open(path, flags, mode));       \
  }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *bytes, size_t length) {
  int journal = journal_of(fd);
  if (journal < 0) return real_write(fd, bytes, length);
  pthread_mutex_lock(&lock);
  ssize_t written = -1;
  if (!fails()) {
    off_t offset = lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    remember(journal, fd, offset, length);
    written = real_write(fd, bytes, length);
  }
  pthread_mutex_unlock(&lock);
  return written;
}

#define PWRITE(name)                                                           \
  ssize_t name(int fd, const void *bytes, size_t length, off_t offset) {       \
    int journal = journal_of(fd);                                              \
    if (journal < 0) return real_pwrite(fd, bytes, length, offset);            \
    pthread_mutex_lock(&lock);                                                 \
    ssize_t written = -1;                                                      \
    if (!fails()) {                                                            \
      remember(journal, fd, offset, length);                                   \
      written = real_pwrite(fd, bytes, length, offset);                        \
    }                                                                          \
    pthread_mutex_unlock(&lock);                                               \
    return written;                                                            \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define FTRUNCATE(name)                                            \
  int name(int fd, off_t size) {                                   \
    int journal = journal_of(fd);                                  \
    if (journal < 0) return real_ftruncate(fd, size);              \
    pthread_mutex_lock(&lock);                                     \
    struct stat found;                                             \
    if (fstat(fd, &found) == 0)                                    \
      remember(journal, fd, size, found.st_size > size ? found.st_size - size : 0); \
    int done = real_ftruncate(fd, size);                           \
    pthread_mutex_unlock(&lock);                                   \
    return done;                                                   \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

static int synced(int fd, int (*real)(int)) {
  int journal = journal_of(fd);
  if (journal < 0) return real(fd);
  pthread_mutex_lock(&lock);
  if (syncs_left > 0 && --syncs_left == 0) raise(SIGKILL);
  int done = fails() ? -1 : real(fd);
  if (done == 0 && real_ftruncate(journal, 0) != 0) abort();
  pthread_mutex_unlock(&lock);
  return done;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int close(int fd) {
  int journal = journal_of(fd);
  if (journal >= 0) {
    pthread_mutex_lock(&lock);
    journals[fd] = 0;
    pthread_mutex_unlock(&lock);
    real_close(journal);
  }
  return real_close(fd);
}

/* A second descriptor of a watched file writes to the same journal. */
int dup2(int from, int to) {
  int journal = journal_of(from);
  int done = real_dup2(from, to);
  if (done < 0 || done >= FILES || from == to) return done;
  pthread_mutex_lock(&lock);
  journals[to] = journal < 0 ? 0 : fcntl(journal, F_DUPFD_CLOEXEC, 0) + 1;
  pthread_mutex_unlock(&lock);
  return done;
}

/* What a later file of the same name replaces is not what the removed one replaced. */
int unlink(const char *path) {
  char undo[PATH_MAX + 5];
  if (directory && strlen(path) < PATH_MAX) {
    strcpy(undo, path);
    strcat(undo, ".undo");
    real_unlink(undo);
    errno = 0;
  }
  return real_unlink(path);
}
