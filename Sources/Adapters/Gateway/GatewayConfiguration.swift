/// How systems reach a gateway.
public struct GatewayConfiguration: Sendable {
    /// Loopback by default: a proxy that does TLS and knows the systems' networks stands in front.
    public var host = "127.0.0.1"
    /// 0 lets the system choose.
    public var port = 8080
    public var tokens: GatewayTokens
    /// Each may have one message of 1 MiB in memory; further connections wait in the system's queue. 1,024 by default:
    /// senders may keep theirs open.
    public var maximumConnections = 1024
    /// A connection that says nothing for so long is closed; 30 s by default.
    public var idleTimeout = Duration.seconds(30)
    /// Root of the drop folders; nil for none.
    public var dropFolder: String?

    public init(tokens: GatewayTokens) { self.tokens = tokens }
}
