/// What a test waits for did not come in time.
public struct NeverHappened: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

/// Asks until the condition holds; for states that announce themselves to nobody (a queue's length, a broker's alarm).
///
/// - Parameter within: a bound against hanging, not an expectation about speed.
public func eventually(
    _ what: String, within limit: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    var pause = Duration.milliseconds(2)
    while true {
        if try await condition() { return }
        guard clock.now < deadline else { throw NeverHappened(description: "not within \(limit): \(what)") }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
    }
}

/// Fails instead of hanging when the work does not end in time.
///
/// The work is cancelled then and not waited for: what hangs may be deaf to cancellation.
public func withDeadline<Value: Sendable>(
    _ limit: Duration = .seconds(60), _ what: String = "the work",
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let race = Race<Value>()
    let work = Task {
        do {
            race.finish(.success(try await body()))
        } catch {
            race.finish(.failure(error))
        }
    }
    let timer = Task {
        try await Task.sleep(for: limit)
        race.finish(.failure(NeverHappened(description: "not within \(limit): \(what)")))
    }
    defer {
        work.cancel()
        timer.cancel()
    }
    return try await withCheckedThrowingContinuation { race.start($0) }
}
