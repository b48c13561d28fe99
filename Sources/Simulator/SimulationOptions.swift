public import Bus

/// What traffic to make. The same options make the same bytes, on every machine.
public struct SimulationOptions: Sendable {
    public var seed: UInt64
    /// Declarations.
    public var count: Int
    /// Business time of the first declaration.
    public var start: Timestamp
    /// Business time over which the declarations are spread, in seconds.
    public var spanSeconds: Int64
    /// From when on the systems use the successors' codes and names.
    public var effective: Timestamp
    public var offices: [Office]
    /// Percent of messages that are handed over a second time, with the same bytes.
    public var duplicatePercent: Int
    /// Declarations whose messages are mixed with each other; also what is held in memory at once.
    public var block: Int

    public init(
        seed: UInt64, count: Int, start: Timestamp, spanSeconds: Int64, effective: Timestamp, offices: [Office],
        duplicatePercent: Int = 5, block: Int = 250
    ) {
        self.seed = seed
        self.count = count
        self.start = start
        self.spanSeconds = spanSeconds
        self.effective = effective
        self.offices = offices
        self.duplicatePercent = duplicatePercent
        self.block = block
    }
}
