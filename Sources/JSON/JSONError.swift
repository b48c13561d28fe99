/// Why a text is not acceptable JSON, and where.
public struct JSONError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable {
        case malformed, duplicateKey, nulInKey, loneSurrogate, invalidUTF8, controlCharacter, numberOutOfRange
        case tooDeep, trailingBytes, empty
    }

    public let code: Code
    /// Byte offset into the text, from 0.
    public let offset: Int

    public init(_ code: Code, offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "JSON \(code.rawValue) at byte \(offset)" }
}
