/// Keys of the log lines of this module.
enum ConsumerLogKeys {
    static let consumer = "consumer"
    static let event = "event_id"
    static let key = "partition_key"
    static let cause = "cause"
    static let detail = "detail"
    static let attempt = "attempt"
    static let events = "events"
    static let wait = "wait"
    static let error = "error"
}
