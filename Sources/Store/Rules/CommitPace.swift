/// When a busy store begins its commits.
///
/// A sync costs the same whatever it brings to the disk, so commits that follow each other at once spend the processor on a write
/// or two each. With a pace, the next commit begins when as many callers wait as have lately waited at once, or when the
/// interval since the beginning of the one before has passed; twice the interval while few wait, to whom company is worth most. So a
/// store that was idle commits at once, and neither a sender who waits for each answer nor a handful of such is held up: nobody
/// else can come. Pure.
///
/// A consumer's transactions follow it as well; the callers are their events then.
public struct CommitPace: Sendable {
    /// Fewer callers than this are few.
    public static let few = 32

    public struct Pause: Sendable, Equatable {
        /// At most so long.
        public let time: Duration
        /// When so many callers wait, it is time to ask again.
        public let callers: Int
    }

    /// From the beginning of one commit to that of the next, at most, when more is to be expected.
    public let interval: Duration
    private var begun: ContinuousClock.Instant?
    /// As many callers have waited at once; one less after each commit that saw fewer.
    public private(set) var expected = 1

    /// - Parameter interval: when others are busy too, a caller waits for twice as long at most.
    public init(interval: Duration) { self.interval = interval }

    /// How long the next commit may wait for more, and for whom; nil when it may begin now.
    /// - Parameter callers: how many wait for it.
    public func pause(at now: ContinuousClock.Instant, callers: Int) -> Pause? {
        guard callers < expected, let begun else { return nil }
        let isFew = callers < Self.few
        let rest = (isFew ? interval * 2 : interval) - begun.duration(to: now)
        return rest > .zero ? Pause(time: rest, callers: isFew ? min(expected, Self.few) : expected) : nil
    }

    /// A commit begins.
    public mutating func begins(at now: ContinuousClock.Instant) { begun = now }

    /// A commit has ended.
    /// - Parameter callers: those whom it served, and those who have come meanwhile.
    public mutating func ended(callers: Int) { expected = max(callers, expected - 1, 1) }
}
