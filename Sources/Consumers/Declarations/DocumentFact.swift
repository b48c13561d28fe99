import Bus
import Events

/// An E-doc document of this declaration with what became of it. Either half may come first.
struct DocumentFact: Sendable, Hashable {
    struct Reception: Sendable, Hashable, RankedFact {
        var time: Timestamp
        var purpose: DocumentPurpose

        var content: String { purpose.rawValue }
    }

    struct Report: Sendable, Hashable, RankedFact {
        var time: Timestamp
        /// 01 to 16 of QCVN 102.
        var status: String
        var organ: String

        var content: String { "\(status) \(organ)" }
    }

    var reception: Reception?
    /// The latest report counts.
    var report: Report?

    /// 06: done.
    var isDone: Bool { report?.status == "06" }
    /// 15, agreed to revoke, or 06, done: for a request to cancel both mean that it was granted.
    var isGranted: Bool { report?.status == "15" || isDone }
}
