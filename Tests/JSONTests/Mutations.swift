import Foundation
import JSON
import TestSupport
import Testing

/// Random damage to JSON texts: never a crash, never a second opinion.
@Suite struct Mutations {
    private static let seeds: [String] = [
        #"{"specversion":"1.0","id":"a-1","data":{"amount":"1500000","lines":[{"tax":"NK","n":-12.50e+3}],"ok":true,"none":null}}"#,
        #"[0,-1,1.25,1e10,"",[],{},[[]],{"a":{"b":{}}},"\u00e9\ud83d\ude00\n\"\\\/"]"#,
        "{\"Đà Nẵng\":\"Chi cục 😀\",\"k\":[9223372036854775807,-9223372036854775808,0.1000],\"\\u006b2\":1}",
        " [ {\n\"a\" :\t1 } , [ ] , { } , null , false ] ",
    ]
    private static let pieces: [[UInt8]] = [
        "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "{", "}", "[", "]", ",", ":", "-", "0", "9", ".", "e", "E+", "1e400",
        "NaN", "Infinity", "null", "true", "//", "/**/", "'", " ", "\n", "\0", "\u{1F}", "\u{7F}", "é", "e\u{301}",
        "99999999999999999999", "\"k\":1,", "\"a\":",
    ].map { Array($0.utf8) } + [[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82]]

    private func mutant(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array((Self.seeds.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...3, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: place)
            case 2: bytes.replaceSubrange(place..<end, with: Self.pieces.randomElement(using: &generator) ?? [])
            default: bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }

    @Test(arguments: 0..<8)
    func whatIsAcceptedMeansTheSameToEveryReader(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<5000 {
            let bytes = mutant(&generator)
            let value: JSONValue
            do {
                value = try JSON.parse(bytes)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
                continue
            }
            accepted += 1
            #expect(try JSON.parse(value.bytes) == value, "\(String(decoding: bytes, as: UTF8.self))")
            #expect(try JSON.parse(Array(value.prettyText.utf8)) == value)
            let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(other.map { means(value, $0) } == true, "\(String(decoding: bytes, as: UTF8.self))")
        }
        // Damage that leaves nothing to compare would prove nothing.
        #expect(accepted > 300)
    }

    /// Foundation rounds decimals of more than 17 digits twice, so the last bits may differ.
    private func means(_ value: JSONValue, _ other: Any) -> Bool {
        switch value {
        case .null: other is NSNull
        case .bool(let flag): (other as? Bool) == flag
        case .integer(let number): (other as? NSNumber)?.int64Value == number
        case .decimal(let text): isNear((other as? NSNumber)?.doubleValue, Double(text))
        case .string(let text): (other as? String) == text
        case .array(let elements):
            (other as? [Any]).map { $0.count == elements.count && zip(elements, $0).allSatisfy(means) } ?? false
        case .object(let object):
            (other as? [String: Any]).map { members in
                members.count == object.members.count
                    && object.members.allSatisfy { member in members[member.key].map { means(member.value, $0) } ?? false }
            } ?? false
        }
    }

    private func isNear(_ one: Double?, _ other: Double?) -> Bool {
        guard let one, let other else { return false }
        return abs(one - other) <= abs(other) * 1e-14
    }

    @Test func elementsOfWhatIsAcceptedAreItsElements() throws {
        var generator = SeededGenerator(seed: 99)
        for _ in 0..<5000 {
            let bytes = mutant(&generator)
            let parts = try? JSON.elements(of: bytes)
            guard let array = (try? JSON.parse(bytes))?.array else { continue }
            let ranges = try #require(parts)
            #expect(try ranges.map { try JSON.parse(bytes[$0]) } == array)
        }
    }

    @Test func noiseIsRefusedOrRead() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            if let value = try? JSON.parse(bytes) { #expect((try? JSON.parse(value.bytes)) == value) }
            _ = try? JSON.elements(of: bytes)
        }
    }
}
