import Bus
import Events
import Foundation
public import Logging
import ServiceLifecycle
import Store

/// Runs a consumer of one's own as a program: broker, ledger, outgoing events, signals.
///
/// It declares nothing on the broker: `lienthong consumer attach NAME --to PATTERN` has made the queues, and what they are bound to
/// must cover what the consumer listens to.
///
/// ```swift
/// @main struct Program {
///     static func main() async { await ConsumerHost.main(MyConsumer(), configuration: CommandLine.arguments.dropFirst().first) }
/// }
/// ```
public struct ConsumerHost: Sendable {
    private let consumer: any Consumer
    private let configuration: HostConfiguration
    private let codes: any CodesInForce
    private let outgoing: OutgoingEvents
    private let logger: Logger

    /// - Parameters:
    ///   - codes: the catalogs that handlers see; none by default.
    ///   - logger: to standard error by default.
    public init(
        _ consumer: any Consumer, configuration: HostConfiguration, codes: any CodesInForce = NoCatalogs(),
        outgoing: OutgoingEvents = .broker, logger: Logger? = nil
    ) {
        self.consumer = consumer
        self.configuration = configuration
        self.codes = codes
        self.outgoing = outgoing
        self.logger = logger ?? Logger(label: consumer.name) { StreamLogHandler.standardError(label: $0) }
    }

    /// Works until SIGTERM, SIGINT or cancellation: then it finishes what it has pulled, sends what is to be sent, and closes. While
    /// the broker or the queue is not there it waits for it, with a line in the log for each attempt.
    /// - Throws: what has to be mended first: a ledger that cannot be opened, a password file that is not there.
    public func run() async throws(HostError) {
        let ledger: SQLiteLedger
        do throws(StoreError) {
            ledger = try await SQLiteLedger(path: configuration.ledger, partitioning: configuration.partitioning)
        } catch {
            throw HostError(.store, "the ledger \(configuration.ledger): \(error.reason)")
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await run(ledger))
        } catch {
            result = .failure(error)
        }
        // Everything is committed already; closing only tidies up, and its failure loses nothing.
        try? await ledger.close()
        if case .failure(let error) = result { throw HostError(.broker, (error as? BusError)?.reason ?? "\(error)") }
    }

    private func run(_ ledger: SQLiteLedger) async throws {
        let bus = try configuration.bus(consumer.name)
        try bus.validate()
        var ownPublisher: AMQPPublisher?
        let publisher: any MessagePublisher
        switch outgoing {
        case .publisher(let given): publisher = given
        case .broker:
            let own = try AMQPPublisher(bus, requiring: [BrokerNames.journal], logger: logger)
            ownPublisher = own
            publisher = own
        }
        let dispatcher = OutboxDispatcher(outbox: ledger.outbox, publisher: publisher, logger: logger)
        let runtime = HostedRuntime(make: { try makeRuntime(bus, ledger, dispatcher.signal) }, logger: logger)
        // Stopping goes the other way: first consuming, then sending.
        let group = ServiceGroup(
            services: [dispatcher, runtime], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try await group.run()
        } catch {
            await ownPublisher?.close()
            throw error
        }
        await ownPublisher?.close()
    }

    private func makeRuntime(
        _ bus: BusConfiguration, _ ledger: SQLiteLedger, _ signal: DispatchSignal
    ) throws -> ConsumerRuntime {
        let queues = consumer.queues.names(of: consumer.name, in: configuration.partitioning)
        return ConsumerRuntime(
            consumer: consumer, source: try AMQPSource(queues: queues, limits: .events, bus, logger: logger),
            ledger: SignallingLedger(ledger: ledger, signal: signal), codes: codes, logger: logger)
    }

    /// The whole of a program's `main`: reads the configuration file, runs, and ends the process on an error.
    /// - Parameter path: of the file, see `HostConfiguration.init(file:)`; without one the process ends with 64.
    public static func main(
        _ consumer: any Consumer, configuration path: String?, codes: any CodesInForce = NoCatalogs(),
        outgoing: OutgoingEvents = .broker
    ) async {
        guard let path else { end(64, "usage: give the configuration file of \(consumer.name)") }
        do throws(HostError) {
            let configuration = try HostConfiguration(file: path)
            try await ConsumerHost(consumer, configuration: configuration, codes: codes, outgoing: outgoing).run()
        } catch {
            end(error.exitCode, "\(error)")
        }
    }

    private static func end(_ code: Int32, _ message: String) -> Never {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(code)
    }
}
