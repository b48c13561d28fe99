import Bus

extension BusAccess {
    /// What to do about an error of the broker's connection, in the words of the configuration file.
    func mend(_ error: BusError) -> String {
        let broker = configuration.broker
        switch error.code {
        case .unreachable, .timedOut:
            return "start the broker (deploy/broker start) or correct broker.host and broker.port; nothing answers at \(broker.place)"
        case .tls:
            var mend = """
                broker.tls.authority (\(configuration.path(broker.tls.authority))) must have signed the broker's certificate, \
                which must be in force and name the host in the configuration, and \(broker.place) must speak TLS 1.2 or later
                """
            if !broker.tls.certificate.isEmpty {
                mend += "; broker.tls.key must belong to broker.tls.certificate, and the broker must trust who signed that one"
            }
            return mend
        case .authenticationFailed where broker.login == .certificate:
            return """
                the broker needs the plugin rabbitmq_auth_mechanism_ssl and a user with the name in \
                \(configuration.path(broker.tls.certificate))
                """
        case .authenticationFailed:
            return "user \(broker.user) or the password in \(configuration.path(broker.passwordFile)) is wrong"
        case .notFound, .accessRefused:
            return "give user \(broker.user) rights on virtual host \(broker.virtualHost), or make it"
        case .invalidConfiguration:
            return "correct the configuration; the password file is \(configuration.path(broker.passwordFile))"
        default:
            return "look at the broker's log"
        }
    }
}
