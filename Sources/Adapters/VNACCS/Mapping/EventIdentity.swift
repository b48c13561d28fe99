import Bus
import Events

/// Ids and keys of a message's events, from what the message itself says: the same message gives the same ids.
struct EventIdentity {
    let header: CheckedHeader

    /// `vnaccs:<code>:<declaration>:<user>:<terminal>:<data information>:<time of receipt>:<division>[:<extra>]`, `-` for
    /// a part that is blank.
    func id(code: String, declaration: DeclarationNumber?, extra: String?) -> String {
        let number = declaration?.rawValue ?? ""
        let fields =
            HeaderField.user.width + HeaderField.terminal.width + HeaderField.dataInfo.width
            + HeaderField.centreTime.width + HeaderField.division.width
        let texts = code.utf8.count + number.utf8.count + (extra?.utf8.count ?? 0)
        // Behind the escaped bytes: the system's name, up to eight colons and as many hyphens for blank parts.
        return String(unsafeUninitializedCapacity: (fields + texts) * ReferenceWriter.bytesPerByte + 24) { buffer in
            var writer = ReferenceWriter(buffer)
            writer.put(escaping: "vnaccs".utf8)
            writer.put(part: code.utf8)
            writer.put(part: number.utf8)
            writer.put(part: header[.user])
            writer.put(part: header[.terminal])
            if let content = checksum { writer.put(part: content.utf8) } else { writer.put(part: header.trimmedDataInfo) }
            writer.put(part: header[.centreTime])
            writer.put(part: header[.division])
            if let extra { writer.put(part: extra.utf8) }
            return writer.count
        }
    }

    /// Partition key of a message that names no declaration.
    var senderKey: String {
        let dataInfo = header.trimmedDataInfo
        if !dataInfo.isEmpty { return String(decoding: dataInfo, as: UTF8.self) }
        let sender = header.user + header.terminal
        return sender.isEmpty ? "vnaccs" : sender
    }

    /// Without data information and time of receipt there is no correlation to go by: the content takes their place,
    /// without the password, so that one changed in between does not make the message another. nil for any other message.
    ///
    /// Not longer than the data information may be.
    private var checksum: String? {
        guard header.centreTime == nil, header.trimmedDataInfo.isEmpty else { return nil }
        let bytes = header.bytes
        let content = bytes[..<HeaderField.password.offset] + bytes[HeaderField.password.range.upperBound...]
        return "crc" + String(CRC32.checksum(content), radix: 16) + "-" + String(bytes.count)
    }
}
