@testable import Adapters
import Bus
import Events
import Testing

/// Messages that the tests start from.
enum Samples {
    static let received = Timestamp(milliseconds: 1_742_000_000_000)
    static let centreTime = Timestamp(compact: "20250317083020")!
    static let number = "100000000010"

    static func header(_ procedure: String) -> VNACCSHeader {
        let job = procedure + String(repeating: " ", count: 5 - procedure.utf8.count)
        var header = VNACCSHeader(
            procedure: procedure, user: "A1234001", terminal: "TRMNL1", dataInfo: job + "20250317083015000001")
        header.password = HeaderPassword("SeCrEt99")
        header.inputNumber = "REF0000007"
        return header
    }

    static func input(_ form: VNACCSForm, _ items: [String: String]) -> VNACCSMessage {
        var message = VNACCSMessage(input: form, header: header(form.code))
        for (id, value) in items { message[id] = value }
        return message
    }

    static func output(
        _ code: String, causedBy procedure: String = "IDC", type: OutputDataType = .print, _ items: [String: String]
    ) throws -> VNACCSMessage {
        let form = try #require(VNACCSForm.output(code))
        var message = VNACCSMessage(
            output: form, code: code, type: type, answering: header(procedure), at: centreTime)
        for (id, value) in items { message[id] = value }
        return message
    }

    static var idc: VNACCSMessage { input(.idc, ["ICN": number]) }

    static var ida: VNACCSMessage {
        input(
            .ida,
            [
                "ICB": "A11", "MTC": "2", "SKB": "4", "CH": "02CI", "IMC": "0100109106", "IMN": "Công ty Thử Nghiệm",
                "NO": "12", "NOT": "CT", "ARR": "20250316", "PSC": "CNSHA", "CMD": "84713020", "CMN": "Máy tính xách tay",
                "OR": "CN", "QN1": "10", "QT1": "PCE",
            ])
    }

    static let lane: [String: String] = [
        "ICN": number, "A06": "2", "A02": "A11", "A07": "HAIPHONG", "A09": "20250317", "AD1": "083015",
        "A18": "0100109106", "B02": "15000000", "B03": "0",
    ]

    static let exportLane: [String: String] = [
        "ECN": "300000000011", "K07": "1", "K03": "B11", "K08": "CATLAI", "K10": "20250318", "AD1": "101112",
        "K16": "0300588569", "ETA": "12.50", "SAM": "3",
    ]

    static let tax: [String: String] = [
        "CSM": "Chi cục Hải quan khu vực III", "CBN": "Hải quan cửa khẩu cảng Hải Phòng", "SPN": "202500000123",
        "IEC": "0100109106", "ICN": number, "TN1": "Thuế NK", "IS1": "1901", "IM1": "10000000", "TN2": "Thuế GTGT",
        "IS2": "1702", "IM2": "5000000", "TA4": "15000000", "CCC": "VND", "TAN": "7111", "TNM": "KBNN Hải Phòng",
        "DOP": "20250317",
    ]

    static let inspection: [String: String] = ["K02": number, "K04": "A11", "K07": "02CI"]

    static func decode(_ message: VNACCSMessage) throws -> DecodedMessage {
        try decode(try message.encoded())
    }

    static func decode(_ bytes: [UInt8]) throws(AdapterError) -> DecodedMessage {
        try VNACCSCodec().decode(bytes, received: received)
    }

    /// The error that these bytes are refused with.
    static func error(_ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) throws -> AdapterError {
        do throws(AdapterError) {
            _ = try decode(bytes)
        } catch {
            return error
        }
        return try #require(nil as AdapterError?, "the message was taken", sourceLocation: location)
    }

    /// A message of this header whose body is these bytes, with the right length field.
    static func raw(_ header: VNACCSHeader, _ body: [UInt8]) throws -> [UInt8] {
        try header.encoded(bodyBytes: body.count) + body
    }

    static func raw(_ procedure: String, _ body: String) throws -> [UInt8] {
        try raw(header(procedure), Array(body.utf8))
    }
}
