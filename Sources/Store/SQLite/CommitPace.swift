/// When a busy store begins its commits.
///
/// A sync costs the same whatever it brings to the disk, so commits that follow each other at once spend the processor on a write
/// or two each. With a pace, the next commit begins when as many callers wait as have lately waited at once, or when the
/// interval since the beginning of the one before has passed. So a store that was idle commits at once, and neither a sender who
/// waits for each answer nor a handful of such is held up: nobody else can come. Pure.
struct CommitPace: Sendable {
    /// From the beginning of one commit to that of the next, at most, when more is to be expected.
    let interval: Duration
    private var begun: ContinuousClock.Instant?
    /// As many callers have waited at once; one less after each commit that saw fewer.
    private(set) var expected = 1

    /// - Parameter interval: so much longer may a write take, at most, on a store that is busy.
    init(interval: Duration = .milliseconds(5)) { self.interval = interval }

    /// How long the next commit may wait for more; nil when it may begin now.
    /// - Parameter callers: how many wait for it.
    func wait(at now: ContinuousClock.Instant, callers: Int) -> Duration? {
        guard callers < expected, let begun else { return nil }
        let rest = interval - begun.duration(to: now)
        return rest > .zero ? rest : nil
    }

    mutating func begins(at now: ContinuousClock.Instant) { begun = now }

    /// A commit has ended.
    /// - Parameter callers: those whom it served, and those who have come meanwhile.
    mutating func ended(callers: Int) { expected = max(callers, expected - 1, 1) }
}
