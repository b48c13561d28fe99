// swift-tools-version: 6.2
import PackageDescription

/// A consumer as somebody else writes it: a package of its own that depends on lienthong.
let package = Package(
    name: "release-notices",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Elsewhere: .package(url: "...", from: "1.0.0")
        .package(name: "lienthong", path: "../..")
    ],
    targets: [
        .target(name: "ReleaseNotices", dependencies: [.product(name: "LienThong", package: "lienthong")]),
        .executableTarget(
            name: "release-notices",
            dependencies: ["ReleaseNotices", .product(name: "LienThong", package: "lienthong")]),
        .testTarget(
            name: "ReleaseNoticesTests",
            dependencies: [
                "ReleaseNotices", .product(name: "LienThong", package: "lienthong"),
                .product(name: "LienThongTesting", package: "lienthong"),
            ]),
    ]
)
