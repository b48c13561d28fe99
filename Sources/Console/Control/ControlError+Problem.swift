import JSON

extension ControlError {
    static let contentType = "application/problem+json"

    /// A problem document (RFC 9457) with the member `exit`.
    var problem: JSONValue {
        var members: [JSONObject.Member] = [
            .init(key: "type", value: .string("urn:lienthong:problem:\(code)")),
            .init(key: "title", value: .string(title)),
            .init(key: "status", value: .integer(Int64(code.status))),
            .init(key: "detail", value: .string(reason)),
            .init(key: "code", value: .string(code.description)),
            .init(key: "exit", value: .integer(Int64(code.exit))),
        ]
        if details != .null { members.append(.init(key: "details", value: details)) }
        return .object(JSONObject(members))
    }

    /// Reads a problem document back; one that is none of ours is `unavailable`: something else answers there.
    init(problem: JSONValue?, status: Int) {
        if let name = problem?["code"]?.string, let code = Code.all.first(where: { $0.description == name }) {
            self.init(code, problem?["detail"]?.string ?? "", details: problem?["details"] ?? .null)
        } else {
            self.init(.unavailable, "the control process answered with status \(status) and no reason")
        }
    }

    private var title: String {
        switch code {
        case .negative: "The answer is no"
        case .notFound: "Not found"
        case .usage: "A parameter is missing or wrong"
        case .badInput: "The input is not acceptable"
        case .unavailable: "Not reachable"
        case .tryAgain: "Try again later"
        case .notPermitted: "Not permitted"
        default: "Not authenticated"
        }
    }
}
