import Adapters
import Bus
import Events
import Logging
import Store

/// An intake over a guarded outbox and a movable gate.
struct GatewayBench {
    static let time = Timestamp(milliseconds: 1_750_000_000_000)
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    let outbox = GuardedOutbox()
    let gate: MovableGate
    let signal = DispatchSignal()
    let intake: Intake

    init(gate: MovableGate = MovableGate(), systems: [SystemName] = [.vnaccs, .treasury], limit: Int = Limits.nativeMessageBytes) {
        self.gate = gate
        intake = Intake(
            codecs: systems.map(LineCodec.init), outbox: outbox, gate: gate, logger: Self.quiet, limit: limit,
            clock: { Self.time }, appended: { [signal] in signal.wake() })
    }

    func accept(_ text: String, system: SystemName = .vnaccs) async -> IntakeResult? {
        await intake.accept(system: system, bytes: Array(text.utf8), received: Self.time)
    }
}

extension IntakeResult {
    var text: String { String(decoding: answer.body, as: UTF8.self) }
}
