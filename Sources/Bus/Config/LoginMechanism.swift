/// How a client tells the broker who it is.
public enum LoginMechanism: Sendable, Hashable {
    /// User and password (SASL PLAIN).
    case password
    /// The client certificate (SASL EXTERNAL): the broker takes the user's name from it. The password is not sent; the
    /// configured user is, and RabbitMQ pays no heed to it. RabbitMQ needs its plugin `rabbitmq_auth_mechanism_ssl`.
    case certificate
}
