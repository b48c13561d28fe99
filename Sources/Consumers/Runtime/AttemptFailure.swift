import Events
import Store

/// Why one attempt at a batch was rolled back, and who is to blame.
enum AttemptFailure: Sendable, Hashable {
    /// The store could not take it; nobody's fault, and it passes: repeat the same.
    case storeAway(StoreError.Code)
    /// The store will not take it from this process, however often: somebody newer owns the queue, or somebody has to look
    /// at the file or the disk. Nothing is committed any more; what is not acknowledged comes again to whoever is next.
    case storeLost(StoreError.Code)
    /// The item at this place can never be applied.
    case poison(item: Int, cause: String, detail: String)
    /// The item at this place cannot be applied yet.
    case transient(item: Int, cause: String, detail: String)
    /// It failed, and no single item is known to be guilty.
    case unattributed(cause: String, detail: String)

    init(_ error: StoreError) {
        guard error.code == .invalid, let cause = error.cause else {
            self = Self.store(error)
            return
        }
        switch cause {
        case let inner as StoreError: self = AttemptFailure(inner)
        case let blame as BlamedError: self = AttemptFailure(of: blame.error, at: blame.item)
        default: self = .unattributed(cause: "consumer", detail: Self.kind(of: cause))
        }
    }

    /// Whether the same may go well later is the store's to say. Above all after a sync that failed: the kernel counts the
    /// pages as clean although they are not on the disk, so a later commit that goes well proves nothing of them. Only who
    /// opens the file anew sees what there is.
    private static func store(_ error: StoreError) -> AttemptFailure {
        switch error.code {
        case .full, .busy: .storeAway(error.code)
        case _ where error.isRetryable: .storeAway(error.code)
        case .invalid, .conflict: .unattributed(cause: "store", detail: error.reason)
        default: .storeLost(error.code)
        }
    }

    /// - Parameter item: at whose application the error was raised.
    init(of error: any Error, at item: Int) {
        switch error {
        case let failure as ConsumerFailure where failure.isRetryable:
            self = .transient(item: item, cause: failure.cause, detail: failure.detail)
        case let failure as ConsumerFailure:
            self = .poison(item: item, cause: failure.cause, detail: failure.detail)
        case let payload as PayloadError:
            self = .poison(item: item, cause: "payload", detail: payload.description)
        case let error as StoreError:
            // What the store refuses for good while an event is applied is that event's doing.
            switch AttemptFailure(error) {
            case .unattributed(let cause, let detail): self = .poison(item: item, cause: cause, detail: detail)
            case let failure: self = failure
            }
        default:
            self = .poison(item: item, cause: "consumer", detail: Self.kind(of: error))
        }
    }

    /// What to park with; nil when it is the store's doing.
    var verdict: (cause: String, detail: String)? {
        switch self {
        case .storeAway, .storeLost: nil
        case .poison(_, let cause, let detail), .transient(_, let cause, let detail): (cause, detail)
        case .unattributed(let cause, let detail): (cause, detail)
        }
    }

    /// The place of the guilty item; nil when none is known to be.
    var item: Int? {
        switch self {
        case .poison(let item, _, _), .transient(let item, _, _): item
        case .storeAway, .storeLost, .unattributed: nil
        }
    }

    /// An unknown error's type only: its text could hold payload.
    private static func kind(of error: any Error) -> String { "failed with \(type(of: error))" }
}

/// An error with the place in the batch of the item that raised it.
struct BlamedError: Error {
    var item: Int
    var error: any Error
}
