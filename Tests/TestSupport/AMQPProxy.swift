import Foundation
import Synchronization

/// Stands between a client and a broker, understands the frames that pass, and does to chosen ones what networks and dying
/// machines do: loses them, repeats them, holds them up, cuts the connection before, in or behind them.
///
/// Everything passes unchanged until a rule says otherwise. Rules look at the frames of all connections together, each
/// connection's in their order; of several rules that match a frame the one armed first acts. One thread does all the work.
///
///     let proxy = try AMQPProxy(to: broker.port)
///     let cut = proxy.arm(AMQPProxyRule(.cutAfter, .toBroker, .basicPublish, nth: 3))
///     // a client that connects to proxy.port loses its connection behind its third basic.publish
///     #expect(proxy.fired(cut) == 1)
///     proxy.stop()
public final class AMQPProxy: Sendable {
    public typealias Direction = AMQPProxyRule.Direction

    struct CountKey: Hashable {
        var direction: Direction
        var kind: AMQPFrame.Kind
    }

    struct ArmedRule {
        var id: Int
        var rule: AMQPProxyRule
    }

    enum Command {
        case cutAll
        case stallAll
        case inject(AMQPFrame, Direction)
        case stop
    }

    struct State {
        var rules: [ArmedRule] = []
        var fired: [Int: Int] = [:]
        var counts: [CountKey: Int] = [:]
        var commands: [Command] = []
        var lastID = 0
        var links = 0
        var accepted = 0
        var refuses = false
        var isStopped = false
        var slices: ClosedRange<Int>?
    }

    /// Where clients connect to, on 127.0.0.1.
    public let port: Int
    let state = Mutex(State())
    private let bell: Int32
    private let alarm: Int32

    /// - Parameter slicing: how many bytes are written at a time, drawn anew for each write; nil writes all there is.
    /// - Parameter seed: for the drawing.
    public init(to brokerPort: Int, slicing: ClosedRange<Int>? = nil, seed: UInt64 = 0) throws {
        let (listener, port) = try ProxySocket.listen()
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            close(listener)
            throw Subprocess.Failure(description: "no descriptors are left for a proxy")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        self.port = port
        bell = ends[1]
        alarm = ends[0]
        state.withLock { $0.slices = slicing }
        let loop = AMQPProxyLoop(
            proxy: self, listener: listener, alarm: ends[0], brokerPort: brokerPort, random: SeededGenerator(seed: seed))
        let thread = Thread { loop.run() }
        thread.name = "amqp-proxy"
        thread.start()
    }

    /// The loop keeps the proxy as long as it runs.
    deinit {
        close(bell)
        close(alarm)
    }

    /// Puts a rule in force for the frames to come.
    @discardableResult
    public func arm(_ rule: AMQPProxyRule) -> Int {
        state.withLock { state in
            state.lastID += 1
            state.rules.append(ArmedRule(id: state.lastID, rule: rule))
            return state.lastID
        }
    }

    public func disarm(_ id: Int) {
        state.withLock { state in state.rules.removeAll { $0.id == id } }
    }

    /// How often a rule has acted.
    public func fired(_ id: Int) -> Int { state.withLock { $0.fired[id] ?? 0 } }

    /// Frames that have arrived here, whatever became of them.
    public func count(_ direction: Direction, _ kind: AMQPFrame.Kind) -> Int {
        state.withLock { $0.counts[CountKey(direction: direction, kind: kind)] ?? 0 }
    }

    public func count(_ direction: Direction, _ method: AMQPMethod) -> Int { count(direction, .method(method)) }

    /// Connections that are up, and those that ever were.
    public var links: Int { state.withLock { $0.links } }
    public var accepted: Int { state.withLock { $0.accepted } }

    /// Ends every connection at once.
    public func cut() { send(.cutAll) }

    /// Makes every present connection half-open: bytes are swallowed, nothing is closed. New ones work.
    public func stall() { send(.stallAll) }

    /// Puts a frame of ours between those of every present connection.
    public func inject(_ frame: AMQPFrame, _ direction: Direction) { send(.inject(frame, direction)) }

    /// Whether new connections are closed as soon as they are made.
    public func refuse(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }

    /// Ends all connections and the thread.
    public func stop() { send(.stop) }

    /// Whether the thread has ended and its descriptors are closed.
    public var isStopped: Bool { state.withLock { $0.isStopped } }

    private func send(_ command: Command) {
        state.withLock { $0.commands.append(command) }
        var one: UInt8 = 1
        _ = write(bell, &one, 1)
    }
}

extension AMQPProxy {
    /// Counts the frame and gives what is to be done to it.
    func judge(_ frame: AMQPFrame, _ direction: Direction) -> AMQPProxyRule.Act? {
        state.withLock { state in
            state.counts[CountKey(direction: direction, kind: frame.kind), default: 0] += 1
            for index in state.rules.indices {
                let rule = state.rules[index].rule
                guard rule.direction == direction, rule.matches(frame) else { continue }
                guard rule.skip == 0 else {
                    state.rules[index].rule.skip -= 1
                    continue
                }
                state.fired[state.rules[index].id, default: 0] += 1
                if !rule.repeats { state.rules.remove(at: index) }
                return rule.act
            }
            return nil
        }
    }

    func takeCommands() -> [Command] {
        state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }
}
