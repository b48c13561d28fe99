/// The configuration file, with all defaults. `deploy/config/lienthong.yaml` explains each key.
struct Configuration: Sendable, Equatable {
    struct Broker: Sendable, Equatable {
        var host = "127.0.0.1"
        var port = 56720
        /// The nodes of a cluster, tried in turn; with none `host` and `port` are the only one.
        var endpoints: [String] = []
        /// Files of a TLS connection; without an authority the connection is plain TCP.
        var tls = TLSFiles()
        var virtualHost = "lienthong"
        var user = "lienthong"
        var passwordFile = "broker/password"
        var heartbeatSeconds = 10
        var publishDeadlineSeconds = 30

        /// Where it is, for people.
        var place: String { endpoints.isEmpty ? "\(host):\(port)" : endpoints.joined(separator: ", ") }
    }

    struct TLSFiles: Sendable, Equatable {
        var authority = ""
        var certificate = ""
        var key = ""
    }

    struct Listener: Sendable, Equatable {
        var host = "127.0.0.1"
        var port: Int
    }

    struct Intake: Sendable, Equatable {
        var maximumConnections = 1024
        var idleSeconds = 30
    }

    struct Worker: Sendable, Equatable {
        var prefetch = 64
        var batchEvents = 2048
        var graceSeconds = 20
    }

    var data = "data"
    var partitions = 8
    var process = "lienthong-1"
    var broker = Broker()
    var gateway = Listener(port: 8620)
    var intake = Intake()
    var dropFolder = "drop"
    var control = Listener(port: 8621)
    var tokens = "tokens"
    var worker = Worker()
    var logLevel = "info"
    /// Folder that relative paths start from: that of the file, or the current one without a file.
    var base = "."

    /// An absolute path, or one under `base`.
    func path(_ relative: String) -> String {
        relative.hasPrefix("/") ? relative : base + "/" + relative
    }
}
