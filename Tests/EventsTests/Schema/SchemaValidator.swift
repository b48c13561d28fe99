import Foundation
import JSON

/// Checks a value against a schema: the keywords that this project's schemas use, and no others.
///
/// An unknown keyword is a finding too, so that a schema cannot say something that nobody checks.
struct SchemaValidator {
    struct Finding: Hashable, CustomStringConvertible {
        var place: String
        var problem: String
        var description: String { "\(place): \(problem)" }
    }

    private let root: JSONValue
    private let isClosed: Bool

    /// - Parameter isClosed: whether a member that no schema of its object names is a finding. Schemas of a published language
    ///   are open, but what this project itself writes must all be in them.
    init(_ root: JSONValue, isClosed: Bool = false) {
        self.root = root
        self.isClosed = isClosed
    }

    func findings(_ value: JSONValue) -> [Finding] {
        var findings = check(value, root, "$")
        if isClosed { findings += strangers(value, [root], "$") }
        return findings
    }

    /// Keywords that say nothing about a value; `components` is where schemas of an AsyncAPI document stand.
    private static let annotations: Set<String> = [
        "$schema", "$id", "$defs", "components", "title", "description", "examples", "format",
    ]

    private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [Finding] {
        guard let members = schema.object?.members else { return [Finding(place: place, problem: "its schema is no object")] }
        return members.flatMap { keyword($0.key, $0.value, value, schema, place) }
    }

    private func keyword(
        _ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [Finding] {
        func unless(_ holds: Bool, _ problem: String) -> [Finding] { holds ? [] : [Finding(place: place, problem: problem)] }
        switch keyword {
        case "$ref":
            guard let target = rule.string.flatMap(resolve) else { return unless(false, "a reference to nothing: \(rule)") }
            return check(value, target, place)
        case "allOf": return (rule.array ?? []).flatMap { check(value, $0, place) }
        case "oneOf":
            let fitting = (rule.array ?? []).filter { check(value, $0, place).isEmpty }
            return unless(fitting.count == 1, "fits \(fitting.count) of the alternatives")
        case "type": return unless(Self.type(of: value) == rule.string, "is not \(rule.string ?? "?")")
        case "const": return unless(value == rule, "is not \(rule)")
        case "enum": return unless(rule.array?.contains(value) == true, "is none of the values")
        case "pattern": return unless(matches(value.string, rule.string), "does not match \(rule.string ?? "?")")
        case "minLength": return unless(Int64(value.string?.unicodeScalars.count ?? 0) >= rule.integer ?? .max, "is too short")
        case "maxLength": return unless(Int64(value.string?.unicodeScalars.count ?? 0) <= rule.integer ?? -1, "is too long")
        case "minItems": return unless(Int64(value.array?.count ?? 0) >= rule.integer ?? .max, "has too few elements")
        case "maxItems": return unless(Int64(value.array?.count ?? 0) <= rule.integer ?? -1, "has too many elements")
        case "required":
            return (rule.array ?? []).compactMap(\.string).filter { value[$0] == nil }
                .map { Finding(place: place, problem: "\($0) is missing") }
        case "properties":
            return (rule.object?.members ?? []).flatMap { member in
                value[member.key].map { check($0, member.value, "\(place).\(member.key)") } ?? []
            }
        case "items":
            return (value.array ?? []).enumerated().flatMap { check($1, rule, "\(place)[\($0)]") }
        case _ where Self.annotations.contains(keyword): return []
        default: return unless(false, "keyword \(keyword) is not checked by anybody")
        }
    }

    /// Members that none of the schemas of their object names.
    private func strangers(_ value: JSONValue, _ schemas: [JSONValue], _ place: String) -> [Finding] {
        let all = schemas.flatMap(expanded)
        if let elements = value.array {
            let items = all.compactMap { $0["items"] }
            return elements.enumerated().flatMap { strangers($1, items, "\(place)[\($0)]") }
        }
        return (value.object?.members ?? []).flatMap { member in
            let known = all.compactMap { $0["properties"]?[member.key] }
            if known.isEmpty { return [Finding(place: "\(place).\(member.key)", problem: "is in no schema")] }
            return strangers(member.value, known, "\(place).\(member.key)")
        }
    }

    /// The schema with all that it refers to and all that it is joined from.
    private func expanded(_ schema: JSONValue) -> [JSONValue] {
        let referred = schema["$ref"]?.string.flatMap(resolve).map { [$0] } ?? []
        return [schema] + (referred + (schema["allOf"]?.array ?? [])).flatMap(expanded)
    }

    private func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(root as JSONValue?) { $0?[String($1)] }
    }

    private static func type(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .decimal: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private func matches(_ text: String?, _ pattern: String?) -> Bool {
        guard let text, let pattern, let expression = try? NSRegularExpression(pattern: pattern) else { return false }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}
