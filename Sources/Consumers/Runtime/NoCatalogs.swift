public import Bus

/// No catalogs at all: every code stands for itself, and no short name is known.
public struct NoCatalogs: CodesInForce {
    public init() {}

    public func office(_ code: String, at time: Timestamp) -> OfficeInForce { OfficeInForce(code: code) }
    public func officeCode(shortName: String, at time: Timestamp) -> String? { nil }
}
