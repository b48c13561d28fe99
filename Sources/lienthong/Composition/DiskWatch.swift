import ServiceLifecycle
import Store

/// Ends the process when the disk has failed under one of its stores. A process that lives on would refuse everything; the next
/// one proves the disk when it opens the file (see `SQLiteSettings.settle`), and takes up what was not acknowledged.
struct DiskWatch: Service {
    let stores: [any DiskBackedStore]

    /// - Throws: the store's error; Startup makes exit code 69 of it.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for store in stores {
                    group.addTask {
                        for await failure in store.diskFailures { throw failure }
                    }
                }
                // The first failure leaves the group at once, which cancels the others; `waitForAll` would wait for them.
                while try await group.next() != nil {}
            }
        }
    }
}
