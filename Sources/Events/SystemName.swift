/// The systems that hand over native messages.
public enum SystemName: String, Sendable, Hashable, CaseIterable, Codable {
    case vnaccs, epayment, edoc, treasury

    /// CloudEvents `source` of the system's events.
    public var source: String { "/vn/customs/\(rawValue)" }
}
