import GRDB

/// What follows a job's own success: to be called after the commit, never before.
typealias WriteSuccess = @Sendable () -> Void

/// One caller's part of a group of writes.
struct WriteJob<State: WriterState>: Sendable {
    /// How much it writes, about; groups are bounded by the sum.
    let bytes: Int
    /// Whether it may fail half way on its own account; then it runs inside a savepoint, so that its failure is its own.
    let mayFail: Bool
    /// Whether somebody outside waits for it; what nobody waits for may go with what comes next.
    var isAwaited = true
    let perform: @Sendable (Database, State) throws -> WriteSuccess
    let fail: @Sendable (StoreError) -> Void
}
