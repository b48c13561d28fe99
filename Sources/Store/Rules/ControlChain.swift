import Bus
internal import Crypto

/// The hash chain of the control log.
///
/// Each field goes into the hash behind its length, so that no text can be moved from one field into the next without
/// the hash telling.
enum ControlChain {
    /// What the first entry builds on.
    static let origin = String(repeating: "0", count: 64)

    static func entry(for change: ControlChange, sequence: Int64, after previous: String) -> ControlLogEntry {
        var entry = ControlLogEntry(
            sequence: sequence, at: change.at, actor: change.actor, action: change.action, subject: change.subject,
            reason: change.reason, before: change.before, after: change.after, hash: "")
        entry.hash = hash(of: entry, after: previous)
        return entry
    }

    static func hash(of entry: ControlLogEntry, after previous: String) -> String {
        var hasher = SHA256()
        let fields = [
            previous, String(entry.sequence), String(entry.at.milliseconds), entry.actor, entry.action, entry.subject,
            entry.reason, entry.before, entry.after,
        ]
        for field in fields {
            let bytes = Array(field.utf8)
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hasher.update(bufferPointer: $0) }
            hasher.update(data: bytes)
        }
        return hexadecimal(hasher.finalize())
    }

    /// Walks along the chain entry by entry; holds one hash, whatever the length of the log.
    struct Verifier {
        private var previous = ControlChain.origin
        private var expected: Int64 = 1

        init() {}

        /// - Returns: the sequence number at which the chain does not fit, or nil when the entry does. A missing entry is
        ///   named by its own number.
        mutating func visit(_ entry: ControlLogEntry) -> Int64? {
            guard entry.sequence == expected else { return expected }
            guard entry.hash == ControlChain.hash(of: entry, after: previous) else { return expected }
            previous = entry.hash
            expected += 1
            return nil
        }
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
