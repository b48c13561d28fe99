/// One value of what a consumer keeps of its own.
public struct ConsumerValue: Sendable, Hashable {
    /// Keys have 1 to this many bytes of UTF-8.
    public static let keyBytes = 512
    /// Values have at most this many bytes.
    public static let valueBytes = 256 * 1024

    public var key: String
    public var value: [UInt8]

    public init(key: String, value: [UInt8]) {
        self.key = key
        self.value = value
    }

    /// - Throws: `invalid` beyond the limits.
    static func check(_ key: String, _ value: [UInt8]?) throws(StoreError) {
        guard (1...keyBytes).contains(key.utf8.count), !key.utf8.contains(0) else {
            throw StoreError(.invalid, "a value's key has 1 to \(keyBytes) bytes and no U+0000")
        }
        guard (value?.count ?? 0) <= valueBytes else {
            throw StoreError(.invalid, "a value has at most \(valueBytes) bytes; split it over several keys")
        }
    }
}
