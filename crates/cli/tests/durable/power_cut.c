/*
 * A disk of which only what was synced is left when the power goes. After every successful fsync or fdatasync of a
 * database file, its content is copied into the folder KEPT_BY_DISK; a test that kills the process and puts the
 * copies in the place of the files has cut the power.
 *
 * With SYNC_IS_LATE, a sync of the log takes effect with the next one only: to the disk, whoever answers after such
 * a sync has answered one transaction too early.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* Reads by the descriptor that is there: opening and closing another one would end the process's locks. */
static void copy(int file, const char *to) {
  static char part[1 << 16];
  int copy = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ssize_t length;
  off_t at = 0;
  if (copy < 0) abort();
  while ((length = pread(file, part, sizeof part, at)) > 0) {
    if (write(copy, part, length) != length) abort();
    at += length;
  }
  if (length < 0 || close(copy) != 0) abort();
}

static void keep(int file) {
  const char *disk = getenv("KEPT_BY_DISK");
  char link[64], path[4096], part[4200], kept[4200], next[4200];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (disk == NULL || length <= 0) return;
  path[length] = 0;
  const char *name = strrchr(path, '/');
  if (name == NULL || strstr(name, ".sqlite") == NULL) return;
  int is_log = strlen(name) > 4 && strcmp(name + strlen(name) - 4, "-wal") == 0;
  snprintf(part, sizeof part, "%s/part", disk);
  snprintf(kept, sizeof kept, "%s%s", disk, name);
  snprintf(next, sizeof next, "%s%s.next", disk, name);
  pthread_mutex_lock(&turn);
  copy(file, part);
  if (is_log && getenv("SYNC_IS_LATE") != NULL) {
    rename(next, kept);
    rename(part, next);
  } else {
    rename(part, kept);
  }
  pthread_mutex_unlock(&turn);
}

static int after(const char *call, int file) {
  int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  int done = sync(file);
  if (done == 0) keep(file);
  return done;
}

int fsync(int file) { return after("fsync", file); }

int fdatasync(int file) { return after("fdatasync", file); }
