import Adapters
import Bus
import Simulator
import Store

/// Hands native messages to an intake from many tasks at once, as so many connections would: each waits for its answer
/// before it hands over the next, and what must keep order stays with one of them.
struct PathSubmitters: Sendable {
    let intake: Intake
    let count: Int

    /// - Throws: 1 when a message is refused; `CancellationError`.
    func submit(_ messages: [NativeMessage]) async throws {
        let shares = Self.shares(of: messages, among: count)
        try await withThrowingTaskGroup { group in
            for share in shares where !share.isEmpty {
                group.addTask {
                    for index in share {
                        try Task.checkCancellation()
                        _ = try await Self.hand(messages[index], to: intake)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// - Returns: the ids of the message's events.
    @discardableResult
    static func hand(_ message: NativeMessage, to intake: Intake) async throws -> [String] {
        let result = await intake.accept(system: message.system, bytes: message.bytes, received: SystemClock.now())
        guard let result else { throw CommandFailure(.no, "there is no codec for \(message.system.rawValue)") }
        if let error = result.error {
            throw CommandFailure(.no, "a simulated \(message.form) was refused: \(error)")
        }
        return result.eventIDs
    }

    /// Each lane goes as a whole to whoever has least so far, so that all end at about the same time.
    static func shares(of messages: [NativeMessage], among count: Int) -> [[Int]] {
        var sizes: [String: Int] = [:]
        for message in messages { sizes[message.lane, default: 0] += 1 }
        var owners: [String: Int] = [:]
        var loads = [Int](repeating: 0, count: count)
        var shares = [[Int]](repeating: [], count: count)
        for (index, message) in messages.enumerated() {
            let owner: Int
            if let known = owners[message.lane] {
                owner = known
            } else {
                owner = loads.indices.min { loads[$0] < loads[$1] } ?? 0
                owners[message.lane] = owner
                loads[owner] += sizes[message.lane] ?? 0
            }
            shares[owner].append(index)
        }
        return shares
    }
}
