import Dispatch
import Glibc
import Store

/// Wakes the processes of this machine that share a store when one of them has written to it.
///
/// A small file beside the store: ringing writes one byte, and the kernel tells everybody who watches the file (inotify),
/// the ringer too. A ring is only a hint to look again; who waits for one has a deadline besides, so a lost one does no harm.
final class Bell: Sendable {
    /// Woken at each ring of any process; several at once may be one.
    let signal = DispatchSignal()

    private let file: Int32
    // Used at the beginning and the end only; Dispatch's objects may be used from any thread.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    /// - Parameter path: of the bell's file; made when it is missing.
    /// - Throws: 69 when it cannot be made or watched.
    init(_ path: String) throws(CommandFailure) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CommandFailure(.unreachable, "\(path) cannot be opened: \(Self.reason)") }
        // With a byte in it the file needs no room on the disk when it is rung.
        var byte: UInt8 = 0
        _ = pwrite(file, &byte, 1, 0)
        let watch = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard watch >= 0, inotify_add_watch(watch, path, UInt32(IN_MODIFY)) >= 0 else {
            let reason = Self.reason
            if watch >= 0 { close(watch) }
            close(file)
            throw CommandFailure(
                .unreachable,
                "\(path) cannot be watched: \(reason); sysctl fs.inotify.max_user_instances bounds the watches of a user")
        }
        self.file = file
        source = DispatchSource.makeReadSource(fileDescriptor: watch, queue: .global(qos: .userInitiated))
        source.setEventHandler { @Sendable [signal] in
            // Takes the notices away, or the source would fire for ever. Non-blocking.
            withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
                while Glibc.read(watch, buffer.baseAddress, buffer.count) > 0 {}
            }
            signal.wake()
        }
        // Only after the source has let go of the descriptor may the number be used again.
        source.setCancelHandler { @Sendable in close(watch) }
        source.resume()
    }

    /// Never blocks. A byte that cannot be written (a full disk) is a lost ring.
    func ring() {
        var byte: UInt8 = 1
        _ = pwrite(file, &byte, 1, 0)
    }

    private static var reason: String { String(cString: strerror(errno)) }

    deinit {
        source.cancel()
        close(file)
    }
}
