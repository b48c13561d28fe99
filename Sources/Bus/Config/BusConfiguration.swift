/// How to reach the broker and how patient to be with it.
public struct BusConfiguration: Sendable {
    /// Tried in turn, starting with the first; at least one.
    public var endpoints: [Endpoint]
    /// At most 255 bytes.
    public var virtualHost: String
    public var user: String
    public var password: Secret
    /// By user and password, the default, or by the client certificate in `tls`.
    public var login: LoginMechanism
    /// TLS towards every endpoint; nil, the default, speaks plain TCP.
    public var tls: TLSConfiguration?
    /// Shown by the broker beside each connection, with the role (publisher, source, control) behind it.
    public var connectionName: String
    /// What is agreed upon with the broker, which sends something at least this often; a peer that has been silent for twice as
    /// long counts as lost. Whole seconds, 2 to 600, 4 by default: a node that stands still is left after 8 s, about when the
    /// other nodes have taken its place, and a peer may be late by 4 s.
    public var heartbeat: Duration
    /// For the TCP connection and for the login after it, each; 5 s by default.
    public var connectTimeout: Duration
    /// For one request that the broker must answer, e.g. a declaration; 10 s by default.
    public var requestTimeout: Duration
    /// After this time without a confirm a publish is `indeterminate`; 30 s by default.
    public var publishDeadline: Duration
    /// Messages sent and not yet confirmed, at most; 1 to 65535, 256 by default.
    public var publishWindow: Int
    /// Unacknowledged deliveries per consumer, at most; 1 to 65535, 256 by default.
    public var prefetch: Int
    /// After this long without a delivery a source asks whether its queues are there and have a consumer: silence may mean
    /// that there is nothing, or that the broker has lost the consumer. Once after each stretch of deliveries, when all of them
    /// are acknowledged, it also makes a new link and consumes anew: what the broker holds as delivered and never came is
    /// delivered again then. 30 s by default.
    public var silenceCheck: Duration
    /// Pauses between attempts to connect; 100 ms doubling to 2 s by default. The longest is what a recovery takes more than
    /// the broker's.
    public var reconnect: Backoff

    public init(
        endpoints: [Endpoint] = [Endpoint(host: "127.0.0.1")], virtualHost: String = "lienthong",
        user: String = "lienthong", password: Secret, login: LoginMechanism = .password,
        tls: TLSConfiguration? = nil, connectionName: String = "lienthong", heartbeat: Duration = .seconds(4), connectTimeout: Duration = .seconds(5),
        requestTimeout: Duration = .seconds(10), publishDeadline: Duration = .seconds(30), publishWindow: Int = 256,
        prefetch: Int = 256, silenceCheck: Duration = .seconds(30),
        reconnect: Backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(2))
    ) {
        self.endpoints = endpoints
        self.virtualHost = virtualHost
        self.user = user
        self.password = password
        self.login = login
        self.tls = tls
        self.connectionName = connectionName
        self.heartbeat = heartbeat
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.publishDeadline = publishDeadline
        self.publishWindow = publishWindow
        self.prefetch = prefetch
        self.silenceCheck = silenceCheck
        self.reconnect = reconnect
    }

    /// - Throws: `invalidConfiguration`, naming the first setting that is out of its range.
    public func validate() throws(BusError) {
        func require(_ holds: Bool, _ what: String) throws(BusError) {
            guard holds else { throw BusError(.invalidConfiguration, what) }
        }
        try require(!endpoints.isEmpty, "there is no endpoint")
        for endpoint in endpoints {
            try require(
                (1...65535).contains(endpoint.port) && (1...253).contains(endpoint.host.utf8.count),
                "\(endpoint) is no endpoint")
        }
        for (name, text) in [("virtual host", virtualHost), ("user", user), ("connection name", connectionName)] {
            try require((1...255).contains(text.utf8.count), "the \(name) must have 1 to 255 bytes")
            try require(!text.utf8.contains(0), "the \(name) contains a NUL")
        }
        try require(!password.value.utf8.contains(0), "the password contains a NUL")
        try require(
            (tls?.certificateFile == nil) == (tls?.keyFile == nil), "a client certificate and its key come together")
        try require(
            login == .password || tls?.certificateFile != nil, "a login by certificate needs a client certificate and its key")
        try require((2...600).contains(heartbeat.components.seconds), "heartbeat must be 2 s to 600 s")
        for (name, value) in [
            ("connect timeout", connectTimeout), ("request timeout", requestTimeout), ("publish deadline", publishDeadline),
            ("silence check", silenceCheck),
        ] {
            try require(value >= .milliseconds(10) && value <= .seconds(3600), "the \(name) must be 10 ms to 1 h")
        }
        try require((1...65535).contains(publishWindow), "the publish window must be 1 to 65535")
        try require((1...65535).contains(prefetch), "prefetch must be 1 to 65535")
        try require(
            reconnect.shortest > .zero && reconnect.shortest <= reconnect.longest,
            "the reconnect pauses must be above zero and rise")
    }
}
