import Dispatch
import Glibc
import Store

/// Wakes a signal when a file has come into a directory, by inotify.
///
/// What inotify tells is only a hint: whoever is woken reads the directory. So a lost or repeated notice does no harm.
final class DirectoryWatch {
    private let source: any DispatchSourceRead

    /// - Throws: when the kernel gives no watch, e.g. because the user has too many.
    init(_ directory: String, waking signal: DispatchSignal) throws(FolderFiles.Failure) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw FolderFiles.Failure("no inotify") }
        guard inotify_add_watch(descriptor, directory, UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE)) >= 0 else {
            let failure = FolderFiles.Failure("a directory cannot be watched")
            close(descriptor)
            throw failure
        }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global(qos: .utility))
        source.setEventHandler { @Sendable in
            // Takes the notices away, or the source would fire for ever. Non-blocking.
            withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
                while Glibc.read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
            }
            signal.wake()
        }
        // Only after the source has let go of the descriptor may the number be used again.
        source.setCancelHandler { @Sendable in close(descriptor) }
        source.resume()
    }

    deinit { source.cancel() }
}
