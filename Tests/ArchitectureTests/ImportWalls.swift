/// Who may import whom.
enum ImportWalls {
    /// What each module may import of this house; nothing else, and never each other in a circle.
    static let house: [String: Set<String>] = [
        "JSON": ["CJSON"],
        "Bus": ["CRabbitMQ", "JSON"],
        "Events": ["Bus", "JSON"],
        "Store": ["CLZ4", "CSQLite", "Events", "Bus", "JSON"],
        "Adapters": ["Store", "Events", "Bus", "JSON"],
        "Consumers": ["Store", "Events", "Bus", "JSON"],
        "LienThongTesting": ["Consumers", "Store", "Events", "Bus", "JSON"],
        "Simulator": ["Adapters", "Consumers", "Store", "Events", "Bus", "JSON"],
        "Console": ["Adapters", "Consumers", "Store", "Events", "Bus", "JSON"],
        "lienthong": ["Console", "Simulator", "Adapters", "Consumers", "Store", "Events", "Bus", "JSON"],
    ]

    /// The only folder that may import a library.
    static let soleImporters: [String: [String]] = [
        "CJSON": ["Sources/JSON/"],
        "CRabbitMQ": ["Sources/Bus/AMQP/"],
        "CSQLite": ["Sources/Store/"],
        "CLZ4": ["Sources/Store/"],
        "GRDB": ["Sources/Store/"],
        "GRDBSQLite": ["Sources/Store/"],
        "ArgumentParser": ["Sources/lienthong/"],
        "Yams": ["Sources/Consumers/", "Sources/lienthong/"],
        "Hummingbird": ["Sources/Adapters/", "Sources/Console/"],
        "NIOCore": ["Sources/Adapters/", "Sources/Console/"],
        "NIOPosix": ["Sources/Adapters/", "Sources/Console/"],
        "NIOHTTP1": ["Sources/Adapters/", "Sources/Console/"],
    ]

    static func violations(in file: SourceFile) -> [Violation] {
        guard let module = file.module else { return [] }
        guard let allowed = house[module] else {
            return [Violation(path: file.path, line: 0, problem: "\(module) is not a module of this house")]
        }
        return file.codeLines.enumerated().flatMap { place, line in
            line.split(separator: ";").compactMap(importedModule).compactMap { imported in
                problem(module, allowed, imported, file.path).map { Violation(path: file.path, line: place + 1, problem: $0) }
            }
        }
    }

    private static func problem(_ module: String, _ allowed: Set<String>, _ imported: String, _ path: String) -> String? {
        let isOurs = house[imported] != nil || ["CJSON", "CLZ4", "CRabbitMQ", "CSQLite"].contains(imported)
        if isOurs && imported != module && !allowed.contains(imported) { return "\(module) imports \(imported)" }
        if let folders = soleImporters[imported], !folders.contains(where: { path.hasPrefix($0) }) {
            return "\(imported) is imported outside \(folders.joined(separator: ", "))"
        }
        return nil
    }

    /// `Bus` of `@preconcurrency public import struct Bus.Event`; nil for a statement that imports nothing.
    static func importedModule(_ statement: Substring) -> String? {
        var words = statement.split { $0 == " " || $0 == "\t" }[...]
        let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
        while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) { words.removeFirst() }
        guard words.first == "import" else { return nil }
        words.removeFirst()
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias", "actor"]
        if let word = words.first, kinds.contains(word) { words.removeFirst() }
        return words.first?.split(separator: ".").first.map(String.init)
    }
}
