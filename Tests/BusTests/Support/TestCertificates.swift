import Foundation
import TestSupport

/// An authority with a server certificate for the name `localhost`, made by the openssl program.
struct TestCertificates {
    let folder: TemporaryDirectory

    var authority: String { folder.file("ca.pem") }
    var certificate: String { folder.file("server.pem") }
    var key: String { folder.file("server.key") }

    init() async throws {
        folder = try TemporaryDirectory("lienthong-tls")
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        try await openssl(
            ["req", "-x509", "-subj", "/CN=test authority", "-keyout", folder.file("ca.key"), "-out", authority] + curve)
        try await openssl(
            ["req", "-x509", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-CA", authority,
                "-CAkey", folder.file("ca.key"), "-keyout", key, "-out", certificate] + curve)
    }

    private func openssl(_ arguments: [String]) async throws {
        let result = try await Subprocess.run("/usr/bin/env", ["openssl"] + arguments)
        guard result.status == 0 else { throw Subprocess.Failure(description: result.errors) }
    }
}
