// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
//
// Preloaded into a member (LD_PRELOAD): hurts its disk and its wall clock as a page of switches says,
// and remembers what every file of its data folder held at its last fsync, so that a power loss can be
// played: the harness kills the process and puts the remembered content back.
//
//   TWINCELL_HURT_FOLDER    only files below this folder are hurt and remembered
//   TWINCELL_HURT_SWITCHES  a file of one page, shared with the harness (the numbers of Switches.java)
//   TWINCELL_HURT_UNDO      one file per inode with what unsynced writes replaced; empty: not remembered
//
// Model of the power loss: content written after the last fsync of a file is gone; names (create,
// rename, delete) are kept at once. A write that runs while the same file is synced waits for the end.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
  CLOCK_OFFSET_NANOS, FSYNC_DELAY_MICROS, FSYNC_ERRNO, WRITE_ERRNO, WRITE_ROOM_BYTES,
  FSYNCS = 16, FSYNCS_DELAYED, FSYNCS_FAILED, WRITES, WRITES_FAILED, CLOCK_READS_SHIFTED, UNDO_BYTES
};

#define FDS 65536
#define TABLE 4096
#define RECORD_DATA (1 << 20)

struct file {
  pthread_mutex_t lock;
  int used;
  ino_t inode;
  dev_t device;
  int undo;      // descriptor of the undo file, -1 when it is not open
};

struct record {
  int64_t offset;
  int64_t size;    // of the file before the write
  int64_t length;  // bytes that follow: the old content
};

static volatile int64_t none[512];
static volatile int64_t *page = none;
static char folder[PATH_MAX];
static size_t folder_length;
static char undo_folder[PATH_MAX];
static struct file files[TABLE];
static struct file *of_descriptor[FDS];      // 0: not known yet
static struct file untracked;                // marks descriptors that are nobody's data
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static ssize_t real_pwrite(int fd, const void *bytes, size_t n, off_t at) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite64");
  return real(fd, bytes, n, at);
}

static ssize_t real_write(int fd, const void *bytes, size_t n) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  return real(fd, bytes, n);
}

static int real_close(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "close");
  return real(fd);
}

static int real_truncate(int fd, off_t size) {
  static int (*real)(int, off_t);
  if (!real) real = (int (*)(int, off_t))dlsym(RTLD_NEXT, "ftruncate64");
  return real(fd, size);
}

static void add(int counter, int64_t n) { __atomic_fetch_add(&page[counter], n, __ATOMIC_RELAXED); }

__attribute__((constructor)) static void begin(void) {
  const char *switches = getenv("TWINCELL_HURT_SWITCHES");
  const char *data = getenv("TWINCELL_HURT_FOLDER");
  const char *undo = getenv("TWINCELL_HURT_UNDO");
  if (!switches || !data) return;
  int fd = open(switches, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  real_close(fd);
  if (shared == MAP_FAILED) return;
  snprintf(folder, sizeof folder, "%s/", data);
  folder_length = strlen(folder);
  if (undo) snprintf(undo_folder, sizeof undo_folder, "%s", undo);
  page = shared;
}

// The file behind a descriptor, or 0 when it is none of the member's data.
static struct file *file_of(int fd) {
  if (!folder_length || fd < 0 || fd >= FDS) return 0;
  struct file *known = of_descriptor[fd];
  if (known == &untracked) return 0;
  struct stat now;
  if (known) {
    if (fstat(fd, &now) == 0 && known->inode == now.st_ino && known->device == now.st_dev) return known;
  }
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n > 0) path[n] = 0;
  if (n <= 0 || strncmp(path, folder, folder_length) != 0 || fstat(fd, &now) != 0 || !S_ISREG(now.st_mode)) {
    of_descriptor[fd] = &untracked;
    return 0;
  }
  pthread_mutex_lock(&table_lock);
  struct file *found = 0;
  unsigned start = (unsigned)(now.st_ino * 2654435761u) % TABLE;
  for (unsigned i = 0; i < TABLE; i++) {
    struct file *each = &files[(start + i) % TABLE];
    if (!each->used) {
      pthread_mutex_init(&each->lock, 0);
      each->used = 1;
      each->inode = now.st_ino;
      each->device = now.st_dev;
      each->undo = -1;
      found = each;
      break;
    }
    if (each->inode == now.st_ino && each->device == now.st_dev) {
      found = each;
      break;
    }
  }
  if (found && undo_folder[0]) {
    if (found->undo < 0) {
      char name[PATH_MAX + 32];
      snprintf(name, sizeof name, "%s/%llu", undo_folder, (unsigned long long)now.st_ino);
      found->undo = open(name, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    // The inode of a deleted file is used again: an empty file has nothing to remember.
    if (now.st_size == 0 && found->undo >= 0) (void)!real_truncate(found->undo, 0);
  }
  pthread_mutex_unlock(&table_lock);
  of_descriptor[fd] = found ? found : &untracked;
  return found;
}

static void forget(int fd) {
  if (fd >= 0 && fd < FDS) of_descriptor[fd] = 0;
}

// Remembers what a write of n bytes at an offset is about to replace. The file's lock is held.
static void remember(struct file *file, int fd, off_t at, size_t n) {
  if (file->undo < 0) return;
  struct stat now;
  if (fstat(fd, &now) != 0) return;
  static __thread char *buffer;
  if (!buffer) buffer = malloc(sizeof(struct record) + RECORD_DATA);
  if (!buffer) return;
  do {
    struct record *record = (struct record *)buffer;
    int64_t held = at < now.st_size ? now.st_size - at : 0;
    int64_t length = (int64_t)n < held ? (int64_t)n : held;
    if (length > RECORD_DATA) length = RECORD_DATA;
    ssize_t got = 0;
    if (length > 0) got = pread(fd, buffer + sizeof *record, (size_t)length, at);
    if (got < 0) {
      // Opened for writing only: read through a descriptor of our own.
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
      int own = open(link, O_RDONLY | O_CLOEXEC);
      got = own < 0 ? 0 : pread(own, buffer + sizeof *record, (size_t)length, at);
      if (own >= 0) real_close(own);
      if (got < 0) got = 0;
    }
    record->offset = at;
    record->size = now.st_size;
    record->length = got;
    (void)!real_write(file->undo, buffer, sizeof *record + (size_t)got);
    add(UNDO_BYTES, got);
    size_t done = length > 0 ? (size_t)length : n;
    if (done > n) done = n;
    at += (off_t)done;
    n -= done;
  } while (n > 0 && at < now.st_size);
}

// Whether a write may go on; otherwise errno is set.
static int may_write(size_t n) {
  add(WRITES, 1);
  int64_t error = page[WRITE_ERRNO];
  if (error == 0) return 1;
  if (page[WRITE_ROOM_BYTES] > 0 && __atomic_sub_fetch(&page[WRITE_ROOM_BYTES], (int64_t)n, __ATOMIC_RELAXED) > 0)
    return 1;
  add(WRITES_FAILED, 1);
  errno = (int)error;
  return 0;
}

static size_t length_of(const struct iovec *parts, int count) {
  size_t n = 0;
  for (int i = 0; i < count; i++) n += parts[i].iov_len;
  return n;
}

static off_t place_of(int fd) {
  int flags = fcntl(fd, F_GETFL);
  struct stat now;
  if (flags >= 0 && (flags & O_APPEND) && fstat(fd, &now) == 0) return now.st_size;
  off_t at = lseek(fd, 0, SEEK_CUR);
  return at < 0 ? 0 : at;
}

#define GUARDED(fd, at, n, call) \
  struct file *file = file_of(fd); \
  if (!file) return call; \
  if (!may_write(n)) return -1; \
  pthread_mutex_lock(&file->lock); \
  remember(file, fd, at, n); \
  __typeof__(call) answer = call; \
  int error = errno; \
  pthread_mutex_unlock(&file->lock); \
  errno = error; \
  return answer

ssize_t write(int fd, const void *bytes, size_t n) {
  GUARDED(fd, place_of(fd), n, real_write(fd, bytes, n));
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) {
  GUARDED(fd, at, n, real_pwrite(fd, bytes, n, at));
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
  GUARDED(fd, at, n, real_pwrite(fd, bytes, n, at));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  GUARDED(fd, place_of(fd), length_of(parts, count), real(fd, parts, count));
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  REAL(pwritev);
  GUARDED(fd, at, length_of(parts, count), real(fd, parts, count, at));
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  REAL(pwritev64);
  GUARDED(fd, at, length_of(parts, count), real(fd, parts, count, at));
}

static int truncated(int fd, off_t size) {
  struct file *file = file_of(fd);
  if (!file) return real_truncate(fd, size);
  pthread_mutex_lock(&file->lock);
  struct stat now;
  if (fstat(fd, &now) == 0) remember(file, fd, size, now.st_size > size ? (size_t)(now.st_size - size) : 0);
  int answer = real_truncate(fd, size);
  int error = errno;
  pthread_mutex_unlock(&file->lock);
  errno = error;
  return answer;
}

int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncated(fd, size); }

static int synced(int fd, int (*real)(int)) {
  struct file *file = file_of(fd);
  if (!file) return real(fd);
  add(FSYNCS, 1);
  if (page[FSYNC_DELAY_MICROS] > 0) {
    struct timespec rest = {page[FSYNC_DELAY_MICROS] / 1000000, page[FSYNC_DELAY_MICROS] % 1000000 * 1000};
    nanosleep(&rest, 0);
    add(FSYNCS_DELAYED, 1);
  }
  if (page[FSYNC_ERRNO]) {
    add(FSYNCS_FAILED, 1);
    errno = (int)page[FSYNC_ERRNO];
    return -1;
  }
  pthread_mutex_lock(&file->lock);
  int answer = real(fd);
  int error = errno;
  if (answer == 0 && file->undo >= 0) (void)!real_truncate(file->undo, 0);
  pthread_mutex_unlock(&file->lock);
  errno = error;
  return answer;
}

int fsync(int fd) {
  REAL(fsync);
  return synced(fd, real);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return synced(fd, real);
}

int close(int fd) {
  forget(fd);
  return real_close(fd);
}

int dup2(int from, int to) {
  REAL(dup2);
  forget(to);
  return real(from, to);
}

int dup3(int from, int to, int flags) {
  REAL(dup3);
  forget(to);
  return real(from, to, flags);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  REAL(clock_gettime);
  int answer = real(clock, time);
  int64_t offset = page[CLOCK_OFFSET_NANOS];
  if (answer == 0 && offset && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t nanos = (int64_t)time->tv_sec * 1000000000 + time->tv_nsec + offset;
    time->tv_sec = nanos / 1000000000;
    time->tv_nsec = nanos % 1000000000;
    add(CLOCK_READS_SHIFTED, 1);
  }
  return answer;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
