import Foundation

/// The Swift files of this repository, found from where this file was compiled.
enum SourceTree {
    static func files(in folder: String) throws -> [SourceFile] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let file = root.appending(path: folder).appending(path: path)
            return SourceFile(path: "\(folder)/\(path)", text: try String(contentsOf: file, encoding: .utf8))
        }
    }
}
