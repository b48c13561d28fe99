import Foundation
import TestSupport

/// An authority with a server certificate for the name `localhost`, made by the openssl program; more on request.
struct TestCertificates {
    struct Pair {
        var certificate: String
        var key: String
    }

    let folder: TemporaryDirectory

    var authority: String { folder.file("ca.pem") }
    var certificate: String { folder.file("server.pem") }
    var key: String { folder.file("server.key") }
    private var authorityKey: String { folder.file("ca.key") }

    private static let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    init() async throws {
        folder = try TemporaryDirectory("lienthong-tls")
        try await openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=test authority", "-keyout", authorityKey, "-out", authority]
                + Self.curve)
        _ = try await make("server", name: "localhost")
    }

    /// A certificate of this authority.
    /// - Parameters:
    ///   - file: of its two files, without ending.
    ///   - name: common name, and alternative name of a server.
    ///   - days: from today; it has ended when negative.
    func make(_ file: String, name: String, days: Int = 2) async throws -> Pair {
        let pair = Pair(certificate: folder.file(file + ".pem"), key: folder.file(file + ".key"))
        let request = folder.file(file + ".csr")
        try await openssl(
            ["req", "-new", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", pair.key,
                "-out", request] + Self.curve)
        try await openssl(
            ["x509", "-req", "-in", request, "-CA", authority, "-CAkey", authorityKey, "-copy_extensions", "copyall",
                "-days", String(days), "-out", pair.certificate])
        return pair
    }

    private func openssl(_ arguments: [String]) async throws {
        let result = try await Subprocess.run("/usr/bin/env", ["openssl"] + arguments)
        guard result.status == 0 else { throw Subprocess.Failure(description: result.errors) }
    }
}
