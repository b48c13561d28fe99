@testable import Adapters
import Bus
import Events
import Testing

/// The centre's own answers.
struct AnswerTests {
    private let codec = VNACCSCodec()
    private let time = Timestamp(compact: "20250317083021")!

    private func line(_ text: String) -> [UInt8] {
        Array(text.utf8) + [UInt8](repeating: 0x20, count: 75 - text.utf8.count) + [0x0D, 0x0A]
    }

    @Test("An acceptance is an R output that echoes the input, without its password")
    func acceptance() throws {
        let input = Samples.idc
        let answer = codec.acceptance(of: try Samples.decode(input), at: time)
        #expect(answer.status == 200)
        #expect(answer.body.count == 477)
        #expect(Array(answer.body[400...]) == line("00000-0000-0000"))
        let header = try VNACCSHeader(decoding: answer.body)
        #expect(header.dataType == .result)
        #expect(header.procedure == input.header.procedure)
        #expect(header.user == input.header.user)
        #expect(header.terminal == input.header.terminal)
        #expect(header.dataInfo == input.header.dataInfo)
        #expect(header.inputNumber == input.header.inputNumber)
        #expect(header.centreTime == time)
        #expect(header.password.isEmpty)
        #expect(header.subject == "00000-0000-0000 100000000010")
    }

    @Test("The answer to an answer's reader: it is itself a result that the codec takes")
    func readable() throws {
        let answer = codec.acceptance(of: try Samples.decode(Samples.idc), at: time)
        let payload = try ResultReported(json: try #require(try Samples.decode(answer.body).events.first).data)
        #expect(payload.outcome == .accepted)
        #expect(payload.declaration?.rawValue == Samples.number)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let error: AdapterError
        let result: String
        let status: Int

        init(_ code: AdapterError.Code, field: String? = nil, offset: Int? = nil, _ result: String, _ status: Int) {
            error = AdapterError(code, field: field, offset: offset, problem: "")
            (self.result, self.status) = (result, status)
        }

        var testDescription: String { "\(error.code)" }
    }

    @Test(
        "Refusals carry the centre's code, the item and its occurrence",
        arguments: [
            Refused(.unknownForm, field: "procedure code", offset: 3, "A0001-0000-0000", 422),
            Refused(.badHeader, field: "control", offset: 0, "A0016-0000-0000", 400),
            Refused(.badLength, field: "message length", offset: 392, "A0008-0000-0000", 400),
            Refused(.empty, "A0008-0000-0000", 400),
            Refused(.tooLarge, "A0008-0000-0000", 413),
            Refused(.badItem, field: "user code", offset: 29, "A0009-0000-0000", 422),
            Refused(.badItem, field: "ICN", offset: 411, "S0033-ICN -0001", 422),
            Refused(.badItem, field: "QN1(3)", offset: 20000, "S0033-QN1 -0003", 422),
            Refused(.badEncoding, field: "IMN", offset: 429, "S0033-IMN -0001", 400),
            Refused(.itemTooLong, field: "CMN(50)", offset: 20000, "E0001-CMN -0050", 422),
            Refused(.missingItem, field: "NO", offset: 600, "S0025-NO  -0001", 422),
            Refused(.trailingBytes, offset: 417, "A0008-0000-0000", 422),
            Refused(.notStored, "A0007-0000-0000", 503),
            Refused(.receiverClosed, "A0010-0000-0000", 503),
            Refused(.identifierReused, "E0074-0000-0000", 422),
        ])
    func refusal(_ refused: Refused) throws {
        let answer = codec.refusal(refused.error, of: try Samples.idc.encoded(), at: time)
        #expect(answer.status == refused.status)
        #expect(Array(answer.body[400...]) == line(refused.result))
        let header = try VNACCSHeader(decoding: answer.body)
        #expect(header.dataInfo == "IDC  20250317083015000001")
        #expect(header.subject == refused.result)
    }

    @Test(
        "Bytes without a readable header are answered with blanks",
        arguments: [[], [0xFF, 0xFE], Array("<xml/>".utf8), [UInt8](repeating: 0, count: 500)] as [[UInt8]])
    func unreadable(_ bytes: [UInt8]) throws {
        let answer = codec.refusal(try Samples.error(bytes), of: bytes, at: time)
        let header = try VNACCSHeader(decoding: answer.body)
        #expect(header.procedure.isEmpty && header.user.isEmpty && header.terminal.isEmpty && header.dataInfo.isEmpty)
        #expect(header.dataType == .result)
    }

    @Test("A header cut off before its end is echoed as far as it is there")
    func truncated() throws {
        let bytes = Array(try Samples.idc.encoded().prefix(60))
        let header = try VNACCSHeader(decoding: codec.refusal(try Samples.error(bytes), of: bytes, at: time).body)
        #expect(header.user == "A1234001")
        #expect(header.dataInfo.isEmpty)
    }

    @Test("A closed receiver says A0010, until when and why, in ASCII; A0015 follows when the end is known")
    func closed() throws {
        let bytes = try Samples.idc.encoded()
        let reopening = Timestamp(compact: "20250315080000")
        let answer = codec.closed(reason: "Chuyển đổi mô hình tổ chức hải quan", reopening: reopening, of: bytes, at: time)
        #expect(answer.status == 503)
        #expect(Array(answer.body[400...]) == line("A0010-0000-0000A0015-0000-0000"))
        let header = try VNACCSHeader(decoding: answer.body)
        #expect(header.subject == "A0010-0000-0000 until 202503150800 Chuyen doi mo hinh to chuc ha")
        #expect(header.dataInfo == "IDC  20250317083015000001")
        let payload = try ResultReported(json: try #require(try Samples.decode(answer.body).events.first).data)
        #expect(payload.declaration == nil)

        let open = codec.closed(reason: "Bảo trì", reopening: nil, of: bytes, at: time)
        #expect(Array(open.body[400...]) == line("A0010-0000-0000"))
        #expect(try VNACCSHeader(decoding: open.body).subject == "A0010-0000-0000 Bao tri")
    }

    @Test("Vietnamese text folds to ASCII, composed or not")
    func folding() {
        #expect(ASCIIFolding.fold("Đường Nguyễn Thị Ỷ") == "Duong Nguyen Thi Y")
        #expect(ASCIIFolding.fold("ho\u{0300}a\u{0309}\n€") == "hoa ?")
    }

    @Test("A message of another origin is accepted with blanks")
    func foreignCorrelation() throws {
        let message = DecodedMessage(form: "IDC", correlation: "x", events: [])
        #expect(try VNACCSHeader(decoding: codec.acceptance(of: message, at: time).body).user.isEmpty)
        let long = DecodedMessage(
            form: "IDC", correlation: "IDC:" + String(repeating: "U", count: 40) + ":T:D:N", events: [])
        #expect(try VNACCSHeader(decoding: codec.acceptance(of: long, at: time).body).user.isEmpty)
    }
}
