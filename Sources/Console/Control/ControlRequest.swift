import Bus
import Hummingbird
import JSON

/// One command as it came over HTTP: the operator, and typed reads of what is in path, query and body.
struct ControlRequest: Sendable {
    let actor: String
    let path: [String: String]
    let query: [String: String]
    let body: JSONValue

    func part(_ name: String) throws(ControlError) -> String {
        guard let value = path[name], !value.isEmpty else { throw ControlError(.usage, "\(name) is missing in the path") }
        return value
    }

    /// A text of the body that has to be there.
    func text(_ name: String) throws(ControlError) -> String {
        guard let value = body[name]?.string, !value.isEmpty else {
            throw ControlError(.usage, "the member \"\(name)\" is missing or not a text")
        }
        return value
    }

    func flag(_ name: String) throws(ControlError) -> Bool {
        switch body[name] {
        case nil, .null?: return false
        case .bool(let value)?: return value
        default: throw ControlError(.usage, "the member \"\(name)\" is neither true nor false")
        }
    }

    func texts(_ name: String) throws(ControlError) -> [String] {
        guard let values = body[name]?.array, case let texts = values.compactMap(\.string), texts.count == values.count,
            !texts.isEmpty
        else { throw ControlError(.usage, "the member \"\(name)\" is not a list of texts") }
        return texts
    }

    func time(_ name: String) throws(ControlError) -> Timestamp? {
        guard let text = query[name] ?? body[name]?.string else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw ControlError(.usage, "\(name) is not a time such as 2026-03-14T23:00:00+07:00")
        }
        return time
    }

    func limit(default standard: Int) throws(ControlError) -> Int {
        guard let text = query["limit"] else { return standard }
        guard let limit = Int(text), (1...10_000).contains(limit) else {
            throw ControlError(.usage, "limit is not a number from 1 to 10000")
        }
        return limit
    }
}
