import Bus
import Events
import Testing

@testable import Adapters

/// Whatever the bytes: events or an error, answers that are well-formed, never a trap.
struct XMLFuzzTests {
    static let codecs: [(name: String, codec: any NativeCodec, samples: [String])] = [
        (
            "epayment", EPaymentCodec(),
            [
                EPaymentSamples.payment, EPaymentSamples.guarantee, EPaymentSamples.cancellation,
                EPaymentSamples.accepted, EPaymentSamples.refused,
            ]
        ),
        ("edoc", EDocCodec(), [EDocSamples.document, EDocSamples.older, EDocSamples.flat, EDocSamples.status]),
        ("treasury", TreasuryCodec(), [TreasurySamples.credit, TreasurySamples.vouchers]),
    ]

    @Test(arguments: 0..<3, 0..<4)
    func mutationsNeverTrap(codec index: Int, shard: Int) throws {
        let (_, codec, samples) = Self.codecs[index]
        var mutator = XMLMutator(seed: UInt64(index * 4 + shard))
        let time = Timestamp(milliseconds: 1_742_000_000_000)
        var understood = 0
        for round in 0..<1700 {
            let bytes = mutator.mutated(Array(samples[round % samples.count].utf8))
            do throws(AdapterError) {
                let message = try codec.decode(bytes, received: time)
                #expect(!message.events.isEmpty)
                #expect(message.events.allSatisfy { !$0.partitionKey.isEmpty && !$0.id.isEmpty })
                #expect(Set(message.events.map(\.id)).count == message.events.count)
                understood += 1
                _ = try XMLDocumentReader.parse(codec.acceptance(of: message, at: time).body)
            } catch {
                let answer = codec.refusal(error, of: bytes, at: time)
                #expect(answer.status == 400 || answer.status == 413 || answer.status == 422)
                #expect((try? XMLDocumentReader.parse(answer.body)) != nil)
            }
        }
        // Most damage is seen, some is harmless; were it all one or the other, the test would say nothing.
        #expect(understood > 0 && understood < 1700)
    }

    @Test(arguments: 0..<3)
    func everyPrefixOfAMessageIsRefused(codec index: Int) {
        let (_, codec, samples) = Self.codecs[index]
        let bytes = Array(samples[0].utf8)
        for length in stride(from: 0, to: bytes.count - 1, by: 3) {
            #expect(throws: AdapterError.self) {
                try codec.decode(Array(bytes.prefix(length)), received: Timestamp(milliseconds: 0))
            }
        }
    }
}
