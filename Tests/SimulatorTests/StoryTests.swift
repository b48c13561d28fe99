import Events
import Testing

@testable import Simulator

struct StoryTests {
    private static let scripts = (0..<1500).map {
        DeclarationScript(index: $0, options: Samples.options(seed: 3, count: 1500))
    }

    @Test("Each story is told, and ends as it says", arguments: Story.allCases)
    func told(story: Story) {
        let told = Self.scripts.filter { $0.story == story }
        #expect(!told.isEmpty)
        for script in told {
            let ending = script.ending
            #expect(Self.endings(of: story).contains(ending.status), "\(ending.status)")
            #expect(ending.credited <= ending.paid)
            if script.flow == .export { #expect(ending.assessed == 0 && ending.paid == 0) }
            if story.needsTax { #expect(script.flow == .import && ending.assessed > 0) }
            if ending.status == .cleared, script.flow == .import, story != .guaranteed {
                #expect(ending.paid == ending.assessed)
            }
        }
    }

    /// How a declaration may stand at the end; where documents and inspection come in, it depends on the lane.
    private static func endings(of story: Story) -> Set<DeclarationStatus> {
        switch story {
        case .cleared, .paidInParts, .guaranteed, .amended, .repaid: [.cleared]
        case .releasable: [.releasable]
        case .unpaid, .partlyPaid, .amendedUnpaid, .paymentCancelled: [.awaitingPayment]
        case .documentsPending, .documentsRefused: [.underDocumentCheck]
        case .inspectionPending: [.underInspection]
        case .clearedUnpaid, .overpaid: [.conflict]
        case .cancelled: [.cancelled]
        }
    }

    @Test("Every lane, both flows and every sample office are met")
    func variety() {
        #expect(Set(Self.scripts.map(\.lane)) == [.one, .two, .three])
        #expect(Set(Self.scripts.map(\.flow)) == [.import, .export])
        #expect(Set(Self.scripts.map(\.office)) == Set(SampleOffices.all))
        #expect(Set(Self.scripts.map(\.key)).count == Self.scripts.count)
    }

    @Test("The weights are the parts of the stories in a long traffic")
    func weights() {
        let sum = Story.allCases.reduce(0) { $0 + $1.weight }
        for story in Story.allCases where story.weight >= 4 {
            let expected = Double(Self.scripts.count * story.weight) / Double(sum)
            let told = Double(Self.scripts.count { $0.story == story })
            #expect(told > expected * 0.6 && told < expected * 1.5, "\(story): \(told) of \(expected)")
        }
    }

    @Test("Offices have their successors' codes from the effective time on")
    func effectiveTime() {
        for script in Self.scripts {
            let name = script.office.names(at: script.registered, effective: Samples.effective)
            let expected = script.registered < Samples.effective ? script.office.code : script.office.successor.code
            #expect(name.code == expected)
        }
        #expect(Self.scripts.contains { $0.registered < Samples.effective })
        #expect(Self.scripts.contains { $0.registered >= Samples.effective })
    }
}
