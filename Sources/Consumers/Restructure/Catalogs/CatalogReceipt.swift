import Bus
import JSON
import Store

/// A process's word that it looks codes up in one version of the catalogs.
struct CatalogReceipt: Sendable, Hashable {
    /// Kept by process name.
    static let recordKind = ReceiverReceipt.catalogRecordKind

    var process: String
    var version: String
    var at: Timestamp

    init(process: String, version: String, at: Timestamp) {
        self.process = process
        self.version = version
        self.at = at
    }

    init(_ control: ControlRecord) throws(StoreError) {
        let reader = try RecordReader(control)
        self.init(process: control.key, version: try reader.string("version"), at: try reader.time("at"))
    }

    var json: JSONValue {
        ["process": .string(process), "version": .string(version), "at": .string(at.description)]
    }
}
