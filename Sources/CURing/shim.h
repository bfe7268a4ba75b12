// liburing (https://github.com/axboe/liburing): io_uring, the kernel's queues of system calls.
#ifndef CURING_SHIM_H
#define CURING_SHIM_H

// Before liburing.h, which would otherwise define fd_set in a way of its own.
#include <sys/select.h>

#include <liburing.h>
#include <poll.h>
#include <sys/socket.h>

/// A ring that one thread uses, which is the one that calls `curing_enable`: entries that complete wait until that
/// thread asks for them, so nothing interrupts it. Returns 0 or -errno.
static inline int curing_make(struct io_uring *ring, unsigned submissions, unsigned completions) {
    struct io_uring_params parameters = {
        .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_R_DISABLED |
                 IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP | IORING_SETUP_SUBMIT_ALL,
        .cq_entries = completions,
    };
#ifdef IORING_SETUP_NO_SQARRAY
    parameters.flags |= IORING_SETUP_NO_SQARRAY;
    int made = io_uring_queue_init_params(submissions, ring, &parameters);
    if (made != -EINVAL) return made;
    parameters.flags &= ~IORING_SETUP_NO_SQARRAY;
    parameters.cq_entries = completions;
#endif
    return io_uring_queue_init_params(submissions, ring, &parameters);
}

/// Makes the calling thread the ring's only user. Returns 0 or -errno.
static inline int curing_enable(struct io_uring *ring) {
    // liburing 2.3 declares io_uring_enable_rings, but its shared library does not have it.
    int enabled = io_uring_register((unsigned)ring->ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0);
    // Saves the kernel a look-up of the ring's descriptor for each call.
    if (enabled == 0) io_uring_register_ring_fd(ring);
    return enabled;
}

/// Lends the kernel `count` buffers (a power of two) through `entries`, aligned to a page. Returns 0 or -errno.
static inline int curing_register_buffers(struct io_uring *ring, struct io_uring_buf_ring *entries, unsigned count) {
    struct io_uring_buf_reg registration = {
        .ring_addr = (unsigned long)(uintptr_t)entries,
        .ring_entries = count,
    };
    io_uring_buf_ring_init(entries);
    return io_uring_register_buf_ring(ring, &registration, 0);
}

/// Lends the kernel one buffer (again).
static inline void curing_lend(
    struct io_uring_buf_ring *entries, unsigned count, void *buffer, unsigned length, unsigned short id) {
    io_uring_buf_ring_add(entries, buffer, length, id, (int)count - 1, 0);
    io_uring_buf_ring_advance(entries, 1);
}

/// The next submission entry; the ring is submitted first where it is full. NULL where the kernel takes none.
static inline struct io_uring_sqe *curing_entry(struct io_uring *ring) {
    struct io_uring_sqe *entry = io_uring_get_sqe(ring);
    if (!entry) {
        io_uring_submit(ring);
        entry = io_uring_get_sqe(ring);
    }
    return entry;
}

/// Receives into lent buffers again and again, one completion each.
static inline void curing_receive(struct io_uring_sqe *entry, int file, uint64_t tag) {
    io_uring_prep_recv_multishot(entry, file, NULL, 0, 0);
    entry->flags |= IOSQE_BUFFER_SELECT;
    entry->buf_group = 0;
    entry->user_data = tag;
}

/// Sends all of the bytes; a completion where that fails, or else only if `tells` is not 0.
static inline void curing_send(
    struct io_uring_sqe *entry, int file, const void *bytes, size_t count, int tells, uint64_t tag) {
    io_uring_prep_send(entry, file, bytes, count, MSG_NOSIGNAL | MSG_WAITALL);
    if (!tells) entry->flags |= IOSQE_CQE_SKIP_SUCCESS;
    entry->user_data = tag;
}

/// Tells, once, when `descriptor` is ready for `events`.
static inline void curing_poll(struct io_uring_sqe *entry, int descriptor, unsigned events, uint64_t tag) {
    io_uring_prep_poll_add(entry, descriptor, events);
    entry->user_data = tag;
}

/// Cancels all entries that wait for `descriptor`.
static inline void curing_cancel(struct io_uring_sqe *entry, int descriptor, uint64_t tag) {
    io_uring_prep_cancel_fd(entry, descriptor, IORING_ASYNC_CANCEL_ALL);
    entry->flags |= IOSQE_CQE_SKIP_SUCCESS;
    entry->user_data = tag;
}

/// Submits what is queued. Returns a negative errno where the kernel takes nothing.
static inline int curing_submit(struct io_uring *ring) {
    return io_uring_submit(ring);
}

/// Submits what is queued, and waits for a completion unless `waits` is 0. Returns a negative errno, or at least 0.
static inline int curing_wait(struct io_uring *ring, int waits) {
    return waits ? io_uring_submit_and_wait(ring, 1) : io_uring_submit_and_get_events(ring);
}

/// Submits what is queued, and waits until `count` completions are there or `nanoseconds` are over. Returns a negative
/// errno, or at least 0.
static inline int curing_gather(struct io_uring *ring, unsigned count, int64_t nanoseconds) {
    struct __kernel_timespec longest = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    struct io_uring_cqe *first;
    return io_uring_submit_and_wait_timeout(ring, &first, count, &longest, NULL);
}

/// Completes at `time` of CLOCK_MONOTONIC; `time` stays where it is until the entry is submitted.
static inline void curing_alarm(struct io_uring_sqe *entry, struct __kernel_timespec *time, uint64_t tag) {
    io_uring_prep_timeout(entry, time, 0, IORING_TIMEOUT_ABS);
    entry->user_data = tag;
}

/// Moves the alarm tagged `alarm` to `time`.
static inline void curing_move_alarm(
    struct io_uring_sqe *entry, struct __kernel_timespec *time, uint64_t alarm, uint64_t tag) {
    io_uring_prep_timeout_update(entry, time, alarm, IORING_TIMEOUT_ABS);
    entry->flags |= IOSQE_CQE_SKIP_SUCCESS;
    entry->user_data = tag;
}

/// A completion.
typedef struct {
    uint64_t tag;
    int32_t result;
    uint32_t flags;
} curing_completion;

/// Takes the next completion that is there. Returns 0 if there is none.
static inline int curing_take(struct io_uring *ring, curing_completion *completion) {
    unsigned head = *ring->cq.khead;
    if (head == io_uring_smp_load_acquire(ring->cq.ktail)) return 0;
    const struct io_uring_cqe *entry = &ring->cq.cqes[head & *ring->cq.kring_mask];
    completion->tag = entry->user_data;
    completion->result = entry->res;
    completion->flags = entry->flags;
    io_uring_smp_store_release(ring->cq.khead, head + 1);
    return 1;
}

enum {
    // POLLRDHUP, which needs _GNU_SOURCE.
    CURING_PEER_ENDS = 0x2000,
    CURING_ENDS = CURING_PEER_ENDS | POLLHUP | POLLERR,
    CURING_MORE = IORING_CQE_F_MORE,
    // More bytes than those that were received are there, or the end is.
    CURING_NOT_EMPTY = IORING_CQE_F_SOCK_NONEMPTY,
    CURING_HAS_BUFFER = IORING_CQE_F_BUFFER,
    CURING_BUFFER_SHIFT = IORING_CQE_BUFFER_SHIFT,
};

#endif
