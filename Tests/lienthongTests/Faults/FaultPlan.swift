import TestSupport

/// Everything that a seed decides about a fault run.
struct FaultPlan: Sendable, CustomStringConvertible {
    let seed: UInt64
    let kind: FaultKind
    /// Declarations of the traffic.
    let declarations: Int
    /// Native messages in a hundred that come twice.
    let duplicates: Int
    /// In an order of the seed's own instead of that of handing over.
    let isShuffled: Bool
    /// Consecutive events, at most, of which those of one routing key become one message.
    let together: Int
    let prefetch: Int
    /// Events of one transaction.
    let batch: Int
    /// By worker, then by start of it: what happens to it.
    let faults: [[[Fault]]]
    /// Two workers have queues of their own instead of competing for all.
    let isDivided: Bool
    /// Bytes that a full disk still has.
    let room: Int
    /// Which sync of the ledger's log is the first to fail, and how many do; 0 for all from then on.
    let sync: (first: Int, count: Int)

    /// - Parameters:
    ///   - kind: nil for that of the seed.
    ///   - edge: of the first fault; nil for that of the seed.
    ///   - crossing: of the first fault, if an edge is given; nil for that of the seed.
    init(seed: UInt64, kind: FaultKind? = nil, edge: FaultEdge? = nil, crossing: Int? = nil) {
        var random = SeededGenerator(seed: seed)
        let kind = kind ?? FaultKind.kind(of: seed)
        self.seed = seed
        self.kind = kind
        declarations = Int.random(in: 20...36, using: &random)
        duplicates = Int.random(in: 0...30, using: &random)
        isShuffled = Bool.random(using: &random)
        together = Int.random(in: 1...40, using: &random)
        prefetch = Int.random(in: 4...32, using: &random)
        batch = [4, 16, 64, 2_048][Int.random(in: 0..<4, using: &random)]
        isDivided = Bool.random(using: &random)
        room = Int.random(in: 0...64, using: &random) * 1024
        sync = (Int.random(in: 1...16, using: &random), Int.random(in: 0...3, using: &random))
        faults = Self.faults(kind, edge, crossing, &random)
    }

    private static func faults(
        _ kind: FaultKind, _ edge: FaultEdge?, _ crossing: Int?, _ random: inout SeededGenerator
    ) -> [[[Fault]]] {
        func fault(_ act: Fault.Act, _ edge: FaultEdge? = nil) -> Fault {
            let drawn = FaultEdge.allCases[Int.random(in: 0..<FaultEdge.allCases.count, using: &random)]
            let drawnCrossing = Int.random(in: 1...3, using: &random)
            return Fault(
                act: act, edge: edge ?? drawn, crossing: edge == nil ? drawnCrossing : crossing ?? drawnCrossing)
        }
        switch kind {
        case .killed:
            let more = Int.random(in: 0...2, using: &random)
            return [[[fault(.kill, edge)]] + (0..<more).map { _ in [fault(.kill)] }]
        case .shared:
            // Each delivery comes back at most four times: an event is parked after five attempts that ended nowhere.
            return [[[fault(.kill, edge)], [fault(.kill)]], [[fault(.kill)], [fault(.kill)]]]
        case .paused: return [[[fault(.stop, edge)]], []]
        case .full, .locked: return [[[fault(.hold, .beforeBegin)]]]
        case .unsynced: return [[]]
        case .clock:
            let isForward = Bool.random(using: &random)
            return [[[fault(isForward ? .dayForward : .dayBack, edge), fault(isForward ? .dayBack : .dayForward)]]]
        }
    }

    /// How to run it once more.
    var command: String { "Benchmarks/faults --runs 1 --first-seed \(seed) --kind \(kind.rawValue)" }

    var description: String {
        """
        seed \(seed), \(kind): \(declarations) declarations, \(duplicates) % twice, \(isShuffled ? "shuffled" : "in order"), \
        up to \(together) events together, prefetch \(prefetch), batches of \(batch), divided \(isDivided), room \(room), \
        sync \(sync.first):\(sync.count), faults \(faults)
        """
    }
}
