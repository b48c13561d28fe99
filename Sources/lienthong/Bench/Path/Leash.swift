import Foundation

/// Ends this process when whoever started it is gone.
enum Leash {
    /// Watches standard input, which nobody writes to, on a thread of its own.
    static func hold() {
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while true {
                let count = read(0, &byte, 1)
                if count > 0 || count < 0 && errno == EINTR { continue }
                _exit(CommandFailure.Exit.tryAgain.rawValue)
            }
        }
    }
}
