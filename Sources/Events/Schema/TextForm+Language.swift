extension TextForm {
    static let declaration = TextForm(
        "declarationNumber",
        "Number of a customs declaration (số tờ khai): 12 digits, of which the last counts the amendments. The first 11 are the key of everything about the declaration.",
        pattern: "^[0-9]{12}$", example: "100000000010")

    static let amount = TextForm(
        "amount",
        "An amount of money as text, exact: up to 20 digits, then up to 4 decimals behind a point, without zeros at either end. In VND unless a currency stands beside it.",
        pattern: #"^(0|[1-9][0-9]{0,19})(\.[0-9]{0,3}[1-9])?$"#, example: "1500000")

    static let time = TextForm(
        "time", "RFC 3339 in Vietnam time (UTC+7), with milliseconds only when there are any.",
        pattern: #"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?\+07:00$"#, format: "date-time",
        example: "2025-03-14T23:00:00+07:00")

    /// What systems write is passed on as it is, and some write codes of an older form with 6 characters.
    static let office = TextForm(
        "officeCode",
        "Code of a customs office (mã hải quan) as the system wrote it. One of today's catalog has 4 characters: two digits of the province, then two capital letters or digits.",
        pattern: "^[ -~]{1,10}$", example: "01B1")

    static let officeName = TextForm(
        "officeName", "Short name of a customs office, as VNACCS prints it.", pattern: "^[ -~]{1,10}$", example: "CKSBQTNB")

    static let taxpayer = TextForm(
        "taxpayer", "Tax code (mã số thuế); empty for a person without one.", pattern: "^[ -~]{0,20}$", example: "0100109106")

    static let kind = TextForm(
        "declarationKind", "Declaration kind (mã loại hình).", pattern: "^[ -~]{1,10}$", example: "A11")

    static let eventID = TextForm("eventId", "The id of an event.", minimum: 1, maximum: 255, example: "epayment:5f0c:1")

    static let subItem = TextForm("subItem", "Budget sub-item (tiểu mục).", pattern: "^[0-9]{1,4}$", example: "1901")

    static let organ = TextForm(
        "organ", "OrganId: up to 4 groups of letters and digits, with dots between.",
        pattern: #"^[0-9A-Za-z]+(\.[0-9A-Za-z]+){0,3}$"#, maximum: 60, example: "000.00.00.G12")

    static let document = TextForm(
        "document", "A document: the sender's OrganId, a slash, and the DocumentId, which is unique for that sender.",
        pattern: #"^[0-9A-Za-z]+(\.[0-9A-Za-z]+){0,3}/[!-~]{1,64}$"#, example: "000.00.00.G12/2025-0001")

    static let flow = TextForm(
        "flow", "Import (nhập khẩu) or export (xuất khẩu).", values: [Flow.import, .export].map(\.rawValue), example: "import")

    static let lane = TextForm(
        "lane", "Lane (luồng): 1 green, accepted; 2 yellow, documents are checked; 3 red, goods are inspected on top of that.",
        values: Lane.allCases.map(\.rawValue), example: "1")

    static let status = TextForm(
        "declarationStatus", "Where a declaration stands.", values: DeclarationStatus.allCases.map(\.rawValue), example: "cleared")

    static let outcome = TextForm("outcome", values: [ResultReported.Outcome.accepted, .rejected].map(\.rawValue), example: "accepted")

    /// Any text; only the size of the event bounds it.
    static func text(atLeast minimum: Int = 1, example: String) -> TextForm { TextForm(minimum: minimum, example: example) }

    /// Visible ASCII without spaces: codes and identifiers of XML messages.
    static func code(_ maximum: Int, example: String) -> TextForm {
        TextForm(pattern: "^[!-~]{1,\(maximum)}$", example: example)
    }

    /// Printable ASCII, which may hold spaces: items of VNACCS.
    static func item(_ length: ClosedRange<Int>, example: String) -> TextForm {
        TextForm(pattern: "^[ -~]{\(length.lowerBound),\(length.upperBound)}$", example: example)
    }

    static func digits(_ length: ClosedRange<Int>, example: String) -> TextForm {
        let count = length.count == 1 ? "\(length.lowerBound)" : "\(length.lowerBound),\(length.upperBound)"
        return TextForm(pattern: "^[0-9]{\(count)}$", example: example)
    }

    static func choice(_ values: [String]) -> TextForm { TextForm(values: values, example: values.first ?? "") }

    static func matching(_ pattern: String, example: String) -> TextForm { TextForm(pattern: pattern, example: example) }
}
