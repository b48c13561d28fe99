public import Events

/// One message of the simulated traffic, ready to be handed over.
public struct NativeMessage: Sendable, Hashable {
    public var system: SystemName
    /// The form, for file names: `VAD1AC`, `301`, ...
    public var form: String
    /// What keeps order: messages with the same lane are handed over one after the other.
    public var lane: String
    public var bytes: [UInt8]
}
