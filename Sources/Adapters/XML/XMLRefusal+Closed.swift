import Bus

extension XMLRefusal {
    /// What a sender reads while the receiver refuses: why, and until when.
    static func closedText(reason: String, reopening: Timestamp?) -> String {
        let vietnamese = XMLRefusal(.receiverClosed).vietnamese
        let until =
            reopening.map { "dự kiến mở lại / expected to reopen: \($0)" }
            ?? "chưa rõ thời gian mở lại / reopening not known"
        return "\(vietnamese) / intake is closed: \(reason); \(until)"
    }
}
