/// What is left to send after a write.
enum WriteProgress {
    /// Nothing more to send, or not before something arrives.
    case idle
    /// More to send at once.
    case more
    /// More to send when the socket takes it.
    case whenWritable
}
