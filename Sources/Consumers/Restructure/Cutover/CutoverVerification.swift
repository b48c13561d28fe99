public import Bus

/// Something that must be true before a cutover goes on.
public enum CutoverVerification: Sendable, Hashable {
    /// What an office code means at a business time: a code, `closed` or `unresolved`.
    case office(code: String, at: Timestamp, expected: String)
    /// Received = refused + processed + waiting + held + parked + discarded, to the last message.
    case accountBalanced

    public var text: String {
        switch self {
        case .office(let code, let time, let expected): "office \(code) as of \(time) = \(expected)"
        case .accountBalanced: "the account is balanced"
        }
    }

    /// How `expected` is written for what a lookup answers.
    static func name(_ resolution: OfficeResolution) -> String {
        switch resolution {
        case .current(let row): row.key
        case .closed: "closed"
        case .unresolved: "unresolved"
        case .unknown: "unknown"
        }
    }
}
