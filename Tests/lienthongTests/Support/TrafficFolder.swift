import Events
import Foundation

/// A folder that `simulate --out` has filled.
enum TrafficFolder {
    /// The system's files in the order of handing over.
    static func files(_ folder: String, _ system: SystemName) throws -> [String] {
        let place = folder + "/" + system.rawValue
        return try FileManager.default.contentsOfDirectory(atPath: place).sorted().map { place + "/" + $0 }
    }
}
