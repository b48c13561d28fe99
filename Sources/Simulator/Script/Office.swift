import Bus

/// A customs office as the simulated systems know it, before and after the reorganisation.
public struct Office: Sendable, Hashable {
    /// 4 characters.
    public var code: String
    /// At most 10 ASCII characters, as VNACCS prints it.
    public var shortName: String
    public var name: String
    /// The office that has its work from the effective time on; itself when it stays.
    public var successor: Successor

    public struct Successor: Sendable, Hashable {
        public var code: String
        public var shortName: String
        public var name: String

        public init(code: String, shortName: String, name: String) {
            self.code = code
            self.shortName = shortName
            self.name = name
        }
    }

    public init(code: String, shortName: String, name: String, successor: Successor) {
        self.code = code
        self.shortName = shortName
        self.name = name
        self.successor = successor
    }

    /// Code and short name that the systems use at a business time.
    func names(at time: Timestamp, effective: Timestamp) -> (code: String, shortName: String, name: String) {
        time < effective ? (code, shortName, name) : (successor.code, successor.shortName, successor.name)
    }
}
