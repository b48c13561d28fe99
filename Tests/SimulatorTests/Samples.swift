import Adapters
import Bus
import Events

@testable import Simulator

/// Traffic that the tests look at.
enum Samples {
    static let start = Timestamp(milliseconds: 1_741_914_000_000)
    /// 15 March 2025, 00:00 in Vietnam.
    static let effective = Timestamp(milliseconds: 1_741_971_600_000)

    static func options(seed: UInt64 = 7, count: Int = 40, hours: Int64 = 24, duplicates: Int = 5) -> SimulationOptions {
        SimulationOptions(
            seed: seed, count: count, start: start, spanSeconds: hours * 3600, effective: effective,
            offices: SampleOffices.all, duplicatePercent: duplicates, block: 25)
    }

    static func messages(_ traffic: Traffic) throws -> [NativeMessage] {
        try (0..<traffic.blocks).flatMap { try traffic.block($0).messages }
    }

    static func oracle(_ traffic: Traffic) throws -> [OracleEntry] {
        try (0..<traffic.blocks).flatMap { try traffic.block($0).oracle }
    }

    /// What the systems say of one declaration, each step as a message, in business order.
    /// - Throws: `Silent` when a step is said by nobody.
    static func told(_ script: DeclarationScript) throws -> [NativeMessage] {
        let traffic = Traffic(options())
        return try script.steps.sorted { $0.time < $1.time }.map { step in
            guard let message = try traffic.message(step, of: script) else { throw Silent(fact: "\(step.fact)") }
            return message
        }
    }

    struct Silent: Error { let fact: String }

    static func decode(_ message: NativeMessage) throws(AdapterError) -> DecodedMessage {
        let codec: any NativeCodec =
            switch message.system {
            case .vnaccs: VNACCSCodec()
            case .epayment: EPaymentCodec()
            case .edoc: EDocCodec()
            case .treasury: TreasuryCodec()
            }
        return try codec.decode(message.bytes, received: effective)
    }
}
