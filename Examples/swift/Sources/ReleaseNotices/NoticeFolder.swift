public import Bus
import Foundation

/// Puts each notice into a file of its own, named after the declaration, for whatever sends letters or messages to traders.
///
/// A notice may come twice, when the process ended before it was told that the first copy was written: the second writes
/// the same file with the same contents.
public struct NoticeFolder: MessagePublisher {
    private let path: String

    /// - Parameter path: of a folder that exists.
    public init(_ path: String) { self.path = path }

    public func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        messages.map { message in
            do {
                for result in BatchCodec.decode(message.body, contentType: message.contentType) {
                    try write(result.get().event)
                }
                return .confirmed
            } catch {
                // Not confirmed: the same notice comes again, after a while.
                return .indeterminate(BusError(.unreachable, "the notice could not be written: \(error)", isRetryable: true))
            }
        }
    }

    private func write(_ event: Event) throws {
        guard let number = event.data["declaration"]?.string, let taxpayer = event.data["taxpayer"]?.string,
            let released = event.data["released"]?.string
        else { return }
        let text = "Tờ khai \(number) của người nộp thuế \(taxpayer) đã được thông quan lúc \(released).\n"
        // Under another name first, and on the disk before it gets its own: nobody ever sees half a notice.
        let file = "\(path)/\(number).txt"
        let draft = file + ".part"
        try Data(text.utf8).write(to: URL(fileURLWithPath: draft))
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: draft))
        defer { try? handle.close() }
        try handle.synchronize()
        guard rename(draft, file) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
