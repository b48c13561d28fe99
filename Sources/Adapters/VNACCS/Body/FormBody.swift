/// The items of a body, as places in the message that they were read from.
///
/// It holds the message's bytes and, for each item that is there, where its value starts and ends without padding; text
/// is made only of what is asked for.
struct FormBody: Sendable {
    struct Place: Sendable {
        /// Where the value starts; for a blank item, where its line starts.
        let start: UInt32
        let end: UInt32

        var isEmpty: Bool { start == end }
    }

    let form: VNACCSForm
    /// The code that selected the form, e.g. `VAD2AC`: errors name it.
    let code: String
    let bytes: [UInt8]
    /// Line of the first item, from 1.
    let firstLine: Int
    /// One for each item that the message has; at most `form.table.itemCount`, which the decoder enforces.
    let places: [Place]

    /// The value of an item without its padding; nil when it is blank, cut off, or not an item of the form.
    func text(_ id: String, _ occurrence: Int = 1) -> String? {
        place(id, occurrence).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// Where the value of an item stands in the message; nil when `text` is.
    func place(_ id: String, _ occurrence: Int = 1) -> Range<Int>? {
        form.table.position(of: id, occurrence).flatMap { place(at: $0) }
    }

    /// All items that are not blank.
    var values: [ItemName: String] {
        var values: [ItemName: String] = [:]
        for position in places.indices {
            guard let place = place(at: position) else { continue }
            values[form.table.name(at: position)] = String(decoding: bytes[place], as: UTF8.self)
        }
        return values
    }

    private func place(at position: Int) -> Range<Int>? {
        guard position < places.count, !places[position].isEmpty else { return nil }
        return Int(places[position].start)..<Int(places[position].end)
    }

    /// An error about an item, with its line and offset, or those of the message's end when it was cut off.
    func error(_ code: AdapterError.Code, _ id: String, _ problem: String) -> AdapterError {
        guard let position = form.table.position(of: id, 1) else {
            return AdapterError(code, form: self.code, field: id, problem: problem)
        }
        return BodyCodec.error(
            code, form: self.code, table: form.table, position: position,
            offset: position < places.count ? Int(places[position].start) : bytes.count, firstLine: firstLine, problem)
    }
}
