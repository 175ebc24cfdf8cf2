// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
//
// Preloaded into a member by RefusedDiskTest: once the file TWINCELL_REFUSE_WHEN is there, nothing can
// be forced to the disk any more. The first refusal makes the file TWINCELL_REFUSE_TOLD.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int refused(void) {
  const char *when = getenv("TWINCELL_REFUSE_WHEN");
  const char *told = getenv("TWINCELL_REFUSE_TOLD");
  if (!when || !told || access(when, F_OK) != 0) return 0;
  int file = open(told, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) close(file);
  errno = EIO;
  return 1;
}

int fsync(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return refused() ? -1 : real(file);
}

int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return refused() ? -1 : real(file);
}
