/// A submission with all that can be made of it where its caller runs, so that the one writer of a file has less to do.
///
/// A class, because on its way to the writer a submission would be copied with all its parts several times.
final class PreparedSubmission: Sendable {
    let submission: Submission
    let drafts: [IdentifiedDraft]
    /// The native message as an LZ4 frame; nil when it is stored as it came. Forms of a fixed width are mostly blanks
    /// (see decision 0020).
    let packed: [UInt8]?

    init(_ submission: Submission) {
        self.submission = submission
        drafts = submission.drafts.map(IdentifiedDraft.init)
        packed = LZ4Frame.pack(submission.native)
    }

    /// About what it adds to a transaction.
    var bytes: Int {
        let columns = 512
        return (packed ?? submission.native).count + drafts.reduce(0) { $0 + $1.written.text.count + columns }
    }
}
