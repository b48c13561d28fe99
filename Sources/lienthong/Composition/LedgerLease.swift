import Glibc
import Synchronization

/// Says which of the processes that share a ledger has the duties of the one: a locked file beside the ledger.
///
/// The kernel frees the lock when the holder dies, however it dies. A holder that lives and does not move (stopped, or
/// starved) keeps its lock; it is seen by its beat, which stands still, and is superseded by a new file in the place of
/// its own. When it moves again it finds another file there and gives up.
///
/// Between the two there may be two holders for some milliseconds, and nothing rests on there being one: two dispatchers
/// send some events twice, and never the first copy of one before the first copy of an earlier one of its routing key,
/// because each sends an event only after the broker has confirmed everything before it.
final class LedgerLease: Sendable {
    private struct State {
        /// Open and locked; nil while this process does not hold the lease.
        var descriptor: Int32?
        var beat: UInt64 = 0
        /// What another holder wrote last, and how often it was looked at since.
        var seen: [UInt8] = []
        var looks = 0
    }

    /// How often a holder beats and a waiter looks. Nothing else tells a waiter that a lock is free, but a thread that blocks.
    static let interval = Duration.milliseconds(500)
    /// A beat that stands still at so many looks in a row is a holder that does not move: 5 s. Looks are counted, not time, so
    /// that a machine that was suspended as a whole does not take its processes for dead.
    private static let patience = 10

    private let path: String
    private let holder: String
    private let state = Mutex(State())

    init(path: String, holder: String) {
        self.path = path
        self.holder = holder
    }

    var isHeld: Bool { state.withLock { $0.descriptor != nil } }

    enum Outcome: Sendable {
        case held
        /// Another process holds it; how it called itself.
        case heldBy(String)
        /// Taken from a process that does not move.
        case takenFrom(String)
        /// The file cannot be made or locked; the reason.
        case failed(String)
    }

    /// Tries once; never blocks.
    func acquire() -> Outcome {
        state.withLock { state in
            if state.descriptor != nil { return .held }
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return .failed(String(cString: strerror(errno))) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                guard isInPlace(descriptor) else {
                    close(descriptor)
                    return .heldBy("")
                }
                hold(descriptor, &state)
                return .held
            }
            let text = content(of: descriptor)
            close(descriptor)
            state.looks = text == state.seen ? state.looks + 1 : 0
            state.seen = text
            let other = name(in: text)
            guard state.looks >= Self.patience else { return .heldBy(other) }
            return supersede(&state) ?? .takenFrom(other)
        }
    }

    /// Beats once.
    /// - Returns: false when the lease has been lost.
    func renew() -> Bool {
        state.withLock { state in
            guard let descriptor = state.descriptor else { return false }
            guard isInPlace(descriptor) else {
                close(descriptor)
                state.descriptor = nil
                return false
            }
            beat(descriptor, &state)
            return true
        }
    }

    func release() {
        state.withLock { state in
            guard let descriptor = state.descriptor else { return }
            close(descriptor)
            state.descriptor = nil
        }
    }

    /// Puts a locked file of its own in the place of the present one. Of several that do so the last one has it.
    /// - Returns: nil when it is done.
    private func supersede(_ state: inout State) -> Outcome? {
        let own = "\(path).\(getpid())"
        let descriptor = open(own, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return .failed(String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(own, path) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            return .failed(reason)
        }
        hold(descriptor, &state)
        return nil
    }

    private func hold(_ descriptor: Int32, _ state: inout State) {
        state.descriptor = descriptor
        state.looks = 0
        state.seen = []
        beat(descriptor, &state)
    }

    /// 20 digits and the holder's name. Not synced to disk: it is for those who live at the same time.
    private func beat(_ descriptor: Int32, _ state: inout State) {
        state.beat += 1
        let digits = String(state.beat)
        let text = Array((String(repeating: "0", count: 20 - digits.count) + digits + " " + holder + "\n").utf8)
        _ = pwrite(descriptor, text, text.count, 0)
        _ = ftruncate(descriptor, text.count)
    }

    private func content(of descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }

    private func name(in content: [UInt8]) -> String {
        String(decoding: content.dropFirst(21).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private func isInPlace(_ descriptor: Int32) -> Bool {
        var (own, present) = (stat(), stat())
        guard fstat(descriptor, &own) == 0, stat(path, &present) == 0 else { return false }
        return own.st_ino == present.st_ino && own.st_dev == present.st_dev
    }

    deinit { release() }
}
