public import Bus
public import Events

/// VNACCS/VCIS: fixed-length messages of the customs clearance system, inputs of declarants and outputs of the centre.
///
/// Stateless; a value of it can be shared by any number of tasks.
public struct VNACCSCodec: NativeCodec {
    public init() {}

    public var system: SystemName { .vnaccs }

    /// - Throws: `AdapterError` that names the field, the line (the header is line 1) and the byte offset.
    public func decode(_ bytes: [UInt8], received: Timestamp) throws(AdapterError) -> DecodedMessage {
        let message = try ParsedMessage(bytes)
        let mapper = EventMapper(message: message, received: received)
        return DecodedMessage(
            form: message.code, correlation: MessageReference(message.header).text, events: try mapper.events())
    }

    /// Blanks the terminal's password in the header, also of a message that breaks off within it.
    public func archived(_ bytes: [UInt8]) -> [UInt8] {
        let field = HeaderField.password
        let end = min(field.offset + field.width, bytes.count)
        guard field.offset < end else { return bytes }
        var kept = bytes
        for index in field.offset..<end { kept[index] = UInt8(ascii: " ") }
        return kept
    }
}
