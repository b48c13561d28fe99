/// A key of an index with its number.
struct KeyEntry: Sendable, Hashable {
    static let byteCount = Fingerprint.byteCount + 8

    var key: Fingerprint
    var value: Int64
}
