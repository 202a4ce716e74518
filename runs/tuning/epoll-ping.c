/* PING over 50 connections, each one at a time, in two ways: `plain` answers a reply by writing the next request at once; `benchmark` does
   what redis-benchmark does, which waits until the socket can be written, and so changes its epoll set four times a request.
   cc -O2 -o epoll-ping epoll-ping.c; ./epoll-ping plain|benchmark PORT REQUESTS */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char PING[] = "*1\r\n$4\r\nPING\r\n";

static void set(int epoll, int how, int fd, int events) {
    struct epoll_event e = {.events = events, .data.fd = fd};
    if (epoll_ctl(epoll, how, fd, &e)) exit(1);
}

static void ask(int fd) {
    if (write(fd, PING, sizeof PING - 1) != sizeof PING - 1) exit(1);
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    int dance = !strcmp(argv[1], "benchmark"), epoll = epoll_create1(0), one = 1;
    long left = atol(argv[3]), total = left;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < 50; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (void *) &at, sizeof at)) return 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        set(epoll, EPOLL_CTL_ADD, fd, EPOLLIN);
        ask(fd);
    }
    while (left > 0) {
        struct epoll_event ready[64];
        int n = epoll_wait(epoll, ready, 64, -1);
        for (int i = 0; i < n; i++) {
            int fd = ready[i].data.fd;
            if (ready[i].events & EPOLLOUT) {
                ask(fd);
                set(epoll, EPOLL_CTL_DEL, fd, 0);
                set(epoll, EPOLL_CTL_ADD, fd, EPOLLIN);
            } else {
                char reply[64];
                if (read(fd, reply, sizeof reply) <= 0) return 1;
                left--;
                if (dance) {
                    set(epoll, EPOLL_CTL_DEL, fd, 0);
                    set(epoll, EPOLL_CTL_ADD, fd, EPOLLOUT);
                } else {
                    ask(fd);
                }
            }
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%s %.0f/s\n", argv[1], total / (to.tv_sec - from.tv_sec + (to.tv_nsec - from.tv_nsec) / 1e9));
    return 0;
}
