import Events
import JSON

/// A problem document of RFC 9457, with the place of the fault in the native message.
struct Problem {
    var code: String
    var title: String
    var status: Int
    var detail: String
    var form: String?
    var field: String?
    var line: Int?
    var offset: Int?

    static let contentType = "application/problem+json"

    init(code: String, title: String, status: Int, detail: String) {
        self.code = code
        self.title = title
        self.status = status
        self.detail = detail
    }

    init(_ error: AdapterError, status: Int) {
        self.init(code: error.code.description, title: Self.title(error.code), status: status, detail: error.problem)
        form = error.form
        field = error.field
        line = error.line
        offset = error.offset
    }

    var json: JSONValue {
        var members: [JSONObject.Member] = [
            .init(key: "type", value: .string("urn:lienthong:problem:\(code)")),
            .init(key: "title", value: .string(title)),
            .init(key: "status", value: .integer(Int64(status))),
            .init(key: "detail", value: .string(detail)),
            .init(key: "code", value: .string(code)),
        ]
        if let form { members.append(.init(key: "form", value: .string(form))) }
        if let field { members.append(.init(key: "field", value: .string(field))) }
        if let line { members.append(.init(key: "line", value: .integer(Int64(line)))) }
        if let offset { members.append(.init(key: "offset", value: .integer(Int64(offset)))) }
        return .object(JSONObject(members))
    }

    private static func title(_ code: AdapterError.Code) -> String {
        switch code {
        case .receiverClosed: "The receiver is closed"
        case .notStored: "The message could not be stored"
        case .identifierReused: "The identifier was used before"
        case .tooLarge: "The message is too large"
        case .empty: "The message is empty"
        default: "The message is not acceptable"
        }
    }
}
