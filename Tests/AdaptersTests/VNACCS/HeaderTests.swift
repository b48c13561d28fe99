@testable import Adapters
import Bus
import Testing

struct HeaderTests {
    /// The IDC sample of the format's description, put together by offsets and not by the codec.
    static var sample: [UInt8] {
        var bytes = [UInt8](repeating: 0x20, count: 398)
        func put(_ text: String, _ offset: Int) {
            bytes.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        put("SS ", 0)
        put("IDC  ", 3)
        put("A1234001", 29)
        put("TRMNL1", 45)
        put("IDC  20250317083015000001", 219)
        put("1", 364)
        put("000414", 392)
        return bytes + Array("\r\n100000000010\r\n".utf8)
    }

    @Test("The fields cover 398 bytes without gap or overlap")
    func layout() {
        var offset = 0
        for field in HeaderField.layout {
            #expect(field.offset == offset, "\(field.name)")
            offset += field.width
        }
        #expect(offset == 398)
    }

    @Test("The published sample of 414 bytes is read and written to the byte")
    func sampleMessage() throws {
        #expect(Self.sample.count == 414)
        var header = VNACCSHeader(
            procedure: "IDC", user: "A1234001", terminal: "TRMNL1", dataInfo: "IDC  20250317083015000001")
        #expect(try VNACCSHeader(decoding: Self.sample) == header)
        header.system = "1"
        var message = VNACCSMessage(input: .idc, header: header)
        message["ICN"] = "100000000010"
        #expect(try message.encoded() == Self.sample)
    }

    @Test("Every field survives being written and read")
    func roundTrip() throws {
        var header = Samples.header("IDA01")
        header.channel = .tax
        header.morePending = true
        header.outputCode = "VAD1AC0"
        header.centreTime = Samples.centreTime
        header.mailAddress = String(repeating: "m", count: 64)
        header.subject = "00000-0000-0000 Tờ khai"
        header.rtp = String(repeating: "r", count: 30)
        header.server = "SERVER0001"
        header.division = "001"
        header.isLastPart = true
        header.dataType = .storedPrint
        header.sendGuard = true
        header.index = "Chỉ mục"
        header.pattern = "P"
        header.system = "2"
        header.displayCode = "D01"
        let bytes = try header.encoded(bodyBytes: 0)
        #expect(bytes.count == 400)
        #expect(Array(bytes.suffix(8)) == Array("000400\r\n".utf8))
        #expect(try VNACCSHeader(decoding: bytes) == header)
    }

    @Test("A value wider than its field, or one that it does not allow, is not written")
    func unwritable() {
        var header = Samples.header("IDC")
        header.user = "A12340011"
        #expect(Self.code { () throws(AdapterError) in _ = try header.encoded(bodyBytes: 0) } == .itemTooLong)
        header = Samples.header("IDC")
        header.terminal = "TRM\n"
        #expect(Self.code { () throws(AdapterError) in _ = try header.encoded(bodyBytes: 0) } == .badItem)
        header = Samples.header("IDC")
        header.subject = String(repeating: "ệ", count: 22)
        #expect(Self.code { () throws(AdapterError) in _ = try header.encoded(bodyBytes: 0) } == .itemTooLong)
        header = Samples.header("IDC")
        #expect(Self.code { () throws(AdapterError) in _ = try header.encoded(bodyBytes: 999_600) } == .badLength)
    }

    private static func code(_ body: () throws(AdapterError) -> Void) -> AdapterError.Code? {
        do throws(AdapterError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let code: AdapterError.Code
        let field: String?
        let offset: Int?
        let spoil: @Sendable (inout [UInt8]) -> Void

        init(
            _ name: String, _ code: AdapterError.Code, _ field: String?, _ offset: Int?,
            _ spoil: @escaping @Sendable (inout [UInt8]) -> Void
        ) {
            (self.name, self.code, self.field, self.offset, self.spoil) = (name, code, field, offset, spoil)
        }

        var testDescription: String { name }
    }

    static let broken = [
        Broken("empty", .empty, nil, nil) { $0 = [] },
        Broken("one byte", .badHeader, nil, 1) { $0 = [0x53] },
        Broken("truncated in the header", .badHeader, nil, 399) { $0.removeLast(15) },
        Broken("over a mebibyte", .tooLarge, nil, nil) { $0 += [UInt8](repeating: 0x20, count: 1024 * 1024) },
        Broken("LF instead of CRLF", .badHeader, nil, 398) { $0.removeAll { $0 == 0x0D } },
        Broken("header one byte short", .badHeader, nil, 398) { $0.remove(at: 300) },
        Broken("length not a number", .badLength, "message length", 392) { $0[393] = UInt8(ascii: "x") },
        Broken("length blank filled", .badLength, "message length", 392) {
            $0.replaceSubrange(392..<398, with: "   414".utf8)
        },
        Broken("length says less", .badLength, "message length", 392) { $0[397] = UInt8(ascii: "3") },
        Broken("length says more", .badLength, "message length", 392) { $0[392] = UInt8(ascii: "1") },
        Broken("length below a header", .badLength, "message length", 392) {
            $0.replaceSubrange(392..<398, with: "000399".utf8)
        },
        Broken("unknown channel", .badHeader, "control", 0) { $0[0] = UInt8(ascii: "X") },
        Broken("unknown control mark", .badHeader, "control", 0) { $0[2] = UInt8(ascii: "Q") },
        Broken("control character", .badItem, "procedure code", 5) { $0[5] = 0x09 },
        Broken("NUL in a reserve", .badItem, "reserve", 370) { $0[370] = 0 },
        Broken("text in an ASCII field", .badItem, "user code", 29) { $0[29] = 0xC3 },
        Broken("broken UTF-8 in the subject", .badEncoding, "subject", 115) { $0[115] = 0xC3 },
        Broken("control character behind text in the subject", .badItem, "subject", 118) {
            $0.replaceSubrange(115..<119, with: [0xE1, 0xBB, 0x87, 0x09])
        },
        Broken("time of receipt that is none", .badHeader, "time of receipt", 15) {
            $0.replaceSubrange(15..<29, with: "20250230000000".utf8)
        },
        Broken("unknown data type", .badHeader, "data type", 249) { $0[249] = UInt8(ascii: "T") },
        Broken("unknown end flag", .badHeader, "end flag", 248) { $0[248] = UInt8(ascii: "X") },
        Broken("output code in an input", .badHeader, "data type", 249) {
            $0.replaceSubrange(8..<15, with: "VAD1AC0".utf8)
        },
        Broken("unknown procedure", .unknownForm, "procedure code", 3) { $0.replaceSubrange(3..<6, with: "XYZ".utf8) },
        Broken("blank procedure", .unknownForm, "procedure code", 3) { $0.replaceSubrange(3..<6, with: "   ".utf8) },
    ]

    @Test("A broken header is refused with the field and the byte offset", arguments: broken)
    func brokenHeader(_ broken: Broken) throws {
        var bytes = Self.sample
        broken.spoil(&bytes)
        let error = try Samples.error(bytes)
        #expect(error.code == broken.code)
        #expect(error.field == broken.field)
        #expect(error.offset == broken.offset)
    }

    @Test("No printed, dumped or interpolated form of a header shows the password, no error and no event does")
    func password() throws {
        let message = Samples.idc
        var dumped = ""
        dump(message, to: &dumped)
        let secrets = [
            dumped, "\(message)", String(reflecting: message.header), "\(message.header.password)",
            "\(try Samples.decode(message))",
        ]
        for text in secrets { #expect(!text.contains("SeCrEt99")) }

        var bytes = try message.encoded()
        #expect(bytes[37..<45].elementsEqual("SeCrEt99".utf8))
        bytes[40] = 0x01
        let error = try Samples.error(bytes)
        #expect(error.field == "password")
        #expect(!error.description.contains("SeC"))
        let answer = VNACCSCodec().refusal(error, of: bytes, at: Samples.centreTime)
        #expect(answer.body[37..<45].allSatisfy { $0 == 0x20 })
    }
}
