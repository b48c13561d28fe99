public import JSON

/// A cutover plan with the files it names, as they lie before the operator.
public struct CutoverDocument: Sendable, Hashable {
    /// YAML.
    public var plan: String
    /// Contents by the names that the plan uses.
    public var files: [String: String]

    public init(plan: String, files: [String: String] = [:]) {
        self.plan = plan
        self.files = files
    }

    public var json: JSONValue {
        let members = files.sorted { $0.key < $1.key }.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }
        return ["plan": .string(plan), "files": .object(JSONObject(members))]
    }

    /// - Throws: `usage` when the plan is missing or a file is not text.
    public init(json: JSONValue) throws(ControlError) {
        guard let plan = json["plan"]?.string else { throw ControlError(.usage, "the member \"plan\" is missing") }
        var files: [String: String] = [:]
        for member in json["files"]?.object?.members ?? [] {
            guard let text = member.value.string else { throw ControlError(.usage, "file \(member.key) is not text") }
            files[member.key] = text
        }
        self.init(plan: plan, files: files)
    }
}
