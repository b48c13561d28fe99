import Yams

/// A YAML node that knows its place, read with errors that name file and line.
struct PlanNode {
    let node: Node
    let file: String

    /// - Throws: `invalid` with the line, when the text is not YAML.
    static func parse(_ text: String, file: String) throws(RestructureError) -> PlanNode {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw RestructureError(.invalid, "is empty", place: file)
            }
            return PlanNode(node: node, file: file)
        } catch let error as RestructureError {
            throw error
        } catch {
            throw syntaxError(error, file)
        }
    }

    var line: Int { node.mark?.line ?? 1 }

    func wrong(_ what: String) -> RestructureError {
        RestructureError(.invalid, what, place: "\(file), line \(line)")
    }

    /// The members of a mapping. Keys that nobody knows are refused: they are misspelt ones.
    func members(_ known: [String]) throws(RestructureError) -> [String: PlanNode] {
        guard let mapping = node.mapping else { throw wrong("is not a mapping with \(known.joined(separator: ", "))") }
        var members: [String: PlanNode] = [:]
        for (key, value) in mapping {
            let place = PlanNode(node: key, file: file)
            guard let name = key.scalar?.string, known.contains(name) else {
                throw place.wrong("unknown key \(key.scalar?.string ?? ""); there are \(known.joined(separator: ", "))")
            }
            members[name] = PlanNode(node: value, file: file)
        }
        return members
    }

    func member(_ name: String, of members: [String: PlanNode]) throws(RestructureError) -> PlanNode {
        guard let member = members[name] else { throw wrong("\(name) is missing") }
        return member
    }

    func elements(_ what: String) throws(RestructureError) -> [PlanNode] {
        guard let sequence = node.sequence, !sequence.isEmpty else { throw wrong("\(what) is not a list") }
        return sequence.map { PlanNode(node: $0, file: file) }
    }

    func text(_ what: String) throws(RestructureError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw wrong("\(what) is not a text") }
        return text
    }

    private static func syntaxError(_ error: any Error, _ file: String) -> RestructureError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            RestructureError(.invalid, problem, place: "\(file), line \(mark.line)", cause: error)
        case .duplicatedKeysInMapping(_, let context):
            RestructureError(
                .invalid, "a key stands there twice", place: "\(file), line \(context.mark.line)", cause: error)
        default:
            RestructureError(.invalid, "is not YAML", place: file, cause: error)
        }
    }
}
