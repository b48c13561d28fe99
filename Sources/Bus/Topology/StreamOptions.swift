/// Options of a stream. It drops whole segments from its old end when it is over its size.
public struct StreamOptions: Sendable, Hashable {
    /// Without a limit by default.
    public var maximumBytes: Int?
    /// 500 MB by default, the broker's own value.
    public var maximumSegmentBytes: Int?
    /// Messages older than this may be dropped, in the broker's notation (`30D`, `12h`); without a limit by default.
    public var maximumAge: String?

    public init(maximumBytes: Int? = nil, maximumSegmentBytes: Int? = nil, maximumAge: String? = nil) {
        self.maximumBytes = maximumBytes
        self.maximumSegmentBytes = maximumSegmentBytes
        self.maximumAge = maximumAge
    }

    var arguments: [String: HeaderValue] {
        var result: [String: HeaderValue] = ["x-queue-type": .string("stream")]
        if let maximumBytes { result["x-max-length-bytes"] = .integer(Int64(maximumBytes)) }
        if let maximumSegmentBytes { result["x-stream-max-segment-size-bytes"] = .integer(Int64(maximumSegmentBytes)) }
        if let maximumAge { result["x-max-age"] = .string(maximumAge) }
        return result
    }
}
