/// The library that is preloaded into a worker process, for what a process cannot do to its own disk and clock.
enum FaultShim {
    private static let library = PreloadedLibrary("FaultShim/fault.c")

    /// Whether there is a C compiler; says why not.
    static func isPossible() async -> Bool { await library.isPossible() }

    /// Fails syncs of a store's log.
    /// - Parameters:
    ///   - store: its file's name.
    ///   - first: the first that fails, from 1.
    ///   - count: how many do; 0 for all from then on.
    ///   - report: see `SyncReport`.
    static func environment(
        of store: String = "ledger.sqlite", syncFirst first: Int, count: Int, report: String
    ) async throws -> [String: String] {
        ["LD_PRELOAD": try await library.path, "LIENTHONG_SHIM_SYNC": "\(store)-wal:\(first):\(count):\(report)"]
    }

    /// Lets the time of day follow the clock.
    static func environment(_ clock: FaultClock) async throws -> [String: String] {
        ["LD_PRELOAD": try await library.path, "LIENTHONG_SHIM_CLOCK": clock.path]
    }
}
