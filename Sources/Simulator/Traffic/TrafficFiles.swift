import Foundation

/// Writes traffic into a folder: one file a message, `<system>/<running number>-<form>`, in the order of handing over.
public struct TrafficFiles {
    private let folder: String
    private var made: Set<String> = []
    private var count = 0

    public init(folder: String) { self.folder = folder }

    /// - Throws: errors of the file system.
    public mutating func write(_ messages: [NativeMessage]) throws {
        for message in messages {
            let place = folder + "/" + message.system.rawValue
            if made.insert(place).inserted {
                try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            }
            count += 1
            let ending = message.system == .vnaccs ? "txt" : "xml"
            let name = "\(DeclarationScript.digits(UInt64(count), 8))-\(message.form).\(ending)"
            try Data(message.bytes).write(to: URL(fileURLWithPath: place + "/" + name))
        }
    }
}
