import JSON

extension JSONValue {
    /// The compact text, as the control log shows it.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
