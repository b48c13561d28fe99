import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// A disk without room: nothing is accepted that could not be kept.
    @Suite struct FullDisk {
        @Test("When the disk is full senders are told to come again, and the process lives", .enabled { await SmallDisk.isPossible() })
        func full() async throws {
            try await Installation.with("full") { installation in
                let disk = SmallDisk(mebibytes: 12)
                try await installation.up(on: disk)
                // Of what packing makes hardly smaller.
                let padding = Array("<!--".utf8) + SeededGenerator.noise(900_000) + Array("-->".utf8)
                var accepted = 0
                var last = try await installation.post(Valid.document(id: "00000-2025"), as: .edoc)
                while last.status == 200, accepted < 40 {
                    accepted += 1
                    last = try await installation.post(Valid.document(id: "\(accepted)-2025") + padding, as: .edoc)
                }
                #expect(accepted > 1)
                #expect(last.status == 503)
                #expect(last.headers["retry-after"].flatMap(Int.init) ?? 0 > 0)
                #expect(last.text.contains("<StatusCode>02<"))
                #expect(try await installation.get("v1/health")?.status == 200)

                let doctor = try await installation.result(
                    of: installation.start(["doctor", "--format", "json"], on: disk))
                #expect(doctor.exit == 1)
                let room = doctor.json?.array?.first { $0["subject"] == "data folder" }
                #expect(room?["verdict"] == "wrong")
                #expect(room?["mend"]?.string?.contains("make room") == true)
            }
        }
    }
}
