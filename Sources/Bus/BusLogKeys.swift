/// The metadata keys of everything this module logs.
public enum BusLogKeys {
    /// The configured connection name with the role behind it.
    public static let connection = "connection"
    public static let endpoint = "endpoint"
    /// Counts the links of one connection.
    public static let generation = "generation"
    public static let error = "error"
    /// Failures in a row.
    public static let attempt = "attempt"
    /// Until the next attempt.
    public static let pause = "pause"
    public static let reason = "reason"
    public static let queue = "queue"
    public static let count = "count"
}
