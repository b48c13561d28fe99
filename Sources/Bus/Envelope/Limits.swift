/// Hard limits of the pipeline. What exceeds one is refused before anything is stored.
public enum Limits {
    /// One encoded event.
    public static let eventBytes = 256 * 1024
    /// One native message.
    public static let nativeMessageBytes = 1024 * 1024
    /// The header table of one AMQP message, encoded.
    public static let headerBytes = 32 * 1024
    public static let jsonDepth = 32
    /// One wire message holds at most this many events ...
    public static let batchEvents = 128
    /// ... and at most this many bytes, unless one event alone is larger.
    public static let batchBytes = 64 * 1024
}
