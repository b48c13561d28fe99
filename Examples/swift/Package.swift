// swift-tools-version: 6.2
import PackageDescription

/// A consumer as somebody else writes it: a package of its own that depends on lienthong.
let package = Package(
    name: "release-notices",
    platforms: [.macOS(.v15)],
    dependencies: [
        // In a copy of this folder: the path of a clone, or .package(url: "https://.../lienthong", revision: "...").
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
