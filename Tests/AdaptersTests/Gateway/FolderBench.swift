import Adapters
import Foundation
import Store

/// A drop folder in a directory of its own.
struct FolderBench {
    let root: String

    init() throws {
        root = NSTemporaryDirectory() + "drop-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }

    func path(_ place: String, _ name: String = "", system: String = "vnaccs") -> String {
        "\(root)/\(system)/\(place)" + (name.isEmpty ? "" : "/\(name)")
    }

    /// Puts a file there as a sender should: complete, by a rename.
    func put(_ text: String, _ name: String, in place: String = "in", system: String = "vnaccs") throws {
        try FileManager.default.createDirectory(atPath: path(place, system: system), withIntermediateDirectories: true)
        let hidden = path(place, "." + name, system: system)
        try Data(text.utf8).write(to: URL(fileURLWithPath: hidden))
        try FileManager.default.moveItem(atPath: hidden, toPath: path(place, name, system: system))
    }

    func names(_ place: String, system: String = "vnaccs") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(place, system: system))) ?? []).sorted()
    }

    func text(_ place: String, _ name: String) -> String {
        FileManager.default.contents(atPath: path(place, name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Runs the drop folder until the condition holds.
    func run(
        _ bench: GatewayBench, safetyInterval: Duration = .seconds(5), until condition: @escaping () async -> Bool
    ) async throws {
        let folder = DropFolder(
            root: root, intake: bench.intake, backoff: RetryBackoff(base: .milliseconds(1), cap: .milliseconds(5)),
            safetyInterval: safetyInterval, logger: GatewayBench.quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await folder.run() }
            // The file system tells nobody here when a file has moved, so the test looks, with the suite's time limit.
            let look = DispatchSignal()
            while await !condition() { await look.wait(after: look.count, atMost: .milliseconds(5)) }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
