#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The supervisor is a copy of a program with several threads, so it may only make system calls: no memory, no locks.

enum { CHANNEL = 3, OUTPUT = 4 };
// What is kept of the output where there is more than that, in bytes.
enum { MOST_OUTPUT = 8 << 20, KEPT_OUTPUT = 64 << 10 };

static long long now_ms(void) { return cplatform_monotonic_ns() / 1000000; }

/// Calls `act` for each child: those that left the command's group come to us when their parents end.
static void for_each_child(pid_t group, void (*act)(pid_t group, pid_t child)) {
    static char text[65536];
    int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    ssize_t count = read(file, text, sizeof text);
    close(file);
    pid_t pid = 0;
    for (ssize_t place = 0; place < count; place++) {
        if (text[place] >= '0' && text[place] <= '9') {
            pid = pid * 10 + (text[place] - '0');
        } else if (pid > 0) {
            act(group, pid);
            pid = 0;
        }
    }
}

/// Asks a child to end that has left the group, once: a second time means haste to many programs.
static void ask(pid_t group, pid_t child) {
    static pid_t asked[4096];
    static int count = 0;
    if (getpgid(child) == group || count == sizeof asked / sizeof *asked) return;
    for (int place = 0; place < count; place++) {
        if (asked[place] == child) return;
    }
    asked[count++] = child;
    kill(child, SIGTERM);
}

static void end(pid_t group, pid_t child) {
    (void)group;
    kill(child, SIGKILL);
}

/// Keeps only the end of a long output: a server that logs each request would fill the memory. What is before it becomes a
/// hole, so that nothing moves that is being written. Returns whether there was more.
static int shorten_output(void) {
    static off_t freed;
    off_t size = lseek(OUTPUT, 0, SEEK_END);
    // Cut by who wrote it, as by `> /dev/stderr`.
    if (size < freed) freed = 0;
    if (size - freed <= MOST_OUTPUT) return 0;
    off_t end = size - KEPT_OUTPUT;
    if (fallocate(OUTPUT, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, freed, end - freed) == 0) freed = end;
    return 1;
}

static void run_shell(const char *command) {
    setpgid(0, 0);
    // Where the supervisor itself is killed, at least the command ends.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int input = open("/dev/null", O_RDONLY);
    dup2(input, 0);
    dup2(OUTPUT, 1);
    dup2(OUTPUT, 2);
    syscall(SYS_close_range, 3u, ~0u, 0u);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/// Takes the ends of processes, and tells of the shell's, and of all once they are to end: a shell is gone before what it has
/// started. Returns whether none is left.
static int reap(pid_t shell, int is_stopping, int *has_ended) {
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid == 0) return 0;
        if (pid < 0) return errno == ECHILD;
        if (pid == shell) *has_ended = 1;
        if (pid == shell || is_stopping) send(CHANNEL, &status, sizeof status, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}

static void supervise(const char *command, int grace_ms) {
    // Ctrl-C in a terminal is for its whole group.
    setpgid(0, 0);
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigset_t taken;
    sigemptyset(&taken);
    sigaddset(&taken, SIGCHLD);
    sigaddset(&taken, SIGTERM);
    sigprocmask(SIG_SETMASK, &taken, NULL);
    int signals = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "supervisor");
    pid_t shell = fork();
    if (shell == 0) run_shell(command);
    if (shell < 0) {
        int status = 127 << 8;
        send(CHANNEL, &status, sizeof status, MSG_NOSIGNAL);
        _exit(0);
    }
    setpgid(shell, shell);
    int has_ended = 0, is_stopping = 0, was_killed = 0, is_flooded = 0;
    long long deadline = 0;
    struct pollfd watched[2] = {{.fd = CHANNEL, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    for (;;) {
        // Some programs print a gigabyte a second.
        long long wait = is_flooded ? 5 : was_killed ? 10 : 100;
        if (is_stopping && !was_killed && deadline - now_ms() < wait) wait = deadline > now_ms() ? deadline - now_ms() : 0;
        poll(watched, 2, (int)wait);
        is_flooded = shorten_output();
        int is_asked = 0;
        if (watched[0].revents) {
            char byte;
            if (recv(CHANNEL, &byte, 1, MSG_DONTWAIT) <= 0) {
                is_asked = 1;
                watched[0].fd = -1;
            }
        }
        struct signalfd_siginfo info;
        while (read(signals, &info, sizeof info) == sizeof info) is_asked |= info.ssi_signo == SIGTERM;
        if (reap(shell, is_stopping, &has_ended)) _exit(was_killed);
        if (!is_stopping && (is_asked || has_ended)) {
            is_stopping = 1;
            // Whole milliseconds: never too early.
            deadline = now_ms() + grace_ms + 1;
            kill(-shell, SIGTERM);
        }
        if (is_stopping && now_ms() >= deadline) {
            was_killed = 1;
            kill(-shell, SIGKILL);
            for_each_child(shell, end);
        } else if (is_stopping) {
            for_each_child(shell, ask);
        }
    }
}

int cplatform_start_supervised(const char *command, int output, int grace_ms, int *channel) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return -errno;
    pid_t pid = fork();
    if (pid == 0) {
        // Out of the way of the numbers that they get.
        int far = fcntl(ends[1], F_DUPFD, 64), far_output = fcntl(output, F_DUPFD, 64);
        if (dup2(far, CHANNEL) < 0 || dup2(far_output, OUTPUT) < 0) _exit(1);
        syscall(SYS_close_range, 5u, ~0u, 0u);
        // What the shell must not have.
        fcntl(CHANNEL, F_SETFD, FD_CLOEXEC);
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        supervise(command, grace_ms);
    }
    int error = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return -error;
    }
    *channel = ends[0];
    return pid;
}

int cplatform_memory_file(void) {
    int file = memfd_create("output", MFD_CLOEXEC);
    if (file < 0) return -errno;
    if (fcntl(file, F_SETFL, O_APPEND) == 0) return file;
    int error = errno;
    close(file);
    return -error;
}
