import JSON

/// One thing that has to be true, whether it is, and how to mend it.
struct Finding: Sendable {
    enum Verdict: String, Sendable {
        case fine = "ok"
        case warning
        case wrong = "WRONG"
    }

    let verdict: Verdict
    let subject: String
    let detail: String
    /// What to do; empty when it is fine.
    let mend: String

    init(_ verdict: Verdict, _ subject: String, _ detail: String, mend: String = "") {
        self.verdict = verdict
        self.subject = subject
        self.detail = detail
        self.mend = mend
    }

    var json: JSONValue {
        [
            "verdict": .string(verdict == .wrong ? "wrong" : verdict.rawValue), "subject": .string(subject),
            "detail": .string(detail), "mend": .string(mend),
        ]
    }

    var text: String {
        let line = "\(verdict.rawValue)\(String(repeating: " ", count: 8 - verdict.rawValue.count))\(subject): \(detail)"
        return mend.isEmpty ? line : line + "\n        mend: \(mend)"
    }
}
