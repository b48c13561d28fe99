/// What a connection is for: the part of `AMQPConnection` that differs between publishing, consuming and control.
///
/// All members are called on the connection's thread. An error thrown from one ends the link; `lost` follows, and the
/// connection is opened again when the role still wants it.
protocol LinkRole: SendableMetatype {
    /// `publisher`, `source` or `control`; part of the connection's name.
    static var name: String { get }

    /// Whether to connect, and to connect again after a loss.
    var wantsLink: Bool { get }

    /// The next instant at which `expire` has something to do.
    var deadline: ContinuousClock.Instant? { get }

    /// An earlier instant at which a link that is up is to be looked at; a turn that is stuck in the socket is not cut short
    /// for it.
    var nextLook: ContinuousClock.Instant? { get }

    /// Takes what callers left at the door since the last turn.
    mutating func takeIn(now: ContinuousClock.Instant)

    /// Logged in and the channel open: set it up. `generation` rises with each link.
    mutating func opened(_ link: inout RawConnection, generation: UInt64) throws(BusError)

    mutating func received(_ frame: consuming RawFrame) throws(BusError)

    /// All frames that had arrived, or a good number of them, have been received.
    mutating func endOfReading()

    /// The broker asks for silence (memory or disk alarm) or, with nil, allows sending again.
    mutating func blocked(_ reason: String?)

    /// Sends what it may.
    mutating func write(_ link: inout RawConnection, now: ContinuousClock.Instant) throws(BusError) -> WriteProgress

    /// Gives up what is overdue; answers why the link must be ended, when it must. Without a link there is nothing to end.
    mutating func expire(now: ContinuousClock.Instant, linked: Bool) -> BusError?

    /// The link is gone; what was under way on it is settled here.
    mutating func lost(_ error: BusError)

    /// No link came about. Answers whether trying again makes sense.
    mutating func failed(_ error: BusError) -> Bool

    /// The owner is done: a last chance to send.
    mutating func finish(_ link: inout RawConnection) throws(BusError)

    /// Nothing more will happen; everyone who waits is told.
    mutating func ended(_ error: BusError?)
}

extension LinkRole {
    var deadline: ContinuousClock.Instant? { nil }
    var nextLook: ContinuousClock.Instant? { nil }
    mutating func takeIn(now: ContinuousClock.Instant) {}
    mutating func endOfReading() {}
    mutating func blocked(_ reason: String?) {}
    mutating func write(_ link: inout RawConnection, now: ContinuousClock.Instant) throws(BusError) -> WriteProgress { .idle }
    mutating func expire(now: ContinuousClock.Instant, linked: Bool) -> BusError? { nil }
    mutating func finish(_ link: inout RawConnection) throws(BusError) {}
}
