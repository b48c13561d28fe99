/// The directories of one system's drop folder, and which names in them are messages.
struct DropFolderLayout: Sendable {
    /// Senders put files here, complete, by renaming them into it.
    let inbox: String
    /// Taken over and not settled.
    let work: String
    let done: String
    let rejected: String

    init(root: String, system: String) {
        let base = root + "/" + system
        inbox = base + "/in"
        work = base + "/work"
        done = base + "/done"
        rejected = base + "/rejected"
    }

    var all: [String] { [inbox, work, done, rejected] }

    /// Names that begin with a dot or end in `.tmp` or `.part` are files somebody still writes.
    static func isMessage(_ name: String) -> Bool {
        !name.hasPrefix(".") && !name.hasSuffix(".tmp") && !name.hasSuffix(".part")
    }

    /// Order of taking over: by the names' bytes, so that senders can number their files.
    static func ordered(_ names: [String]) -> [String] {
        names.filter(isMessage).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// A name that is free in a directory: the file's own, or with a number behind it.
    static func freeName(for name: String, taken: (String) -> Bool) -> String {
        guard taken(name) else { return name }
        var number = 2
        while taken("\(name)~\(number)") { number += 1 }
        return "\(name)~\(number)"
    }
}
