
/// Waits until rows of one system have left an outbox.
public struct OutboxDrain: Sendable {
    let outbox: any OutboxStore
    let system: String
    let route: OutboxRoute
    /// Rows behind it do not matter.
    let barrier: Int64
    /// Everything of interest up to here has gone; so each look reads on where the last one found something.
    private(set) var cleared: Int64 = 0

    private static let page = 512

    public init(outbox: any OutboxStore, system: String, route: OutboxRoute, through barrier: Int64) {
        self.outbox = outbox
        self.system = system
        self.route = route
        self.barrier = barrier
    }

    /// Looks once, reading at most up to the barrier.
    public mutating func isComplete() async throws(StoreError) -> Bool {
        // Where only held rows matter the store can leave out the live ones of the system.
        let heldBack: Set<String> = route == .held ? [system] : []
        while cleared < barrier {
            let rows = try await outbox.unsent(after: cleared, limit: Self.page, heldBack: heldBack)
            if let row = rows.first(where: { $0.event.type.system == system && $0.route == route }),
                row.position <= barrier
            {
                cleared = row.position - 1
                return false
            }
            guard let last = rows.last, rows.count == Self.page else { break }
            cleared = last.position
        }
        cleared = max(cleared, barrier)
        return true
    }
}
