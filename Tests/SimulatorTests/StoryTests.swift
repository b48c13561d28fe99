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
            if ending.status == .cleared {
                #expect(ending.paid - ending.refunded + ending.guaranteed == ending.assessed)
            }
        }
    }

    /// How a declaration may stand at the end; where documents and inspection come in, it depends on the lane.
    private static func endings(of story: Story) -> Set<DeclarationStatus> {
        switch story {
        case .cleared, .paidInParts, .guaranteed, .amended, .repaid, .refunded, .amendedLower, .guaranteeReplaced,
            .generalGuarantee, .shipmentGuarantee, .feePaid, .feeUnpaid, .feeCancelled, .feeForMany, .agencyFeeCancelled:
            [.cleared]
        case .releasable: [.releasable]
        case .unpaid, .partlyPaid, .amendedUnpaid, .paymentCancelled, .refundedInFull, .paymentReturned,
            .guaranteeCancelled:
            [.awaitingPayment]
        case .documentsPending, .documentsRefused: [.underDocumentCheck]
        case .inspectionPending: [.underInspection]
        case .clearedUnpaid, .overpaid, .guaranteeWithdrawn: [.conflict]
        case .cancelled: [.cancelled]
        }
    }

    /// A status can be right by chance: here is what the story has to be made of.
    @Test("Each story has the forms of its own, and the sums that follow from them", arguments: Story.allCases)
    func forms(story: Story) throws {
        for script in Self.scripts.filter({ $0.story == story }).prefix(4) {
            let ending = script.ending
            let forms = try Samples.told(script).map(\.form)
            func expect(_ form: String, of stories: Set<Story>) {
                #expect(forms.count { $0 == form } == (stories.contains(story) ? 1 : 0), "\(form) in \(story)")
            }
            expect("501", of: [.paymentCancelled, .repaid, .paymentReturned])
            expect("502", of: [.feeCancelled])
            expect("503", of: [.agencyFeeCancelled])
            expect("504", of: [.guaranteeCancelled, .guaranteeReplaced, .guaranteeWithdrawn])
            expect("402", of: [.generalGuarantee])
            expect("505", of: [.generalGuarantee])
            expect("403", of: [.shipmentGuarantee])
            expect("506", of: [.shipmentGuarantee])
            expect("900", of: [.refunded, .refundedInFull, .amendedLower, .paymentReturned])
            expect("302", of: [.feePaid, .feeCancelled, .feeForMany])
            expect("VAF803", of: [.feeForMany])
            expect("VAF804", of: [.feePaid, .feeUnpaid, .feeCancelled])
            #expect((ending.refunded > 0) == [.refunded, .refundedInFull, .amendedLower].contains(story))
            #expect((ending.guaranteed > 0) == [.guaranteed, .guaranteeReplaced, .generalGuarantee, .shipmentGuarantee].contains(story))
            #expect((ending.feesAssessed != nil) == [.feePaid, .feeUnpaid, .feeCancelled].contains(story))
            #expect((ending.feesPaid > 0) == (story == .feePaid))
        }
    }

    @Test("Every lane, both flows and every sample office are met")
    func variety() {
        #expect(Set(Self.scripts.map(\.lane)) == [.one, .two, .three])
        #expect(Set(Self.scripts.map(\.flow)) == [.import, .export])
        #expect(Set(Self.scripts.map(\.office)) == Set(SampleOffices.all))
        #expect(Set(Self.scripts.map(\.key)).count == Self.scripts.count)
    }

    @Test("Weights and shares are the parts of the stories in a long traffic")
    func weights() {
        let sum = Double(Story.allCases.reduce(0) { $0 + $1.weight })
        let rare = Double(Story.allCases.reduce(0) { $0 + $1.perThousand }) / 1000
        #expect(rare < 0.2)
        for story in Story.allCases where story.weight >= 4 || story.perThousand >= 10 {
            #expect(story.weight == 0 || story.perThousand == 0)
            let share = Double(story.weight) / sum * (1 - rare) + Double(story.perThousand) / 1000
            let expected = Double(Self.scripts.count) * share
            let told = Double(Self.scripts.count { $0.story == story })
            #expect(told > expected * 0.6 && told < expected * 1.7, "\(story): \(told) of \(expected)")
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
