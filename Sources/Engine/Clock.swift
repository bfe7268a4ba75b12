internal import Glibc

/// Wall-clock time in seconds since 1970; only for labels, never for a difference.
func wallClockSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
