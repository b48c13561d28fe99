import Foundation

/// A progress bar on standard error, only when that is a terminal.
struct Progress {
    private let total: Int
    private let label: String
    private let isShown = isatty(2) == 1
    private var done = 0

    init(total: Int, label: String) {
        self.total = max(total, 1)
        self.label = label
    }

    mutating func advance() {
        done += 1
        guard isShown else { return }
        let filled = 30 * done / total
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        FileHandle.standardError.write(Data("\r[\(bar)] \(done)/\(total) \(label)".utf8))
    }

    func finish() {
        if isShown { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
