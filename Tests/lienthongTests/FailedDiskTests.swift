import TestSupport
import Testing

extension Running {
    /// A disk that does not keep what it is given: from some moment on each sync fails.
    @Suite("A failed disk", .enabled("needs a C compiler") { await FaultShim.isPossible() }) struct FailedDisk {
        @Test(
            "The process ends with 69 and says why; the next one goes on, nothing is lost or twice",
            arguments: ["outbox.sqlite", "ledger.sqlite"])
        func ends(store: String) async throws {
            try await Installation.with("failed-disk") { installation in
                try await installation.up()
                try await installation.importOffices()
                #expect(try await installation.stop() == 0)

                try await installation.up(
                    environment: try await FaultShim.environment(
                        of: store, syncFirst: 12, count: 0, report: installation.folder.file("syncs")))
                let traffic = try installation.startSimulation(seed: 76, count: 20)
                let (code, last) = try await installation.ended()
                #expect(code == 69)
                #expect(last.contains("the disk failed, restart after checking it"), "\(last)")
                try await installation.up()
                // It goes on sending what was not accepted.
                #expect(try await installation.result(of: traffic, within: .seconds(180)).exit == 0)
                try await installation.expectOracle(76)
                try await installation.expectAllProcessed()
                try await installation.expectNothingTwice()
            }
        }
    }
}
