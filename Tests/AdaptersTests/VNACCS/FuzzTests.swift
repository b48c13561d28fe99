@testable import Adapters
import Bus
import Events
import TestSupport
import Testing

struct FuzzTests {
    private func bases() throws -> [[UInt8]] {
        try [
            Samples.idc.encoded(), Samples.output("VAD2AC0", Samples.lane).encoded(),
            Samples.output("VAE1LD0", Samples.exportLane).encoded(), Samples.output("VAF8010", Samples.tax).encoded(),
            Samples.output("VAD4870", Samples.inspection).encoded(),
            Samples.output("VAD2AC0", type: .resultAndScreen, Samples.lane).encoded(),
            VNACCSMessage(result: .accepted, answering: Samples.header("IDA"), at: Samples.centreTime).encoded(),
        ]
    }

    @Test("20,000 mutations of good messages give events or a typed error, and always an answer that can be read")
    func mutations() throws {
        let bases = try bases()
        let codec = VNACCSCodec()
        var generator = SeededGenerator(seed: 20_250_315)
        var taken = 0
        for _ in 0..<20_000 {
            let bytes = mutate(bases[Int.random(in: 0..<bases.count, using: &generator)], &generator)
            let answer: NativeAnswer
            do throws(AdapterError) {
                let message = try codec.decode(bytes, received: Samples.received)
                taken += 1
                if message.events.isEmpty || message.events.contains(where: { $0.partitionKey.isEmpty }) {
                    Issue.record("a message without event or key")
                }
                answer = codec.acceptance(of: message, at: Samples.centreTime)
            } catch {
                answer = codec.refusal(error, of: bytes, at: Samples.centreTime)
            }
            _ = try VNACCSMessage(decoding: answer.body)
        }
        // Both kinds must occur, or the mutations test nothing.
        #expect(taken > 1_000 && taken < 19_000)
    }

    private func mutate(_ base: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = base
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            let tail = bytes.count > 400 && Bool.random(using: &generator)
            let place = tail ? Int.random(in: 400..<bytes.count, using: &generator) : at
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[place] = [0x20, 0x0A, 0x0D, 0x30, 0x41, 0x80, 0xFF].randomElement(using: &generator)!
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 4: bytes.removeLast(bytes.count - place)
            default: bytes.append(contentsOf: bytes[place...])
            }
        }
        // Every other message gets the right length field, so that the mutation reaches the body.
        if bytes.count >= 400, Bool.random(using: &generator) {
            bytes.replaceSubrange(392..<398, with: String(1_000_000 + bytes.count).dropFirst().utf8)
        }
        return bytes
    }
}
