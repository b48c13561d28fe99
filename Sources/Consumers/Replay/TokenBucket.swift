/// Limits a rate over time: pure, with the time given by the caller.
///
/// At most a tenth of a second's tokens are saved up, so that a pause is not followed by a flood. What is taken may be more
/// than there is; then the next one waits until the debt is paid.
struct TokenBucket: Sendable {
    private let rate: Double
    private let burst: Double
    private var tokens: Double
    private var last: Duration

    /// - Parameter rate: tokens a second, at least 1.
    init(rate: Int, at time: Duration) {
        self.rate = Double(max(1, rate))
        burst = max(1, self.rate / 10)
        tokens = burst
        last = time
    }

    /// Takes tokens and answers how long to wait before acting on them.
    mutating func take(_ count: Int, at time: Duration) -> Duration {
        tokens = min(burst, tokens + (time - last) / .seconds(1) * rate)
        last = time
        let debt = -tokens
        tokens -= Double(count)
        return debt > 0 ? .seconds(debt / rate) : .zero
    }
}
