import Adapters
import Bus
import Testing

/// The tables against the published message specifications: figures and checksums come from those, not from this code.
struct FieldTableTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        let code: String
        let fields: Int
        let items: Int
        let bytes: Int
        /// CRC-32 of all fields as `id:kind+width`, `*` for mandatory, joined by blanks, in order.
        let checksum: UInt32

        init(_ code: String, fields: Int, items: Int, bytes: Int, checksum: UInt32) {
            (self.code, self.fields, self.items, self.bytes, self.checksum) = (code, fields, items, bytes, checksum)
        }

        var testDescription: String { code }
    }

    static let specification = [
        Expected("IDA", fields: 221, items: 2475, bytes: 61730, checksum: 0x4181_86B8),
        Expected("IDA01", fields: 221, items: 2475, bytes: 61730, checksum: 0x1754_9211),
        Expected("IDC", fields: 2, items: 2, bytes: 17, checksum: 0x0964_EEFF),
        Expected("IDE", fields: 2, items: 2, bytes: 17, checksum: 0x0964_EEFF),
        Expected("EDA", fields: 210, items: 1533, bytes: 51185, checksum: 0xA62C_E4A7),
        Expected("EDA01", fields: 210, items: 1533, bytes: 51185, checksum: 0x0E05_FEAF),
        Expected("EDC", fields: 2, items: 2, bytes: 17, checksum: 0x4C91_471B),
        Expected("EDE", fields: 2, items: 2, bytes: 17, checksum: 0x4C91_471B),
        Expected("VAD1AC", fields: 329, items: 4739, bytes: 114_516, checksum: 0x5390_0F80),
        Expected("VAD1AG", fields: 341, items: 4751, bytes: 114_730, checksum: 0xEDC2_DF07),
        Expected("VAE1LD", fields: 245, items: 2499, bytes: 66029, checksum: 0xFD1F_25B6),
        Expected("VAE1LF", fields: 250, items: 2504, bytes: 66175, checksum: 0x6FD5_8CD0),
        Expected("VAF801", fields: 70, items: 70, bytes: 3314, checksum: 0x1EBE_3D0B),
        Expected("VAF802", fields: 63, items: 63, bytes: 3216, checksum: 0x11D2_94EA),
        Expected("VAF803", fields: 14, items: 14, bytes: 1356, checksum: 0xA7A7_F282),
        Expected("VAF804", fields: 28, items: 28, bytes: 1797, checksum: 0xD31A_FE67),
        Expected("VAD487", fields: 43, items: 43, bytes: 2057, checksum: 0x1680_01D9),
    ]

    @Test("Order, widths, attributes and totals are the specification's", arguments: specification)
    func followsSpecification(_ expected: Expected) throws {
        let form = try #require(VNACCSForm.all.first { $0.code == expected.code })
        #expect(form.table.fields.count == expected.fields)
        #expect(form.table.itemCount == expected.items)
        #expect(form.table.byteCount == expected.bytes)
        let text = form.table.fields
            .map { "\($0.id):\($0.kind.rawValue)\($0.width)\($0.isMandatory ? "*" : "")" }
            .joined(separator: " ")
        #expect(CRC32.checksum(text.utf8) == expected.checksum)
    }

    @Test("Every form has its specification and the item with its declaration number")
    func completeness() {
        #expect(Set(VNACCSForm.all.map(\.code)) == Set(Self.specification.map(\.code)))
        for form in VNACCSForm.all {
            #expect(form.table.fields.contains { $0.id == form.numberItem && $0.width == 12 })
        }
    }

    @Test("Codes select forms; the lane and the variant do not matter for that")
    func selection() {
        #expect(VNACCSForm.input("IDA01")?.code == "IDA01")
        #expect(VNACCSForm.output("VAD3AC0")?.code == "VAD1AC")
        #expect(VNACCSForm.output("VAE2LF1")?.code == "VAE1LF")
        #expect(VNACCSForm.output("VAD2AE0")?.code == "VAD1AC")
        #expect(VNACCSForm.output("VAE3LY0")?.code == "VAE1LD")
        #expect(VNACCSForm.output("VAD3AG0") == nil)
        #expect(VNACCSForm.input("VAD1AC") == nil)
        #expect(VNACCSForm.output("IDC") == nil)
    }

    @Test(
        "A table that does not follow the notation is none",
        arguments: [
            "", "ICN", "ICN:", "ICN:X12", "ICN:I", "ICN:I0", "ICN:I12 ICN:A1", "3(SS:A4)", "3(SS#:A4", "10(D#:A8)",
            "50{", "50{}", "50{CMD:A12", "0{CMD:A12}", "CMDXX:A1", "2[CMD:A1]",
        ])
    func badNotation(_ notation: String) {
        #expect(FieldTable(notation) == nil)
    }
}
