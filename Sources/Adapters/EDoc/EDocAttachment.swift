/// An attachment; its bytes are a ZIP file that holds the one file, as the standard's SDK makes it.
public struct EDocAttachment: Sendable, Hashable {
    /// ContentId, unique in the document.
    public var id: String
    /// AttachmentName, up to 200 characters.
    public var name: String
    public var contentType: String
    public var bytes: [UInt8]

    public init(id: String, name: String, contentType: String = "application/zip", bytes: [UInt8]) {
        self.id = id
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
    }
}
