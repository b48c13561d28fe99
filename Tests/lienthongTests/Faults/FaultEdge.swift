/// The edges of a worker's side effects: on one side of each the world has changed, on the other it has not.
///
/// The worker's ports cross them through `FaultEdges`; a fault names the edge and which crossing of it.
enum FaultEdge: String, CaseIterable, Codable, Sendable {
    /// A batch is in hand; its transaction has not begun.
    case beforeBegin
    /// The transaction has begun and keeps the ledger's lock; nothing is written.
    case afterBegin
    /// Inbox, state and outgoing events are written and not committed.
    case beforeCommit
    /// They are on disk; neither the dispatcher nor the broker knows.
    case afterCommit
    /// Outgoing events are read from the outbox; nothing is sent.
    case beforePublish
    /// The broker has stored them and confirms; the confirm has not reached the publisher.
    case afterPublish
    /// The publisher knows of the confirm; the dispatcher does not.
    case afterConfirm
    /// The dispatcher knows; the outbox still has them as unsent.
    case beforeMark
    /// The outbox has them as sent.
    case afterMark
    /// All events of a delivery are on disk; nothing is acknowledged.
    case beforeAck
    /// The acknowledgement has left the source; whether the broker has it nobody knows.
    case afterAck
}
