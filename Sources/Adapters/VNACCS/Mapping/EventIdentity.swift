import Bus
import Events

/// Ids and keys of a message's events, from what the message itself says: the same message gives the same ids.
struct EventIdentity {
    let header: VNACCSHeader
    let bytes: [UInt8]

    /// `vnaccs:<code>:<declaration>:<user>:<terminal>:<data information>:<time of receipt>:<division>[:<extra>]`.
    func id(code: String, declaration: DeclarationNumber?, extra: String?) -> String {
        var parts = [
            "vnaccs", code, declaration?.rawValue ?? "", header.user, header.terminal, correlation,
            header.centreTime?.compact ?? "", header.division,
        ]
        if let extra { parts.append(extra) }
        return parts.map { $0.isEmpty ? "-" : MessageReference.escape($0) }.joined(separator: ":")
    }

    /// Partition key of a message that names no declaration.
    var senderKey: String {
        let dataInfo = header.dataInfo.trimmingBlanks
        if !dataInfo.isEmpty { return dataInfo }
        let sender = header.user + header.terminal
        return sender.isEmpty ? "vnaccs" : sender
    }

    /// Without data information and time of receipt there is no correlation to go by: the content takes their place,
    /// without the password, so that one changed in between does not make the message another.
    private var correlation: String {
        let dataInfo = header.dataInfo.trimmingBlanks
        guard dataInfo.isEmpty, header.centreTime == nil else { return dataInfo }
        let content = bytes[..<HeaderField.password.offset] + bytes[HeaderField.password.range.upperBound...]
        return "crc" + String(CRC32.checksum(content), radix: 16) + "-" + String(bytes.count)
    }
}
