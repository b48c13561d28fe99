import Foundation
import TestSupport

/// The library that is preloaded into a worker process, for what a process cannot do to its own disk and clock.
enum FaultShim {
    private static let built = Task { try await build() }

    /// Whether there is a C compiler; says why not.
    static func isPossible() async -> Bool {
        do {
            _ = try await built.value
            return true
        } catch {
            print("no faults of fsync and clock: \(error)")
            return false
        }
    }

    /// Fails syncs of a store's log.
    /// - Parameters:
    ///   - store: its file's name.
    ///   - first: the first that fails, from 1.
    ///   - count: how many do; 0 for all from then on.
    ///   - report: see `SyncReport`.
    static func environment(
        of store: String = "ledger.sqlite", syncFirst first: Int, count: Int, report: String
    ) async throws -> [String: String] {
        ["LD_PRELOAD": try await built.value, "LIENTHONG_SHIM_SYNC": "\(store)-wal:\(first):\(count):\(report)"]
    }

    /// Lets the time of day follow the clock.
    static func environment(_ clock: FaultClock) async throws -> [String: String] {
        ["LD_PRELOAD": try await built.value, "LIENTHONG_SHIM_CLOCK": clock.path]
    }

    private static func build() async throws -> String {
        let source = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Benchmarks/FaultShim/fault.c").path
        // Goes with the node, when this process ends.
        let library = try await PrivateBroker.shared().folder + "/fault.so"
        let script = """
            compiler=$(command -v cc || command -v clang) || { echo "no C compiler" >&2; exit 1; }
            exec "$compiler" -O2 -shared -fPIC -o "$1" "$2"
            """
        let result = try await Subprocess.run("/bin/sh", ["-c", script, "sh", library, source])
        guard result.status == 0 else { throw Subprocess.Failure(description: result.errors) }
        return library
    }
}
