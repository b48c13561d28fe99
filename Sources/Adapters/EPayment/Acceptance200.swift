public import Bus

/// Message 200: a message was accepted.
public struct Acceptance200: Sendable, Hashable {
    /// Request_ID: Transaction_ID of the message that is answered.
    public var request: String
    /// So_TN_CT.
    public var number: String
    /// Ngay_TN_CT; the day is what it says.
    public var accepted: Timestamp

    public init(request: String, number: String, accepted: Timestamp) {
        self.request = request
        self.number = number
        self.accepted = accepted
    }

    var record: XMLRecord {
        XMLRecord(EPaymentTables.accepted, ["So_TN_CT": .text(ifAny: number), "Ngay_TN_CT": .time(accepted)])
    }

    var error: XMLRecord { XMLRecord(EPaymentTables.error, ["ErrorNumber": .text("0")]) }
}
