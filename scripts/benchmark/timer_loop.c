// The bare loop that squall's send lateness is compared with: sleep until each moment of an even schedule, read the clock.
//
//     timer_loop RATE SECONDS    prints the 50th and the 99th percentile of how late it was, in microseconds
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int compare(const void *one, const void *other) {
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return a < b ? -1 : a > b;
}

int main(int count, char **words) {
    if (count != 3) return 64;
    double rate = atof(words[1]);
    size_t moments = (size_t)(rate * atof(words[2]));
    uint64_t *late = calloc(moments, sizeof *late);
    if (moments == 0 || !late) return 64;
    // As squall does: timers go off when they are due, and not up to 50 microseconds later.
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    uint64_t start = now() + 1000000;
    for (size_t moment = 0; moment < moments; moment++) {
        uint64_t due = start + (uint64_t)((double)moment / rate * 1e9);
        struct timespec wake = {.tv_sec = (time_t)(due / 1000000000u), .tv_nsec = (long)(due % 1000000000u)};
        while (now() < due) clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, NULL);
        late[moment] = now() - due;
    }
    qsort(late, moments, sizeof *late, compare);
    printf("%.1f %.1f\n", (double)late[moments / 2] / 1000, (double)late[moments * 99 / 100] / 1000);
    return 0;
}
