/// One field of the 400-byte common header: its name in the format's documents, its byte offset and its width in bytes.
struct HeaderField: Sendable {
    let offset: Int
    let width: Int
    private let label: StaticString

    private init(_ label: StaticString, _ offset: Int, _ width: Int) {
        self.label = label
        self.offset = offset
        self.width = width
    }

    var name: String { label.description }

    var range: Range<Int> { offset..<offset + width }

    /// The header with its closing CRLF.
    static let headerBytes = 400
    /// Where the header's CRLF stands.
    static let lineEnd = 398

    static let control = HeaderField("control", 0, 3)
    static let procedure = HeaderField("procedure code", 3, 5)
    static let outputCode = HeaderField("output information code", 8, 7)
    static let centreTime = HeaderField("time of receipt", 15, 14)
    static let user = HeaderField("user code", 29, 8)
    static let password = HeaderField("password", 37, 8)
    static let terminal = HeaderField("logical terminal name", 45, 6)
    static let mailAddress = HeaderField("mail address", 51, 64)
    static let subject = HeaderField("subject", 115, 64)
    static let rtp = HeaderField("RTP information", 179, 30)
    static let server = HeaderField("server information", 209, 10)
    static let dataInfo = HeaderField("data information", 219, 26)
    static let division = HeaderField("division number", 245, 3)
    static let endFlag = HeaderField("end flag", 248, 1)
    static let dataType = HeaderField("data type", 249, 1)
    static let reserveA = HeaderField("reserve", 250, 1)
    static let sendGuard = HeaderField("send guard", 251, 1)
    static let reserveB = HeaderField("reserve", 252, 1)
    static let inputNumber = HeaderField("input information number", 253, 10)
    static let index = HeaderField("index information", 263, 100)
    static let pattern = HeaderField("pattern", 363, 1)
    static let system = HeaderField("system", 364, 1)
    static let displayCode = HeaderField("display code", 365, 3)
    static let reserveC = HeaderField("reserve", 368, 24)
    static let length = HeaderField("message length", 392, 6)

    /// All fields in order; together they are the 398 bytes before the CRLF.
    static let layout = [
        control, procedure, outputCode, centreTime, user, password, terminal, mailAddress, subject, rtp, server,
        dataInfo, division, endFlag, dataType, reserveA, sendGuard, reserveB, inputNumber, index, pattern, system,
        displayCode, reserveC, length,
    ]

    /// Subject and index may hold Vietnamese text; every other field is printable ASCII.
    var allowsText: Bool { offset == Self.subject.offset || offset == Self.index.offset }
}
