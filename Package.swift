// swift-tools-version: 6.2
import PackageDescription

/// One array for every target, so that no module can quietly opt out of a rule. Warnings are errors where the environment
/// has LIENTHONG_STRICT, as `.ci/run` does; a newer compiler's new warnings keep nobody else from building.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
] + (Context.environment["LIENTHONG_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

func module(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], resources: resources, swiftSettings: settings)
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let metricsDouble = Target.Dependency.product(name: "MetricsTestKit", package: "swift-metrics")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let grdb: [Target.Dependency] = ["GRDB", "GRDBSQLite"].map { .product(name: $0, package: "GRDB.swift") }
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let httpTypes: [Target.Dependency] = [
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
]
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "lienthong",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "lienthong", targets: ["lienthong"]),
        .library(name: "LienThong", targets: ["JSON", "Bus", "Events", "Store", "Consumers"]),
        .library(name: "LienThongTesting", targets: ["LienThongTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(name: "CJSON", pkgConfig: "json-c", providers: [.apt(["libjson-c-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

        module("JSON", ["CJSON"]),
        module("Bus", ["CRabbitMQ", "JSON", log, metrics, deque]),
        module("Events", ["Bus", "JSON"]),
        module("Store", ["CLZ4", "CSQLite", "Events", "Bus", "JSON", crypto, log, metrics, lifecycle] + grdb),
        module("Adapters", ["Store", "Events", "Bus", "JSON", crypto, log, metrics, lifecycle, hummingbird] + nio + httpTypes),
        module("Consumers", ["Store", "Events", "Bus", "JSON", crypto, log, metrics, lifecycle, yams]),
        module("LienThongTesting", ["Consumers", "Store", "Events", "Bus", "JSON"]),
        module("Simulator", ["Adapters", "Consumers", "Events", "Bus", "JSON"]),
        module("Console", ["Adapters", "Consumers", "Store", "Events", "Bus", "JSON", log, lifecycle, hummingbird]),
        .executableTarget(
            name: "lienthong",
            dependencies: [
                "Console", "Simulator", "Adapters", "Consumers", "Store", "Events", "Bus", "JSON",
                arguments, log, lifecycle, yams, crypto,
            ],
            swiftSettings: settings),
        // What `lienthong bench bus` compares with; plain C.
        .executableTarget(name: "raw-amqp", dependencies: ["CRabbitMQ"], path: "Benchmarks/RawAMQP"),

        // The Swift example, by path: the suite tests and runs it without building a second package.
        .target(
            name: "ReleaseNotices", dependencies: ["Consumers", "Store", "Events", "Bus", "JSON"],
            path: "Examples/swift/Sources/ReleaseNotices", swiftSettings: settings),
        .executableTarget(
            name: "release-notices", dependencies: ["ReleaseNotices", "Consumers"],
            path: "Examples/swift/Sources/release-notices", swiftSettings: settings),
        .testTarget(
            name: "ReleaseNoticesTests", dependencies: ["ReleaseNotices", "LienThongTesting", "Events", "Bus"],
            path: "Examples/swift/Tests/ReleaseNoticesTests", swiftSettings: settings),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        tests("JSONTests", ["JSON", "CJSON"]),
        tests("BusTests", ["Bus", "JSON", log, metrics, metricsDouble]),
        // Schemas are checked against what codecs, simulator and pool produce.
        tests("EventsTests", ["Consumers", "Simulator", "Adapters", "Events", "Bus", "JSON"]),
        tests("StoreTests", ["Store", "Events", "Bus", "JSON", log] + grdb),
        tests("AdaptersTests", ["Adapters", "Store", "Events", "Bus", "JSON", log]),
        tests("ConsumersTests", ["Consumers", "Store", "Events", "Bus", "JSON", log, lifecycle]),
        tests("LienThongTestingTests", ["LienThongTesting", "Consumers", "Store", "Events", "Bus", "JSON", log]),
        tests("ExamplesTests", ["release-notices", "Simulator", "Adapters", "Consumers", "Store", "Events", "Bus", "JSON"]),
        tests("SimulatorTests", ["Simulator", "Adapters", "Consumers", "Store", "Events", "Bus", "JSON"]),
        tests("ConsoleTests", ["Console", "Adapters", "Consumers", "Bus", "JSON", log, lifecycle]),
        tests("ArchitectureTests", []),
        tests(
            "lienthongTests",
            ["lienthong", "Simulator", "Adapters", "Consumers", "Events", "Store", "Bus", "JSON", log]),
    ]
)
