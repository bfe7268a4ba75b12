#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

_Static_assert(CPLATFORM_IN == EPOLLIN && CPLATFORM_OUT == EPOLLOUT, "the bits are the kernel's");
_Static_assert(CPLATFORM_ENDS == EPOLLRDHUP, "the bits are the kernel's");
_Static_assert(CPLATFORM_ERR == EPOLLERR && CPLATFORM_HUP == EPOLLHUP, "the bits are the kernel's");

int cplatform_epoll_create(void) {
    int fd = epoll_create1(EPOLL_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

static int control(int epoll, int operation, int fd, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data.u64 = tag};
    return epoll_ctl(epoll, operation, fd, &event) < 0 ? -errno : 0;
}

int cplatform_epoll_add(int epoll, int fd, uint32_t events, uint64_t tag) {
    return control(epoll, EPOLL_CTL_ADD, fd, events, tag);
}

int cplatform_epoll_modify(int epoll, int fd, uint32_t events, uint64_t tag) {
    return control(epoll, EPOLL_CTL_MOD, fd, events, tag);
}

int cplatform_epoll_remove(int epoll, int fd) {
    return control(epoll, EPOLL_CTL_DEL, fd, 0, 0);
}

// epoll_pwait2 (Linux 5.11) waits in nanoseconds; an older kernel, or a container that forbids it, waits whole
// milliseconds rounded up, so that a wait never ends early and spins.
static int wait_in_milliseconds(int epoll, struct epoll_event *ready, int capacity, int64_t timeout_ns) {
    int64_t milliseconds = timeout_ns < 0 ? -1 : (timeout_ns + 999999) / 1000000;
    return epoll_wait(epoll, ready, capacity, milliseconds > 0x7fffffff ? 0x7fffffff : (int)milliseconds);
}

int cplatform_epoll_wait(int epoll, cplatform_event *events, int capacity, int64_t timeout_ns) {
    struct epoll_event ready[256];
    if (capacity > 256) capacity = 256;
    static _Thread_local int coarse = 0;
    int count;
    if (coarse) {
        count = wait_in_milliseconds(epoll, ready, capacity, timeout_ns);
    } else {
        struct timespec limit = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
        count = epoll_pwait2(epoll, ready, capacity, timeout_ns < 0 ? NULL : &limit, NULL);
        if (count < 0 && (errno == ENOSYS || errno == EPERM)) {
            coarse = 1;
            count = wait_in_milliseconds(epoll, ready, capacity, timeout_ns);
        }
    }
    if (count < 0) return errno == EINTR ? 0 : -errno;
    for (int i = 0; i < count; i++) {
        events[i].tag = ready[i].data.u64;
        events[i].events = ready[i].events;
    }
    return count;
}

int cplatform_timer_create(void) {
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

void cplatform_use_exact_timers(void) {
    prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
}

void cplatform_sleep(uint64_t nanoseconds) {
    struct timespec time = {.tv_nsec = (long)nanoseconds};
    nanosleep(&time, NULL);
}

void cplatform_timer_set(int timer, uint64_t time_ns) {
    // 0 would mean never.
    if (time_ns == 0) time_ns = 1;
    // Later than this, the kernel's sums overflow; it is a century away.
    if (time_ns > 4000000000000000000u) time_ns = 4000000000000000000u;
    struct itimerspec time = {
        .it_value = {.tv_sec = (time_t)(time_ns / 1000000000u), .tv_nsec = (long)(time_ns % 1000000000u)},
    };
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, NULL);
}

void cplatform_timer_clear(int timer) {
    uint64_t expirations;
    (void)!read(timer, &expirations, sizeof expirations);
}

int cplatform_accept(int socket, cplatform_address *address) {
    address->size = sizeof address->bytes;
    int descriptor = accept4(socket, (struct sockaddr *)address->bytes, &address->size, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

long cplatform_receive(int socket, void *bytes, unsigned long count) {
    ssize_t received;
    do {
        received = recv(socket, bytes, count, MSG_DONTWAIT);
    } while (received < 0 && errno == EINTR);
    return received < 0 ? -errno : received;
}

long cplatform_peek(int socket) {
    char byte;
    ssize_t found;
    do {
        found = recv(socket, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
    } while (found < 0 && errno == EINTR);
    return found < 0 ? -errno : found;
}

long cplatform_send(int socket, const void *bytes, unsigned long count) {
    ssize_t sent;
    do {
        sent = send(socket, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

static uint64_t clock_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int64_t cplatform_thread_run_delay_ns(void) {
    char text[128];
    int file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return -1;
    text[count] = 0;
    unsigned long long on_processor, waiting;
    if (sscanf(text, "%llu %llu", &on_processor, &waiting) != 2) return -1;
    return (int64_t)waiting;
}

int cplatform_allowed_processors(void) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) < 0) return 1;
    return CPU_COUNT(&allowed);
}

uint64_t cplatform_monotonic_ns(void) {
    return clock_ns(CLOCK_MONOTONIC);
}

uint64_t cplatform_thread_cpu_ns(void) {
    return clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

void cplatform_name_thread(const char *name) {
    char kept[16] = {0};
    for (size_t i = 0; i < 15 && name[i]; i++) kept[i] = name[i];
    pthread_setname_np(pthread_self(), kept);
}

static sigset_t stop_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

void cplatform_hold_stop_signals(void) {
    sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

int cplatform_await_stop(uint64_t time_ns) {
    sigset_t signals = stop_signals();
    int received = 0;
    do {
        sigwait(&signals, &received);
    } while (cplatform_monotonic_ns() < time_ns);
    return received;
}

void cplatform_end_by(int signal_number) {
    sigset_t signals = stop_signals();
    signal(signal_number, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    raise(signal_number);
}

static char *const *kept_arguments;

// glibc hands main's arguments to constructors too.
__attribute__((constructor)) static void keep_arguments(int count, char *const *arguments) {
    (void)count;
    kept_arguments = arguments;
}

char *const *cplatform_arguments(void) {
    return kept_arguments;
}

enum { MOST_OPTIONS = 128 };

int cplatform_getopt(
    int argc, char *const *argv, const char *short_options, const cplatform_option *options, const char **argument) {
    struct option longs[MOST_OPTIONS + 1] = {0};
    for (int i = 0; i < MOST_OPTIONS && options[i].name; i++) {
        longs[i].name = options[i].name;
        longs[i].has_arg = options[i].takes_argument ? required_argument : no_argument;
        longs[i].val = options[i].value;
    }
    int found = getopt_long(argc, argv, short_options, longs, NULL);
    *argument = optarg;
    return found;
}

void cplatform_getopt_restart(void) {
    optind = 0;
}

int cplatform_first_operand(void) {
    return optind;
}
