import Adapters
import Bus
import Consumers
import Events
import Simulator
import Store
import TestSupport

/// What a fault run hands over, and how it must end.
struct FaultTraffic: Sendable {
    /// In the order of handing over, some twice.
    let drafts: [EventDraft]
    /// Each event once, in its one encoding, by id.
    let events: [String: EncodedEvent]
    /// By partition key, ids in the order in which the broker gets their first copies; of what the pool listens to.
    let order: [String: [String]]
    let messages: [OutboundMessage]
    let oracle: [OracleEntry]

    /// 14 March 2025, 00:00 in Vietnam, and a day later.
    private static let start = Timestamp(milliseconds: 1_741_885_200_000)
    private static let effective = Timestamp(milliseconds: 1_741_971_600_000)

    init(_ plan: FaultPlan) throws {
        let traffic = Traffic(
            SimulationOptions(
                seed: plan.seed, count: plan.declarations, start: Self.start, spanSeconds: 24 * 3600,
                effective: Self.effective, offices: SampleOffices.all, duplicatePercent: plan.duplicates))
        var random = TestSupport.SeededGenerator(seed: plan.seed ^ 0x0F0F)
        let blocks = try (0..<traffic.blocks).map { try traffic.block($0) }
        oracle = blocks.flatMap(\.oracle)
        var drafts = try blocks.flatMap(\.messages).flatMap { try Self.decode($0).events }
        if plan.isShuffled { drafts.shuffle(using: &random) }
        var events: [String: EncodedEvent] = [:]
        var wire: [EncodedEvent] = []
        for draft in drafts {
            let event = try events[draft.id]
                ?? EventCodec.encode(
                    draft, sequence: UInt64(events.count + 1), recordedTime: draft.time, partitioning: FaultBroker.partitioning)
            events[draft.id] = event
            wire.append(event)
        }
        self.drafts = drafts
        self.events = events
        (messages, order) = Self.messages(wire, together: plan.together, &random)
    }

    private static func decode(_ message: NativeMessage) throws -> DecodedMessage {
        let codec: any NativeCodec =
            switch message.system {
            case .vnaccs: VNACCSCodec()
            case .epayment: EPaymentCodec()
            case .edoc: EDocCodec()
            case .treasury: TreasuryCodec()
            }
        return try codec.decode(message.bytes, received: effective)
    }

    private static func messages(
        _ wire: [EncodedEvent], together: Int, _ random: inout TestSupport.SeededGenerator
    ) -> ([OutboundMessage], order: [String: [String]]) {
        let entities = DeclarationConsumer().entities
        var messages: [OutboundMessage] = []
        var order: [String: [String]] = [:]
        var known: Set<String> = []
        var rest = wire[...]
        while !rest.isEmpty {
            let run = Array(rest.prefix(Int.random(in: 1...together, using: &random)))
            rest = rest.dropFirst(run.count)
            for batch in BatchPlanner.plan(run) {
                let events = batch.indices.map { run[$0] }
                messages.append(
                    OutboundMessage(
                        exchange: BrokerNames.events, routingKey: batch.routingKey, contentType: BatchCodec.contentType,
                        body: BatchCodec.encode(events)))
                for event in events where known.insert(event.id).inserted {
                    guard entities.contains(where: { $0.matches(event.type) }) else { continue }
                    order[event.partitionKey, default: []].append(event.id)
                }
            }
        }
        return (messages, order)
    }

    /// What the same events come to without a broker, a file or a fault.
    func unfaulted() async throws -> any Ledger {
        let harness = ConsumerHarness(DeclarationConsumer(), codes: FaultCodes(), partitioning: FaultBroker.partitioning)
        try await harness.feed(drafts)
        return harness.ledger
    }
}
