internal import CRabbitMQ

extension RawConnection {
    /// Once in a process.
    private static let keepTLSAtExit: Void = lt_keep_tls_at_exit()

    /// The library owns the socket object from here on.
    func makeSocket(_ state: amqp_connection_state_t, _ tls: TLSConfiguration?) throws(BusError) -> OpaquePointer {
        guard let tls else {
            guard let socket = amqp_tcp_socket_new(state) else {
                throw BusError(.unreachable, "out of memory", isRetryable: true)
            }
            return socket
        }
        Self.keepTLSAtExit
        guard let socket = amqp_ssl_socket_new(state) else { throw BusError(.tls, "the TLS library did not start") }
        // The library of Debian 12 would accept TLS 1.0.
        guard amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0 else {
            throw BusError(.tls, "TLS 1.2 is not available")
        }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        guard amqp_ssl_socket_set_cacert(socket, tls.authorityFile) == 0 else {
            throw BusError(.tls, "cannot read the authorities in \(tls.authorityFile)")
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile {
            guard amqp_ssl_socket_set_key(socket, certificate, key) == 0 else {
                throw BusError(.tls, "cannot use the certificate \(certificate) with its key")
            }
        }
        return socket
    }
}
