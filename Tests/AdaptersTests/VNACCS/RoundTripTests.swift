@testable import Adapters
import TestSupport
import Testing

/// What is written is read back the same, for every form.
struct RoundTripTests {
    static let codes = VNACCSForm.all.map(\.code)

    @Test("Random values of every form survive", arguments: codes, [1, 2, 3] as [UInt64])
    func random(code: String, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(code.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
        var message = try Self.blank(code)
        for section in message.form?.table.sections ?? [] {
            let occurrences = section.isGroup ? Int.random(in: 1...section.times, using: &generator) : 1
            for occurrence in 1...occurrences {
                for field in section.fields where field.isMandatory || Bool.random(using: &generator) {
                    message[field.id, occurrence] = Self.value(of: field, &generator)
                }
            }
        }
        let bytes = try message.encoded()
        let read = try VNACCSMessage(decoding: bytes)
        #expect(read.items == message.items)
        #expect(read.header == message.header)
        #expect(try read.encoded() == bytes)
    }

    @Test("Every item at its full width makes the specified number of bytes", arguments: codes)
    func full(code: String) throws {
        var message = try Self.blank(code)
        for section in message.form?.table.sections ?? [] {
            for occurrence in 1...section.times {
                for field in section.fields { message[field.id, occurrence] = Self.full(field) }
            }
        }
        let bytes = try message.encoded()
        let table = try #require(message.form?.table)
        #expect(bytes.count == 400 + table.byteCount)
        let read = try VNACCSMessage(decoding: bytes)
        #expect(read.items.count == table.itemCount)
        #expect(read.items == message.items)
    }

    @Test("The tail is cut after the last filled item, items in between are padded")
    func tail() throws {
        var message = try Self.blank("VAF801")
        message["SPN"] = "123"
        message["TA4"] = "7"
        let bytes = try message.encoded()
        let lines = bytes[400...].split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(lines.count == 63)
        #expect(lines[0].elementsEqual([UInt8](repeating: 0x20, count: 210) + [0x0D]))
        #expect(lines[2].elementsEqual("         123\r".utf8))
        #expect(lines[61].elementsEqual("           7\r".utf8))
        #expect(lines[62].isEmpty)
    }

    @Test("Vietnamese text may fill its width to the byte and not one byte more")
    func exactWidth() throws {
        var message = try Self.blank("VAD1AC")
        message["ICN"] = Samples.number
        // 300 bytes: 99 letters of three bytes, one of two, one of one.
        message["A19"] = String(repeating: "ệ", count: 99) + "đA"
        let bytes = try message.encoded()
        #expect(try VNACCSMessage(decoding: bytes)["A19"] == message["A19"])

        message["A19"] = String(repeating: "ệ", count: 99) + "đAA"
        #expect(message["A19"]?.count == 102)
        #expect(throws: AdapterError.self) { try message.encoded() }
    }

    @Test("An unknown item, one set twice and a missing mandatory one are not written")
    func unwritable() throws {
        var message = Samples.ida
        message["CMD", 51] = "84713020"
        #expect(Self.error(message) == Failure(.badItem, "CMD(51)", nil))
        message = Samples.ida
        message["XYZ"] = "1"
        #expect(Self.error(message) == Failure(.badItem, "XYZ", nil))
        message = Samples.ida
        message["CMD", 3] = "84713020"
        #expect(Self.error(message) == Failure(.missingItem, "CMN(3)", 2 + 175 + 2 * 46 + 6))
        message = Samples.ida
        message["NO"] = "12a"
        #expect(Self.error(message) == Failure(.badItem, "NO", 37))
    }

    @Test("A header that does not select the form is not written")
    func mismatch() throws {
        var message = try Self.blank("VAD1AC")
        message["ICN"] = Samples.number
        message.header.outputCode = "VAF8010"
        #expect(Self.error(message)?.code == .unknownForm)
        message.header.outputCode = "VAD2AC0"
        #expect(Self.error(message) == nil)
        message.header.dataType = nil
        #expect(Self.error(message)?.code == .unknownForm)
    }

    private struct Failure: Equatable {
        let code: AdapterError.Code
        let field: String?
        let line: Int?

        init(_ code: AdapterError.Code, _ field: String?, _ line: Int?) {
            (self.code, self.field, self.line) = (code, field, line)
        }
    }

    private static func error(_ message: VNACCSMessage) -> Failure? {
        do throws(AdapterError) {
            _ = try message.encoded()
            return nil
        } catch {
            return Failure(error.code, error.field, error.line)
        }
    }

    static func blank(_ code: String) throws -> VNACCSMessage {
        let form = try #require(VNACCSForm.all.first { $0.code == code })
        switch form.direction {
        case .input: return VNACCSMessage(input: form, header: Samples.header(form.code))
        case .output: return try Samples.output(code + "0", [:])
        }
    }

    private static func full(_ field: FormField) -> String {
        switch field.kind {
        case .alphanumeric: String(repeating: "Z", count: field.width)
        case .text: String(repeating: "ữ", count: field.width / 3)
        case .integer: String(repeating: "9", count: field.width)
        case .decimal: field.width < 3 ? "9" : String(repeating: "9", count: field.width - 2) + ".5"
        }
    }

    private static func value(of field: FormField, _ generator: inout SeededGenerator) -> String {
        let width = Int.random(in: 1...field.width, using: &generator)
        switch field.kind {
        case .alphanumeric:
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.,")
            return String((0..<width).map { _ in letters.randomElement(using: &generator)! })
        case .text:
            let letters = Array("aáđêữợ ộNgườiVIỆT0.,")
            var text = ""
            while let letter = letters.randomElement(using: &generator),
                text.utf8.count + String(letter).utf8.count <= width
            { text.append(letter) }
            while text.last == " " { text.removeLast() }
            return text.isEmpty ? "x" : text
        case .integer:
            return String((0..<width).map { _ in "0123456789".randomElement(using: &generator)! })
        case .decimal:
            guard width >= 3 else { return "7" }
            return String(repeating: "4", count: width - 2) + ".2"
        }
    }
}
