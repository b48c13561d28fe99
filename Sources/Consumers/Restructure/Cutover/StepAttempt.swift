import JSON

/// How one attempt at a step ended.
enum StepAttempt: Sendable, Hashable {
    /// With what is the case after it.
    case done(JSONValue)
    /// Not yet: what is waited for.
    case waiting(String)
}
