import ServiceLifecycle

/// A part of the pipeline that can have a process of its own.
protocol Role: Sendable {
    /// The receivers it serves: it owes a receipt for each of their generations.
    var receivers: [String] { get }
    /// Whether it looks codes up in the catalogs: it owes a receipt for each version of them.
    var followsCatalogs: Bool { get }
    /// In the order of starting; stopping goes the other way.
    func services() throws -> [any Service]
    /// Once, after its services have ended.
    func close() async
}
