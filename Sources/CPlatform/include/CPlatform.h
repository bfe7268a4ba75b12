// The Linux calls that Swift's Glibc module does not show: epoll, thread names and clocks, getopt_long.
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stdint.h>

#include "supervisor.h"

/// One readiness event: the 64-bit tag that was registered and the EPOLL* bits that are set.
typedef struct {
    uint64_t tag;
    uint32_t events;
} cplatform_event;

#define CPLATFORM_IN 0x001u
#define CPLATFORM_OUT 0x004u
#define CPLATFORM_ERR 0x008u
#define CPLATFORM_HUP 0x010u
#define CPLATFORM_ENDS 0x2000u

/// A new epoll descriptor, or -errno.
int cplatform_epoll_create(void);

/// Registers `fd` for `events` under `tag`. Returns 0 or -errno.
int cplatform_epoll_add(int epoll, int fd, uint32_t events, uint64_t tag);

/// Changes the registration of `fd`. Returns 0 or -errno.
int cplatform_epoll_modify(int epoll, int fd, uint32_t events, uint64_t tag);

/// Removes `fd`. Returns 0 or -errno.
int cplatform_epoll_remove(int epoll, int fd);

/// Waits at most `timeout_ns` nanoseconds (negative: without bound) and fills `events`.
/// Returns how many were filled, or -errno. A signal ends the wait with 0.
int cplatform_epoll_wait(int epoll, cplatform_event *events, int capacity, int64_t timeout_ns);

/// Has the sleeps and waits of the calling thread end when they are to end, and not up to 50 µs later.
void cplatform_use_exact_timers(void);

/// Sleeps for less than a second, or until a signal comes.
void cplatform_sleep(uint64_t nanoseconds);

/// A new timer whose descriptor is readable when it has expired, or -errno.
int cplatform_timer_create(void);

/// Has the timer expire at `time_ns` of CLOCK_MONOTONIC.
void cplatform_timer_set(int timer, uint64_t time_ns);

/// Makes an expired timer one that has not.
void cplatform_timer_clear(int timer);

/// The address of a peer, a struct sockaddr of this size.
typedef struct {
    _Alignas(8) unsigned char bytes[128];
    unsigned int size;
} cplatform_address;

/// Accepts a connection of a listening socket, closed on exec and not blocking: its descriptor and the peer's address, or
/// -errno.
int cplatform_accept(int socket, cplatform_address *address);

/// Receives at most `count` bytes from a socket: how many, 0 at its end, or -errno. A signal is no end.
long cplatform_receive(int socket, void *bytes, unsigned long count);

/// How many bytes a socket has to be received, at most 1; 0 at its end, or -errno.
long cplatform_peek(int socket);

/// Sends at most `count` bytes on a socket, without SIGPIPE: how many, or -errno. A signal is no end.
long cplatform_send(int socket, const void *bytes, unsigned long count);

/// The clock that never jumps (CLOCK_MONOTONIC), in nanoseconds.
uint64_t cplatform_monotonic_ns(void);

/// CPU time used by the calling thread, in nanoseconds.
uint64_t cplatform_thread_cpu_ns(void);

/// For how long the calling thread was ready to run and had no processor, in nanoseconds (/proc/thread-self/schedstat);
/// -1 where the system does not tell.
int64_t cplatform_thread_run_delay_ns(void);

/// How many processors this process may run on, at least 1.
int cplatform_allowed_processors(void);

/// Names the calling thread; at most 15 bytes are kept.
void cplatform_name_thread(const char *name);

/// Holds SIGINT and SIGTERM back from the calling thread and those it starts, which leaves them to cplatform_await_stop.
void cplatform_hold_stop_signals(void);

/// Waits for SIGINT or SIGTERM and returns which. Those that come before time_ns (monotonic) are dropped.
int cplatform_await_stop(uint64_t time_ns);

/// Ends the process as a signal does that nobody takes.
void cplatform_end_by(int signal_number);

/// The words that the program was called with, as the system handed them over. Swift's CommandLine looks for them beside
/// the environment and finds none where a preloaded library has moved that.
char *const *cplatform_arguments(void);

/// One long option: its name, whether it takes an argument, and the value that cplatform_getopt returns for it.
typedef struct {
    const char *name;
    int takes_argument;
    int value;
} cplatform_option;

/// getopt_long over `options` (ended by a NULL name): the option's value, '?' after printing what is wrong, or -1 at the end.
/// `argument` receives the option's argument or NULL.
int cplatform_getopt(
    int argc, char *const *argv, const char *short_options, const cplatform_option *options, const char **argument);

/// Starts getopt anew, for another argv: it keeps its place in globals, so one thread at a time may use it.
void cplatform_getopt_restart(void);

/// The index in argv of the first word that is not an option, valid after cplatform_getopt returned -1.
int cplatform_first_operand(void);

#endif
