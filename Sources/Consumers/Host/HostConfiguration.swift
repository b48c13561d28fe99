public import Bus

/// Where a consumer of one's own finds the broker, and where it keeps its state.
public struct HostConfiguration: Sendable {
    /// Tried in turn; at least one.
    public var endpoints: [Endpoint]
    public var virtualHost: String
    public var user: String
    /// File that holds nothing but the password.
    public var passwordFile: String
    /// nil, the default, for plain TCP.
    public var tls: TLSConfiguration?
    /// The consumer's ledger: a SQLite file of its own, on a local disk; made when it is missing. Several processes of one
    /// consumer on one machine share it.
    public var ledger: String
    /// The installation's number; a wrong one shows as a queue that does not exist, or as partitions that nobody reads.
    public var partitioning: Partitioning
    /// Messages on the way from the broker, 1 to 1000; 64 by default.
    public var prefetch: Int

    public init(
        endpoints: [Endpoint], virtualHost: String = "lienthong", user: String, passwordFile: String,
        tls: TLSConfiguration? = nil, ledger: String, partitioning: Partitioning = .standard, prefetch: Int = 64
    ) {
        self.endpoints = endpoints
        self.virtualHost = virtualHost
        self.user = user
        self.passwordFile = passwordFile
        self.tls = tls
        self.ledger = ledger
        self.partitioning = partitioning
        self.prefetch = prefetch
    }

    /// - Throws: `invalidConfiguration` for a password file that cannot be read.
    func bus(_ role: String) throws(BusError) -> BusConfiguration {
        BusConfiguration(
            endpoints: endpoints, virtualHost: virtualHost, user: user, password: try Secret(contentsOfFile: passwordFile),
            tls: tls, connectionName: role, prefetch: prefetch)
    }
}
