import Bus

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
        /// How it logs in; by certificate neither user nor password are sent.
        var login = LoginMechanism.password
        var heartbeatSeconds = 4
        var publishDeadlineSeconds = 30
        /// Where users for attached consumers are made; nil when an administrator makes them.
        var management: Management?

        /// Where it is, for people.
        var place: String { endpoints.isEmpty ? "\(host):\(port)" : endpoints.joined(separator: ", ") }
    }

    /// The broker's management interface.
    struct Management: Sendable, Equatable {
        var url = "http://127.0.0.1:15672"
        var user = ""
        var passwordFile = ""
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
        var batchEvents = 4096
        var graceSeconds = 20
    }

    var data = "data"
    var partitions = 8
    /// Unique among the processes of an installation; those of single roles add theirs: `worker@lienthong-1`.
    var process = "lienthong-1"
    var broker = Broker()
    var gateway = Listener(port: 8620)
    var intake = Intake()
    /// File name of the gateway's outbox in the data folder.
    var outbox = "outbox.sqlite"
    /// Empty for none.
    var dropFolder = "drop"
    var control = Listener(port: 8621)
    var tokens = "tokens"
    /// Folder of the attached consumers' password files.
    var consumers = "consumers"
    var worker = Worker()
    var logLevel = "info"
    /// Folder that relative paths start from: that of the file, or the current one without a file.
    var base = "."

    /// An absolute path, or one under `base`.
    func path(_ relative: String) -> String {
        relative.hasPrefix("/") ? relative : base + "/" + relative
    }
}
