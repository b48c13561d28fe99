// Tells ThreadSanitizer what Swift's Mutex does when two threads meet at it.
//
// The runtime library that holds the slow paths of lock and unlock is not built for the sanitizer, which then takes what
// the mutex orders for a race: four threads that do nothing but Mutex.withLock are reported (Swift 6.3.1, Linux).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SELF __attribute__((swift_context))

// Weak: this is loaded into every process the tests start, and most have no sanitizer.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

typedef __attribute__((swiftcall)) void lock(uint32_t thread, SELF void *handle);
typedef __attribute__((swiftcall)) void unlock(SELF void *handle);
lock lock_slow __asm__(LOCK);
unlock unlock_slow __asm__(UNLOCK);

__attribute__((swiftcall)) void lock_slow(uint32_t thread, SELF void *handle) {
    ((lock *)dlsym(RTLD_NEXT, LOCK))(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

__attribute__((swiftcall)) void unlock_slow(SELF void *handle) {
    if (__tsan_release) __tsan_release(handle);
    ((unlock *)dlsym(RTLD_NEXT, UNLOCK))(handle);
}
