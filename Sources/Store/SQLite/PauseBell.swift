import Glibc

/// Lets the thread that writes wait for a while, unless it is rung for.
///
/// By the monotonic clock: Dispatch's semaphores go by the time of day on Linux, and one that jumps back by a day while
/// somebody waits would stop the store for that long.
///
/// Unchecked because the condition and its mutex are made to be used by several threads; `isRung` is touched under the mutex only.
final class PauseBell: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isRung = false

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func ring() {
        pthread_mutex_lock(mutex)
        isRung = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Blocks its thread until the bell rings, or has rung since the last time, or the time has passed.
    func wait(atMost time: Duration) {
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let nanoseconds = Int64(end.tv_nsec) + time.components.attoseconds / 1_000_000_000
        end.tv_sec += Int(time.components.seconds + nanoseconds / 1_000_000_000)
        end.tv_nsec = Int(nanoseconds % 1_000_000_000)
        pthread_mutex_lock(mutex)
        while !isRung, pthread_cond_timedwait(condition, mutex, &end) == 0 {}
        isRung = false
        pthread_mutex_unlock(mutex)
    }
}
