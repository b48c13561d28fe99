public import Bus
public import JSON

/// A running process, as it registered itself.
public struct ProcessRecord: Sendable, Hashable {
    /// The kind of process records in the control store; their key is the process's name.
    public static let recordKind = "process"

    /// Unique among the installation's processes and the same after a restart, e.g. `gateway@host1`.
    public var name: String
    /// Receivers it serves: it owes a receipt for each of their generations.
    public var receivers: [String]
    /// Whether it looks codes up in the catalogs: it owes a receipt for each version of them.
    public var followsCatalogs: Bool
    public var started: Timestamp

    public init(name: String, receivers: [String], followsCatalogs: Bool, started: Timestamp) {
        self.name = name
        self.receivers = receivers
        self.followsCatalogs = followsCatalogs
        self.started = started
    }

    public var json: JSONValue {
        [
            "name": .string(name), "receivers": .array(receivers.map { .string($0) }),
            "followsCatalogs": .bool(followsCatalogs), "started": .string(started.description),
        ]
    }

    /// - Throws: `corrupt`, naming the member that is missing or wrong.
    public init(_ control: ControlRecord) throws(StoreError) {
        let object = try RecordReader(control)
        self.init(
            name: control.key, receivers: try object.strings("receivers"),
            followsCatalogs: object.object["followsCatalogs"]?.bool ?? false, started: try object.time("started"))
    }
}
