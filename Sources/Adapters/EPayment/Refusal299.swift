/// Message 299: a message was refused.
public struct Refusal299: Sendable, Hashable {
    /// Request_ID: Transaction_ID of the message that is answered; nil when it had none that could be read.
    public var request: String?
    /// ErrorNumber.
    public var number: String
    /// ErrorMessage.
    public var text: String

    public init(request: String?, number: String, text: String) {
        self.request = request
        self.number = number
        self.text = text
    }

    var error: XMLRecord {
        XMLRecord(EPaymentTables.error, ["ErrorNumber": .text(ifAny: number), "ErrorMessage": .text(ifAny: text)])
    }
}
