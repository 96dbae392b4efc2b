/* Preloaded into a server of the fault bench (test/faults/power.ts). Under $DURABLE_TO stands what a power cut would leave of $DURABLE_FROM at its
   worst: of each file what its last fsync or fdatasync had waited for, nothing written since. A name that was given, changed or taken away counts
   as kept at once. Linux. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

/* Where the durable copy of this path is; 0: it is none of ours. */
static int shadow(const char *path, char *to) {
  const char *from = getenv("DURABLE_FROM"), *into = getenv("DURABLE_TO");
  size_t length = from ? strlen(from) : 0;
  if (!from || !into || strncmp(path, from, length) || path[length] != '/') return 0;
  return snprintf(to, PATH_MAX, "%s%s", into, path + length) < PATH_MAX;
}

static void folders(char *path) {
  for (char *p = path + 1; (p = strchr(p, '/')); p++) {
    *p = 0;
    mkdir(path, 0700);
    *p = '/';
  }
}

/* Whole or not at all: whoever looks sees the file of one fsync. */
static void keep(int fd) {
  char link[64], path[PATH_MAX], to[PATH_MAX], part[PATH_MAX + 8], buffer[65536];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return;
  path[n] = 0;
  struct stat is;
  if (!shadow(path, to) || fstat(fd, &is) || !S_ISREG(is.st_mode)) return;
  pthread_mutex_lock(&one);
  folders(to);
  snprintf(part, sizeof part, "%s.part", to);
  int in = open(path, O_RDONLY | O_CLOEXEC), out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  while (in >= 0 && out >= 0 && (n = read(in, buffer, sizeof buffer)) > 0)
    if (write(out, buffer, (size_t)n) != n) abort();
  close(in);
  close(out);
  if (rename(part, to)) abort();
  pthread_mutex_unlock(&one);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) {
  int done = REAL(fsync)(fd);
  if (done == 0) keep(fd);
  return done;
}

int fdatasync(int fd) {
  int done = REAL(fdatasync)(fd);
  if (done == 0) keep(fd);
  return done;
}

int rename(const char *from, const char *to) {
  char a[PATH_MAX], b[PATH_MAX];
  int done = REAL(rename)(from, to);
  if (done == 0 && shadow(from, a) && shadow(to, b)) REAL(rename)(a, b);
  return done;
}

int unlink(const char *path) {
  char a[PATH_MAX];
  int done = REAL(unlink)(path);
  if (done == 0 && shadow(path, a)) REAL(unlink)(a);
  return done;
}
