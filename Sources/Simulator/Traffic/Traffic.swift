import Adapters
import Bus
public import Events

/// Simulated traffic of all four systems, block by block, in the order of handing over.
///
/// Within a system the messages of one declaration come in their business order; between systems they are mixed, as
/// they are when systems are late. Some messages come twice.
public struct Traffic: Sendable {
    private let options: SimulationOptions
    private let systems: Set<SystemName>

    /// - Parameter systems: only these hand over messages; the oracle speaks of all four.
    public init(_ options: SimulationOptions, systems: Set<SystemName> = Set(SystemName.allCases)) {
        self.options = options
        self.systems = systems
    }

    /// Number of blocks; each has up to `options.block` declarations.
    public var blocks: Int { (options.count + options.block - 1) / options.block }

    /// One block: its messages, and how its declarations must end.
    /// - Throws: an adapter's error when a made-up value does not fit its field, which is a defect of the simulator.
    public func block(_ number: Int) throws -> (messages: [NativeMessage], oracle: [OracleEntry]) {
        var generator = SeededGenerator(seed: options.seed ^ 0xB10C, member: UInt64(number))
        let first = number * options.block
        let scripts = (first..<min(first + options.block, options.count)).map {
            DeclarationScript(index: $0, options: options)
        }
        var arrivals: [Arrival] = []
        for script in scripts {
            for system in SystemName.allCases where systems.contains(system) {
                // How late this system is with everything it says of this declaration.
                let delay = Int64.random(in: 0...7_200_000, using: &generator)
                for step in script.steps where step.system == system {
                    guard let message = try message(step, of: script) else { continue }
                    arrivals.append(Arrival(time: step.time.milliseconds + delay, message: message))
                }
            }
        }
        if systems.contains(.treasury) { arrivals.append(contentsOf: voucherLists(scripts, block: number)) }
        for arrival in arrivals where generator.chance(options.duplicatePercent) {
            let later = Int64.random(in: 0...3_600_000, using: &generator)
            arrivals.append(Arrival(time: arrival.time + later, message: arrival.message))
        }
        arrivals.sort { $0.time < $1.time }
        return (arrivals.map(\.message), scripts.map(entry))
    }

    private struct Arrival {
        var time: Int64
        var message: NativeMessage
    }

    /// A step in the format of its system; nil when nobody says it in a message.
    func message(_ step: Step, of script: DeclarationScript) throws -> NativeMessage? {
        let written =
            switch step.system {
            case .vnaccs: try VNACCSWriter(script: script, effective: options.effective).write(step)
            case .epayment: try EPaymentWriter(script: script, effective: options.effective).write(step)
            case .edoc: EDocWriter(script: script).write(step)
            case .treasury: TreasuryWriter(script: script).write(step)
            }
        return written.map { form, bytes in
            NativeMessage(system: step.system, form: form, lane: script.key + step.system.rawValue, bytes: bytes)
        }
    }

    /// The Treasury's list at the end of the block: every second voucher once more, 50 rows a list.
    private func voucherLists(_ scripts: [DeclarationScript], block: Int) -> [Arrival] {
        var rows: [VoucherRow] = []
        var end = Int64.min
        for script in scripts where script.index % 2 == 0 {
            for step in script.steps {
                guard case .credited(let index, let amount) = step.fact else { continue }
                rows += TreasuryWriter.listed(script, index, amount, at: step.time)
                end = max(end, step.time.milliseconds)
            }
        }
        return stride(from: 0, to: rows.count, by: 50).map { start in
            let id = "L\(DeclarationScript.digits(options.seed % 1000, 3))B\(block)N\(start / 50)"
            let bytes = TreasuryWriter.list(
                Array(rows[start..<min(start + 50, rows.count)]), id: id, at: Timestamp(milliseconds: end))
            return Arrival(
                time: end + 7_200_000, message: NativeMessage(system: .treasury, form: "299", lane: id, bytes: bytes))
        }
    }

    /// How the declaration must end.
    func entry(_ script: DeclarationScript) -> OracleEntry {
        let ending = script.ending
        let office = script.office.names(at: script.officeTime, effective: options.effective).code
        return OracleEntry(
            number: script.number(version: ending.version), status: ending.status.rawValue, lane: script.lane.rawValue,
            office: office, assessed: String(ending.assessed), paid: String(ending.paid),
            credited: String(ending.credited),
            beside: OracleEntry.Beside(
                refunded: String(ending.refunded), guaranteed: String(ending.guaranteed),
                feesAssessed: ending.feesAssessed.map(String.init), feesPaid: String(ending.feesPaid)))
    }
}
