import Bus
import Foundation
import Yams

/// Reads a configuration file strictly: an unknown key or a value out of range names itself.
struct ConfigurationReader {
    /// The file named on the command line, else `LIENTHONG_CONFIG`, else `./lienthong.yaml`, else
    /// `/etc/lienthong/lienthong.yaml`, else the defaults.
    static func load(_ named: String?) throws(CommandFailure) -> Configuration {
        let environment = ProcessInfo.processInfo.environment["LIENTHONG_CONFIG"]
        if let path = named ?? environment {
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw CommandFailure(.badInput, "configuration file \(path) cannot be read")
            }
            return try read(path)
        }
        for path in ["lienthong.yaml", "/etc/lienthong/lienthong.yaml"]
        where FileManager.default.isReadableFile(atPath: path) {
            return try read(path)
        }
        return Configuration()
    }

    private static func read(_ path: String) throws(CommandFailure) -> Configuration {
        let text: String
        let node: Yams.Node?
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
            node = try Yams.compose(yaml: text)
        } catch {
            throw CommandFailure(.badInput, "configuration file \(path) is not YAML: \(error)")
        }
        let folder = (URL(fileURLWithPath: path).deletingLastPathComponent()).path
        return try parse(node, base: folder)
    }

    static func parse(_ node: Yams.Node?, base: String) throws(CommandFailure) -> Configuration {
        var configuration = Configuration()
        configuration.base = base
        guard let node else { return configuration }
        var reader = try ConfigurationReader(node, name: "")
        reader.text("data", &configuration.data)
        try reader.number("partitions", 1...64, &configuration.partitions)
        reader.text("process", &configuration.process)
        try Self.checkProcess(configuration.process, called: "configuration: process")
        reader.text("tokens", &configuration.tokens)
        reader.text("consumers", &configuration.consumers)
        if var broker = try reader.section("broker") {
            broker.text("host", &configuration.broker.host)
            try broker.number("port", 1...65535, &configuration.broker.port)
            try broker.endpoints("endpoints", &configuration.broker.endpoints)
            if var tls = try broker.section("tls") {
                tls.text("authority", &configuration.broker.tls.authority)
                tls.text("certificate", &configuration.broker.tls.certificate)
                tls.text("key", &configuration.broker.tls.key)
                try tls.finish()
            }
            broker.text("virtualHost", &configuration.broker.virtualHost)
            broker.text("user", &configuration.broker.user)
            broker.text("passwordFile", &configuration.broker.passwordFile)
            try broker.login("login", &configuration.broker.login)
            try broker.number("heartbeatSeconds", 2...60, &configuration.broker.heartbeatSeconds)
            try broker.number("publishDeadlineSeconds", 1...300, &configuration.broker.publishDeadlineSeconds)
            if var section = try broker.section("management") {
                var management = Configuration.Management()
                section.text("url", &management.url)
                section.text("user", &management.user)
                section.text("passwordFile", &management.passwordFile)
                try section.finish()
                configuration.broker.management = management
            }
            try broker.finish()
        }
        if var gateway = try reader.section("gateway") {
            gateway.text("host", &configuration.gateway.host)
            try gateway.number("port", 1...65535, &configuration.gateway.port)
            gateway.text("dropFolder", &configuration.dropFolder)
            gateway.text("outbox", &configuration.outbox)
            try Self.checkOutbox(configuration.outbox, called: "configuration: gateway.outbox")
            try gateway.number("maximumConnections", 16...16384, &configuration.intake.maximumConnections)
            try gateway.number("idleSeconds", 1...3600, &configuration.intake.idleSeconds)
            try gateway.finish()
        }
        if var control = try reader.section("control") {
            control.text("host", &configuration.control.host)
            try control.number("port", 1...65535, &configuration.control.port)
            try control.finish()
        }
        if var worker = try reader.section("worker") {
            try worker.number("prefetch", 1...1000, &configuration.worker.prefetch)
            try worker.number("batchEvents", 1...10_000, &configuration.worker.batchEvents)
            try worker.number("graceSeconds", 1...600, &configuration.worker.graceSeconds)
            try worker.finish()
        }
        if var log = try reader.section("log") {
            log.text("level", &configuration.logLevel)
            try log.finish()
        }
        try reader.finish()
        return configuration
    }

    /// A process's name is part of file names and of keys.
    static func checkProcess(_ name: String, called place: String) throws(CommandFailure) {
        let isFine = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "@"): true
            default: false
            }
        }
        guard isFine, (1...64).contains(name.utf8.count), !name.hasPrefix(".") else {
            throw CommandFailure(
                .badInput, "\(place) must have 1 to 64 letters, digits, '-', '_', '.' or '@', and not begin with '.'")
        }
    }

    static func checkOutbox(_ file: String, called place: String) throws(CommandFailure) {
        guard Outboxes.isName(file), file.utf8.count <= 64 else {
            throw CommandFailure(
                .badInput, "\(place) must be a file name like outbox.sqlite or outbox-2.sqlite, in lower case, without a folder")
        }
    }

    private var remaining: [String: Yams.Node]
    private let name: String

    private init(_ node: Yams.Node, name: String) throws(CommandFailure) {
        guard let mapping = node.mapping else {
            throw CommandFailure(.badInput, "configuration: \(name.isEmpty ? "the file" : name) is not a mapping of keys")
        }
        self.name = name
        remaining = [:]
        for (key, value) in mapping {
            remaining[key.string ?? ""] = value
        }
    }

    private func full(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    private mutating func text(_ key: String, _ value: inout String) {
        if let text = remaining.removeValue(forKey: key)?.string { value = text }
    }

    private mutating func number(
        _ key: String, _ range: ClosedRange<Int>, _ value: inout Int
    ) throws(CommandFailure) {
        guard let node = remaining.removeValue(forKey: key) else { return }
        guard let number = node.int, range.contains(number) else {
            throw CommandFailure(
                .badInput,
                "configuration: \(full(key)) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        value = number
    }

    private mutating func endpoints(_ key: String, _ value: inout [String]) throws(CommandFailure) {
        guard let node = remaining.removeValue(forKey: key) else { return }
        let texts = node.sequence?.map { $0.string ?? "" } ?? [""]
        guard texts.allSatisfy({ Endpoint($0) != nil }) else {
            throw CommandFailure(.badInput, "configuration: \(full(key)) must be a list of host:port")
        }
        value = texts
    }

    private mutating func login(_ key: String, _ value: inout LoginMechanism) throws(CommandFailure) {
        guard let node = remaining.removeValue(forKey: key) else { return }
        switch node.string {
        case "password": value = .password
        case "certificate": value = .certificate
        default: throw CommandFailure(.badInput, "configuration: \(full(key)) must be password or certificate")
        }
    }

    private mutating func section(_ key: String) throws(CommandFailure) -> ConfigurationReader? {
        guard let node = remaining.removeValue(forKey: key) else { return nil }
        return try ConfigurationReader(node, name: full(key))
    }

    private func finish() throws(CommandFailure) {
        guard let unknown = remaining.keys.sorted().first else { return }
        throw CommandFailure(.badInput, "configuration: unknown key \(full(unknown))")
    }
}
