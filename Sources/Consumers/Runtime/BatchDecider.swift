/// Decides what follows when an attempt at a batch was rolled back. Pure: told what went wrong, it says what to do.
struct BatchDecider: Sendable {
    enum Step: Sendable, Hashable {
        /// Run the same items again at once, with the dispositions as they are.
        case rerun
        /// Run them again after a wait; nothing is wrong with them.
        case retry(attempt: Int)
        /// Run them in smaller pieces, each with a decider of its own.
        case divide
        /// This process can do nothing more with them.
        case stop
    }

    /// Rollbacks for guilty items that one batch may cost before it is divided, so that a batch full of poison costs a
    /// few passes over it instead of one for each item.
    static let rerunLimit = 6

    private(set) var dispositions: [Disposition]
    private let keys: [String]
    private let failures: [Int]
    private let attemptLimit: Int
    private var reruns = 0
    private var storeFailures = 0

    init(_ items: [InboundItem], attemptLimit: Int) {
        self.init(keys: items.map(\.key), failures: items.map(\.failures), attemptLimit: attemptLimit)
    }

    /// - Parameters:
    ///   - keys: partition key of each item.
    ///   - failures: how often each item has failed as transient before.
    init(keys: [String], failures: [Int], attemptLimit: Int) {
        dispositions = Array(repeating: .apply, count: keys.count)
        self.keys = keys
        self.failures = failures
        self.attemptLimit = attemptLimit
    }

    /// The first item of each key that waits: it is the one that failed.
    private(set) var waitingHeads: [Int] = []

    mutating func failed(_ failure: AttemptFailure) -> Step {
        switch failure {
        case .storeAway:
            storeFailures += 1
            return .retry(attempt: storeFailures)
        case .storeLost:
            return .stop
        case .poison(let item, let cause, let detail):
            return convict(item, cause: cause, detail: detail)
        case .transient(let item, let cause, let detail):
            guard failures[item] + 1 < attemptLimit else {
                return convict(item, cause: cause, detail: "\(detail) (after \(failures[item] + 1) attempts)")
            }
            waitingHeads.append(item)
            for place in item..<keys.count where keys[place] == keys[item] { dispositions[place] = .wait }
            return rerunOrDivide(item)
        case .unattributed(let cause, let detail):
            return keys.count == 1 ? convict(0, cause: cause, detail: detail) : .divide
        }
    }

    private mutating func convict(_ item: Int, cause: String, detail: String) -> Step {
        dispositions[item] = .park(cause: cause, detail: detail, attempts: failures[item] + 1)
        return rerunOrDivide(item)
    }

    private mutating func rerunOrDivide(_ item: Int) -> Step {
        reruns += 1
        return reruns > Self.rerunLimit && keys.count > 1 ? .divide : .rerun
    }
}
