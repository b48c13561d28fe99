// Tells ThreadSanitizer of two orders between threads that the Swift runtime makes and that it cannot see, because the
// libraries that make them are not built for it (Swift 6.3.1, Linux):
//
// - Mutex: four threads that do nothing but Mutex.withLock are reported.
// - Continuations: of 200,000 that another thread resumed with a new object some 900 were reported. Told of those that are
//   resumed before the task has come to wait, it reports between 3 and 250: between the telling and what is told lie some
//   instructions.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define RETURNING "$sScC6resume9returningyxn_tF"
#define THROWING "$sScC6resume8throwingyq_n_tF"
#define AWAIT "swift_continuation_await"
#define SELF __attribute__((swift_context))

// Weak: this is loaded into every process the tests start, and most have no sanitizer.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));
extern void *swift_task_getCurrent(void) __attribute__((weak));

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

// What CheckedContinuation refers to: an object whose first part after its header is the task, until it is resumed.
struct canary {
    void *header[2];
    void *task;
};

typedef __attribute__((swiftcall)) void resume(void *result, void *type, SELF struct canary **self);
typedef __attribute__((swiftasynccall)) void await(void *continuation);
resume resume_returning __asm__(RETURNING);
resume resume_throwing __asm__(THROWING);
await await_continuation __asm__(AWAIT);

// Looked up once: between these and what they wrap every instruction counts.
static resume *next_returning, *next_throwing;
static await *next_await;

__attribute__((constructor)) static void look_up(void) {
    next_returning = (resume *)dlsym(RTLD_NEXT, RETURNING);
    next_throwing = (resume *)dlsym(RTLD_NEXT, THROWING);
    next_await = (await *)dlsym(RTLD_NEXT, AWAIT);
}

__attribute__((swiftcall)) void resume_returning(void *result, void *type, SELF struct canary **self) {
    if (__tsan_release) __tsan_release((*self)->task);
    next_returning(result, type, self);
}

__attribute__((swiftcall)) void resume_throwing(void *error, void *type, SELF struct canary **self) {
    if (__tsan_release) __tsan_release((*self)->task);
    next_throwing(error, type, self);
}

__attribute__((swiftasynccall)) void await_continuation(void *continuation) {
    if (__tsan_acquire && swift_task_getCurrent) __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return next_await(continuation);
}
