import Foundation
import TestSupport

/// A library written in C for LD_PRELOAD, compiled when it is first wanted.
struct PreloadedLibrary: Sendable {
    private let built: Task<String, any Error>

    /// - Parameter source: its file in the folder of the benchmarks.
    init(_ source: String) { built = Task { try await Self.build(source) } }

    var path: String { get async throws { try await built.value } }

    /// Whether there is a C compiler; says why not.
    func isPossible() async -> Bool {
        do {
            _ = try await path
            return true
        } catch {
            print("left out: \(error)")
            return false
        }
    }

    private static func build(_ source: String) async throws -> String {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Benchmarks/\(source)")
        // Goes with the node, when this process ends.
        let library = try await PrivateBroker.shared().folder + "/\(file.deletingPathExtension().lastPathComponent).so"
        let script = """
            compiler=$(command -v cc || command -v clang) || { echo "no C compiler" >&2; exit 1; }
            exec "$compiler" -O2 -shared -fPIC -o "$1" "$2"
            """
        let result = try await Subprocess.run("/bin/sh", ["-c", script, "sh", library, file.path])
        guard result.status == 0 else { throw Subprocess.Failure(description: result.errors) }
        return library
    }
}
