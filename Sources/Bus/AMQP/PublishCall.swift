/// A call of `publish` while its messages are under way. Lives on the connection's thread only.
final class PublishCall {
    let request: PublishRequest
    /// The index of the next message to send.
    private(set) var next = 0
    private(set) var isFinished = false
    /// nil: not answered.
    private var outcomes: [PublishOutcome?]
    private var answered = 0

    init(_ request: PublishRequest) {
        self.request = request
        outcomes = Array(repeating: nil, count: request.messages.count)
    }

    var hasUnsent: Bool { next < request.messages.count }
    var unsent: Int { request.messages.count - next }
    /// Sent and not answered.
    var outstanding: Int { next - answered }
    var isAnswered: Bool { answered == request.messages.count }

    /// - Returns: the index of the message that is to be sent.
    func takeNext() -> Int {
        defer { next += 1 }
        return next
    }

    func settle(_ index: Int, _ outcome: PublishOutcome) {
        guard outcomes[index] == nil else { return }
        outcomes[index] = outcome
        answered += 1
    }

    /// Answers the caller. What has no answer, sent or not, is indeterminate: nothing of a call is sent behind a message
    /// whose fate is unknown, or the caller's repetition would come out of order.
    func finish(otherwise error: BusError) -> [PublishOutcome] {
        isFinished = true
        let all = outcomes.map { $0 ?? .indeterminate(error) }
        request.answer.resume(returning: all)
        return all
    }
}
