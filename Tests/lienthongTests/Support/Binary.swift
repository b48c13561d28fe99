import Foundation
import TestSupport

/// The program under test, as it was built beside these tests.
enum Binary {
    /// - Throws: when there is none, because the tests were built without it.
    static var path: String {
        get throws {
            // The test bundle lies in the folder of the build's products or some levels below it.
            var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            for _ in 0..<5 {
                folder.deleteLastPathComponent()
                let candidate = folder.appendingPathComponent("lienthong").path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue {
                    return candidate
                }
            }
            throw NeverHappened(description: "no lienthong beside \(CommandLine.arguments[0]): build the whole package")
        }
    }
}
