import Bus
import Glibc
import Testing

/// How a process ends whose connections are threads that OpenSSL knows.
@Suite struct AMQPProcessExitTests {
    /// Were it freed at exit, a connection's thread that ends at that moment would bring the process down by SIGSEGV.
    @Test("OpenSSL is still whole when the process is through with its exit handlers")
    func theTLSLibraryOutlivesExit() async {
        await #expect(processExitsWith: .success) {
            // The handlers run last first, so this one comes after whatever is registered by connecting.
            atexit {
                typealias Start = @convention(c) (UInt64, UnsafeRawPointer?) -> Int32
                guard let symbol = dlsym(dlopen(nil, RTLD_LAZY), "OPENSSL_init_crypto") else { _exit(2) }
                // After its clean-up OpenSSL cannot be started again.
                if unsafeBitCast(symbol, to: Start.self)(0, nil) == 0 { _exit(3) }
            }
            let configuration = BusConfiguration(
                endpoints: [Endpoint(host: "localhost", port: 1)], password: Secret("none"),
                tls: TLSConfiguration(authorityFile: "/nowhere/ca.pem"))
            let client = try AMQPTopologyClient(configuration)
            await #expect(throws: BusError.self) { try await client.connect() }
            exit(EXIT_SUCCESS)
        }
    }
}
