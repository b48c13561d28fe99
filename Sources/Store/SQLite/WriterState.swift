import GRDB

/// What the writing side of a file keeps in memory between transactions. Used on the writing connection's queue only.
///
/// Memory must never say more than the file: each hook tells the state what has become of what it remembered.
protocol WriterState: AnyObject, SendableMetatype {
    /// A transaction has begun; another process may have written since the last one.
    func begin(_ db: Database) throws
    /// From here on until `undo`, what is remembered can be taken back.
    func mark()
    /// The part of the transaction since `mark` was rolled back.
    func undo()
    /// The transaction is about to commit: write what has to be in it.
    func end(_ db: Database) throws
    /// The transaction is durable; whoever waits for it is told after this.
    func committed()
    /// The whole transaction was rolled back: forget everything and read it again when the next begins.
    func forget()
}

/// For files whose writer remembers nothing.
final class NoWriterState: WriterState {
    func begin(_ db: Database) throws {}
    func mark() {}
    func undo() {}
    func end(_ db: Database) throws {}
    func committed() {}
    func forget() {}
}
