import Foundation

/// Where a plan's files are read.
public struct PlanFiles: Sendable {
    public var read: @Sendable (_ name: String) throws(RestructureError) -> [UInt8]

    public init(read: @escaping @Sendable (_ name: String) throws(RestructureError) -> [UInt8]) { self.read = read }

    /// Each file as it is now, however often it is read: what is checked, hashed and imported is one and the same.
    func frozen(_ names: [String]) -> PlanFiles {
        let source = self
        var found: [String: Result<[UInt8], RestructureError>] = [:]
        for name in names {
            do throws(RestructureError) {
                found[name] = .success(try source.read(name))
            } catch {
                found[name] = .failure(error)
            }
        }
        return PlanFiles { [found] name throws(RestructureError) in
            switch found[name] {
            case .some(.success(let bytes)): return bytes
            case .some(.failure(let error)): throw error
            case nil: return try source.read(name)
            }
        }
    }

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
