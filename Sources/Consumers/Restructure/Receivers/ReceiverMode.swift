import Store

/// How a receiver is paused.
public enum ReceiverMode: String, Sendable, Hashable, CaseIterable {
    /// Accept and keep: nothing is passed on until the receiver is resumed.
    case hold
    /// Answer with the system's own refusal.
    case refuse

    var state: ReceiverRecord.State {
        switch self {
        case .hold: .holding
        case .refuse: .refusing
        }
    }

    /// nil for a receiver that is open. One that is releasing is still paused for what it held.
    init?(_ state: ReceiverRecord.State) {
        switch state {
        case .open: return nil
        case .holding, .releasing: self = .hold
        case .refusing: self = .refuse
        }
    }
}
