/// The terminal password of a header. It can be written into a message and nowhere else: whatever prints, dumps or
/// interpolates it, or a header that holds it, sees no more than that there is one.
public struct HeaderPassword: Sendable, Hashable {
    let text: String

    /// - Parameter text: at most 8 printable ASCII characters; checked when the header is encoded.
    public init(_ text: String) { self.text = text }

    public static let none = HeaderPassword("")

    public var isEmpty: Bool { text.isEmpty }
}

extension HeaderPassword: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { isEmpty ? "" : "(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
