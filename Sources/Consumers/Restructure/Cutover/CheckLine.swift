public import JSON

/// One line of a check: what was looked at and how it is.
public struct CheckLine: Sendable, Hashable {
    public enum Verdict: String, Sendable, Hashable {
        case ok
        /// It could work; somebody should know.
        case warning
        /// It cannot work like this.
        case failed
    }

    public var subject: String
    public var verdict: Verdict
    /// What is the case and, when something is wrong, what to do.
    public var detail: String

    public init(_ subject: String, _ verdict: Verdict, _ detail: String) {
        self.subject = subject
        self.verdict = verdict
        self.detail = detail
    }

    public var json: JSONValue {
        ["subject": .string(subject), "verdict": .string(verdict.rawValue), "detail": .string(detail)]
    }
}
