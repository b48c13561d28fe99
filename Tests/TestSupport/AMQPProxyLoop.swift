import Foundation

/// The thread of a proxy: waits in poll(2) for sockets, commands and delays, and moves bytes.
///
/// Unchecked because all of it is used by that one thread after it was handed over.
final class AMQPProxyLoop: @unchecked Sendable {
    private let proxy: AMQPProxy
    private let listener: Int32
    private let alarm: Int32
    private let brokerPort: Int
    private var random: SeededGenerator
    private var links: [AMQPProxyLink] = []
    private var isStopped = false

    init(proxy: AMQPProxy, listener: Int32, alarm: Int32, brokerPort: Int, random: SeededGenerator) {
        self.proxy = proxy
        self.listener = listener
        self.alarm = alarm
        self.brokerPort = brokerPort
        self.random = random
    }

    func run() {
        while !isStopped {
            wait()
            for command in proxy.takeCommands() { obey(command) }
            accept()
            let slices = proxy.state.withLock { $0.slices }
            for link in links {
                for direction in [AMQPProxyRule.Direction.toBroker, .toClient] {
                    link.move(direction, proxy: proxy) { slices.map { Int.random(in: $0, using: &random) } }
                }
            }
            links.removeAll(where: \.isClosed)
            proxy.state.withLock { $0.links = links.count }
        }
        for link in links { link.close() }
        close(listener)
        proxy.state.withLock { state in
            state.links = 0
            state.isStopped = true
        }
    }

    private func wait() {
        var descriptors = [
            pollfd(fd: alarm, events: Int16(POLLIN), revents: 0), pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
        ]
        var wake: ContinuousClock.Instant?
        for link in links {
            let (fromClient, intoBroker) = link.events(.toBroker)
            let (fromBroker, intoClient) = link.events(.toClient)
            // Without an event poll(2) would still report a closed end again and again; negative descriptors are skipped.
            for (descriptor, events) in [(link.client, fromClient | intoClient), (link.broker, fromBroker | intoBroker)] {
                descriptors.append(pollfd(fd: events == 0 ? -1 : descriptor, events: events, revents: 0))
            }
            if let at = link.wakeAt { wake = min(wake ?? at, at) }
        }
        let pause = wake.map { Int32(clamping: max(0, ($0 - .now).components.attoseconds / 1_000_000_000_000_000 + 1)
            + max(0, ($0 - .now).components.seconds) * 1000) }
        _ = poll(&descriptors, UInt(descriptors.count), pause ?? -1)
        var bytes: UInt64 = 0
        while read(alarm, &bytes, 8) > 0 {}
    }

    private func obey(_ command: AMQPProxy.Command) {
        switch command {
        case .cutAll: for link in links { link.close() }
        case .stallAll: for link in links { link.stall() }
        case .inject(let frame, let direction): for link in links where !link.isClosed { link.inject(frame, direction) }
        case .stop: isStopped = true
        }
    }

    private func accept() {
        while true {
            let client = ProxySocket.accept(listener)
            guard client >= 0 else { return }
            let broker = proxy.state.withLock({ $0.refuses }) ? -1 : ProxySocket.connect(to: brokerPort)
            guard broker >= 0 else {
                close(client)
                continue
            }
            links.append(AMQPProxyLink(client: client, broker: broker))
            proxy.state.withLock { $0.accepted += 1 }
        }
    }
}
