import Foundation
import JSON
import Testing

@testable import lienthong

extension Running {
    /// What a message costs the bus, counted in the build that the tests use; `Benchmarks/gate` counts a release build.
    @Suite struct BenchCountTests {
        private static let library = PreloadedLibrary("CountAllocations/count.c")

        @Test(
            "A message allocates no more than Benchmarks/limits.json allows",
            .enabled("needs a C compiler") { await Self.library.isPossible() })
        func allocations() async throws {
            let file = URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Benchmarks/limits.json")
            let limits = try #require(JSON.parse(Array(Data(contentsOf: file)))["debug"])
            try await Installation.with("count") { installation in
                let result = try await installation.run(
                    "bench", "count", "--library", Self.library.path, "--only", "bus", "--messages", "3000", "--format", "json",
                    within: .seconds(300))
                try #require(result.exit == 0, "\(result.errors)")
                for work in ["publish", "lone", "consume", "single"] {
                    let counted = try #require(result.json?["bus"]?[work]?["allocations"]?.double)
                    let allowed = try #require(limits[work]?["allocations"]?.double)
                    // The connection alone sees to it that there are some.
                    #expect(counted > 0, "\(work)")
                    #expect(counted <= allowed, "\(work): renew the limits if this is meant to cost more")
                }
            }
        }
    }
}
