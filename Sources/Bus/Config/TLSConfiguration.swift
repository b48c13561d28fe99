/// TLS 1.2 or later; the broker's certificate and host name are always verified.
public struct TLSConfiguration: Sendable, Hashable {
    /// PEM file with the authorities to trust. There is no default: system-wide authorities are not asked.
    public var authorityFile: String
    /// PEM files of the client certificate and its key, for brokers that ask for one.
    public var certificateFile: String?
    public var keyFile: String?

    public init(authorityFile: String, certificateFile: String? = nil, keyFile: String? = nil) {
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
