public import Bus
public import JSON

/// The parameters of one operator's command, read strictly.
public struct ControlRequest: Sendable {
    private let members: JSONObject
    /// Who asks, for the control log.
    public let actor: String

    /// - Throws: `ControlFailure` when the body is not an object or names nobody.
    public init(_ json: JSONValue) throws(ControlFailure) {
        guard let object = json.object else { throw ControlFailure(exit: 65, "the body is not a JSON object") }
        members = object
        guard let actor = object["actor"]?.string, !actor.isEmpty, actor.utf8.count <= 128 else {
            throw ControlFailure(exit: 65, "`actor` must say who asks, in at most 128 bytes")
        }
        self.actor = actor
    }

    public func text(_ name: String) throws(ControlFailure) -> String {
        guard let text = try optionalText(name), !text.isEmpty else {
            throw ControlFailure(exit: 65, "`\(name)` is missing")
        }
        return text
    }

    public func optionalText(_ name: String) throws(ControlFailure) -> String? {
        guard let value = members[name], value != .null else { return nil }
        guard let text = value.string else { throw ControlFailure(exit: 65, "`\(name)` must be a string") }
        return text
    }

    public func texts(_ name: String) throws(ControlFailure) -> [String] {
        guard let value = members[name], value != .null else { return [] }
        var texts: [String] = []
        for element in value.array ?? [value] {
            guard let text = element.string else {
                throw ControlFailure(exit: 65, "`\(name)` must be a list of strings")
            }
            texts.append(text)
        }
        return texts
    }

    public func number(_ name: String, default standard: Int) throws(ControlFailure) -> Int {
        guard let value = members[name], value != .null else { return standard }
        guard let number = value.integer else { throw ControlFailure(exit: 65, "`\(name)` must be a whole number") }
        return Int(number)
    }

    public func flag(_ name: String) throws(ControlFailure) -> Bool {
        guard let value = members[name], value != .null else { return false }
        guard let flag = value.bool else { throw ControlFailure(exit: 65, "`\(name)` must be true or false") }
        return flag
    }

    public func time(_ name: String) throws(ControlFailure) -> Timestamp? {
        guard let text = try optionalText(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw ControlFailure(exit: 65, "`\(name)` must be a time like 2025-03-14T23:00:00+07:00")
        }
        return time
    }
}
