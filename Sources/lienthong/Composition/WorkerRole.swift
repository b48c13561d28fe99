import Bus
import Consumers
import Events
import ServiceLifecycle
import Store

/// Applies events: the pool over the partitions that it may take, and, for all that share the ledger, the duties of one.
struct WorkerRole: Role {
    let node: Node
    let ledger: SQLiteLedger
    let partitions: [Int]
    let outcomes: AMQPPublisher
    let board: ConsumerBoard

    /// - Parameter partitions: it consumes these and no other; of several workers of a partition the broker has one at work.
    init(_ node: Node, ledger: SQLiteLedger, partitions: [Int]) throws(BusError) {
        self.node = node
        self.ledger = ledger
        self.partitions = partitions
        outcomes = try node.bus.publisher("outcomes")
        board = ConsumerBoard(DeclarationConsumer().name, node.control)
    }

    var receivers: [String] { [] }
    var followsCatalogs: Bool { true }

    /// The pool stops first, then what its outcomes go out by.
    func services() throws -> [any Service] {
        let (ready, logger) = (node.ready, node.logger)
        return [
            LedgerDuties(lease: node.ledger.lease, logger: logger) {
                [
                    Restarting(name: "outcomes", ready: ready, logger: logger) { dispatcher() },
                    Restarting(name: "poison", ready: ready, logger: logger) { try poisonDrain() },
                ]
            },
            ConsumerBoardService(board: board, node: node),
            Restarting(name: "pool", ready: ready, logger: logger) { PoolService(role: self) },
        ]
    }

    private func dispatcher() -> any Service {
        OutboxDispatcher(
            outbox: ledger.outbox, publisher: outcomes, signal: node.ledger.bell.signal, logger: node.logger)
    }

    private func poisonDrain() throws -> any Service {
        // Anything may be in there, up to the broker's own limit, so few at a time.
        let source = try node.bus.source([BrokerNames.poison], role: "poison", prefetch: 4, limits: nil)
        return PoisonDrain(source: source, ledger: ledger, logger: node.logger)
    }

    func close() async {
        do {
            try await board.withdraw(process: node.configuration.process)
        } catch {
            node.logger.error("the worker could not be taken off the list", metadata: ["reason": "\(error)"])
        }
        await outcomes.close()
    }
}
