public import Bus

/// The catalogs as a handler sees them. Lookups are pure: by code and business time, never by the reader's clock.
public protocol CodesInForce: Sendable {
    /// The customs office that stands for `code` at `time`. A code that no catalog knows stands for itself.
    func office(_ code: String, at time: Timestamp) -> OfficeInForce

    /// Code of the office that VNACCS prints by this short name (`tên viết tắt`, at most 10 ASCII characters) at `time`.
    func officeCode(shortName: String, at time: Timestamp) -> String?

    /// One version of the catalogs that does not change any more. The runtime takes it once for each pull, so that no
    /// transaction mixes two versions.
    var pinned: any CodesInForce { get }
}

extension CodesInForce {
    public var pinned: any CodesInForce { self }
}

/// What became of an office code at a point in time.
public struct OfficeInForce: Sendable, Hashable {
    /// The code to use: the given one while it is open, else its last successor; the given one when there is none.
    public var code: String
    /// The given code had ceased at that time.
    public var isClosed: Bool
    /// It had ceased, and no open office follows it, or several do and no rule says which.
    public var isSuccessorMissing: Bool

    public init(code: String, isClosed: Bool = false, isSuccessorMissing: Bool = false) {
        self.code = code
        self.isClosed = isClosed
        self.isSuccessorMissing = isSuccessorMissing
    }
}
