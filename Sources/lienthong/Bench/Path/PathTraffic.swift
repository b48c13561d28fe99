import Adapters
import Bus
import Consumers
import Events
import Simulator

/// The native messages of a bench: all four systems, always the same for a seed, none twice.
struct PathTraffic: Sendable {
    let seed: UInt64
    let declarations: Int

    /// What one event is on average; the raw baseline moves messages of that size.
    struct Sample: Sendable {
        var eventsPerDeclaration: Double
        var messagesPerDeclaration: Double
        /// Of the wire message of one event.
        var bytes: Int
    }

    static let codecs: [any NativeCodec] = [VNACCSCodec(), EPaymentCodec(), EDocCodec(), TreasuryCodec()]

    var blocks: Int { traffic.blocks }

    /// Some blocks' messages, in the order of handing over.
    func messages(of blocks: Range<Int>) throws -> [NativeMessage] {
        try blocks.flatMap { try traffic.block($0).messages }
    }

    func oracle(of block: Int) throws -> [OracleEntry] { try traffic.block(block).oracle }

    /// Codes change hands only after the last declaration: catalogs play no part here.
    private var traffic: Traffic {
        let start = Timestamp(milliseconds: 1_741_914_000_000)
        let effective = Timestamp(milliseconds: start.milliseconds + 365 * 86_400_000)
        return Traffic(
            SimulationOptions(
                seed: seed, count: declarations, start: start, spanSeconds: 8 * 3600, effective: effective,
                offices: SampleOffices.all, duplicatePercent: 0))
    }

    /// The offices that the traffic speaks of, for the pool's catalogs.
    static var offices: CatalogFile {
        let rows = SampleOffices.all.map { office in
            "\(office.code),\(office.name),\(office.shortName),bench,branch,2015-01-01T00:00:00+07:00\n"
        }
        let text = "code,name,short_name,region,kind,valid_from\n" + rows.joined()
        return CatalogFile(catalog: "office", name: "offices of the simulator", bytes: Array(text.utf8))
    }

    /// Measured on the traffic of some hundred declarations.
    static func sample(seed: UInt64) throws -> Sample {
        let traffic = PathTraffic(seed: seed, declarations: 500)
        let bySystem = Dictionary(uniqueKeysWithValues: codecs.map { ($0.system, $0) })
        let now = Timestamp(milliseconds: 1_741_914_000_000)
        var (messages, events, bytes) = (0, 0, 0)
        for message in try traffic.messages(of: 0..<traffic.blocks) {
            guard let codec = bySystem[message.system] else { continue }
            messages += 1
            for draft in try codec.decode(message.bytes, received: now).events {
                let encoded = try EventCodec.encode(draft, sequence: 1, recordedTime: now, partitioning: .standard)
                events += 1
                bytes += BatchCodec.encode([encoded]).count
            }
        }
        let each = Double(traffic.declarations)
        return Sample(
            eventsPerDeclaration: Double(events) / each, messagesPerDeclaration: Double(messages) / each,
            bytes: bytes / max(events, 1))
    }
}
