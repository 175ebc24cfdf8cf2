// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
//
// Forwards packets between one network port and a new TAP device, as badly as asked:
//
//   forward PORT TAP COUNTERS DELAY_MICROS REORDER_PERCENT DUPLICATE_PERCENT SEED
//
// Every packet waits for the delay; so many percent do not wait and overtake those that do; so many
// percent are sent twice. COUNTERS is a file of three 64-bit numbers: packets delayed, packets that
// overtook others, packets doubled. For kernels without netem. Ends with its standard input.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FRAME 70000
#define QUEUE 4096

struct packet {
  int64_t due;
  ssize_t length;
  char *bytes;
};

struct direction {
  int from, to;
  struct packet queue[QUEUE];
  unsigned first, count;
};

static int64_t *counters;
static int64_t delay;
static int reorder, duplicate;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void fail(const char *what) {
  fprintf(stderr, "forward: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int open_port(const char *name) {
  int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
  if (fd < 0) fail("packet socket");
  int on = 1;
  if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) < 0) fail("PACKET_VNET_HDR");
  if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) < 0) fail("PACKET_IGNORE_OUTGOING");
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  address.sll_ifindex = (int)if_nametoindex(name);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) fail(name);
  struct packet_mreq all = {.mr_ifindex = address.sll_ifindex, .mr_type = PACKET_MR_PROMISC};
  if (setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all) < 0) fail("promiscuous");
  return fd;
}

static int open_tap(const char *name) {
  int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (fd < 0) fail("/dev/net/tun");
  struct ifreq request;
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
  snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
  if (ioctl(fd, TUNSETIFF, &request) < 0) fail(name);
  return fd;
}

static void send_one(int fd, const char *bytes, ssize_t length) {
  while (write(fd, bytes, (size_t)length) < 0 && errno == EINTR) {}
}

static void take(struct direction *way) {
  static char frame[FRAME];
  ssize_t length = read(way->from, frame, sizeof frame);
  if (length <= 0) return;
  if (random() % 100 < duplicate) {
    counters[2]++;
    send_one(way->to, frame, length);
  }
  int overtakes = reorder > 0 && random() % 100 < reorder && way->count > 0;
  if (delay == 0 || overtakes || way->count == QUEUE) {
    if (overtakes) counters[1]++;
    send_one(way->to, frame, length);
    return;
  }
  char *copy = malloc((size_t)length);
  if (!copy) return;
  memcpy(copy, frame, (size_t)length);
  way->queue[(way->first + way->count++) % QUEUE] = (struct packet){now() + delay, length, copy};
  counters[0]++;
}

static void give(struct direction *way) {
  while (way->count > 0 && way->queue[way->first].due <= now()) {
    struct packet *packet = &way->queue[way->first];
    send_one(way->to, packet->bytes, packet->length);
    free(packet->bytes);
    way->first = (way->first + 1) % QUEUE;
    way->count--;
  }
}

int main(int count, char **words) {
  if (count != 8) {
    fprintf(stderr, "forward PORT TAP COUNTERS DELAY_MICROS REORDER_PERCENT DUPLICATE_PERCENT SEED\n");
    return 2;
  }
  int file = open(words[3], O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, 4096) < 0) fail(words[3]);
  counters = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (counters == MAP_FAILED) fail("mmap");
  delay = atoll(words[4]);
  reorder = atoi(words[5]);
  duplicate = atoi(words[6]);
  srandom((unsigned)atoll(words[7]));
  int port = open_port(words[1]), tap = open_tap(words[2]);
  static struct direction out, in;
  out.from = in.to = port;
  out.to = in.from = tap;
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    int wait = out.count > 0 || in.count > 0 ? 1 : 200;
    struct pollfd ready[3] = {{port, POLLIN, 0}, {tap, POLLIN, 0}, {0, POLLIN, 0}};
    poll(ready, 3, wait);
    if (ready[0].revents & POLLIN) take(&out);
    if (ready[1].revents & POLLIN) take(&in);
    char byte;
    if (ready[2].revents && read(0, &byte, 1) <= 0) return 0;
    give(&out);
    give(&in);
  }
}
