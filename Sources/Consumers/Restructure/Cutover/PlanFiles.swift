import Foundation

/// Where a plan's files are read.
public struct PlanFiles: Sendable {
    public var read: @Sendable (_ name: String) throws(RestructureError) -> [UInt8]

    public init(read: @escaping @Sendable (_ name: String) throws(RestructureError) -> [UInt8]) { self.read = read }

    /// Names are relative to the folder and stay inside it.
    public static func folder(_ path: String) -> PlanFiles {
        PlanFiles { name throws(RestructureError) in
            guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
                throw RestructureError(.file, "files of a plan lie in its folder", place: name)
            }
            guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
                throw RestructureError(.file, "cannot be read", place: name)
            }
            return [UInt8](data)
        }
    }
}
