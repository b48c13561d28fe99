extension PublishOutcome {
    init<Ticket>(_ answer: ConfirmWindow<Ticket>.Answer) {
        self =
            switch answer {
            case .confirmed: .confirmed
            case .returned(let code, let text): .returned(code: code, text: text)
            case .rejected: .rejected
            }
    }
}
