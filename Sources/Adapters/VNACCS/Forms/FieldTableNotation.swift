/// Reads the compact notation of the field tables.
///
/// - `ICN:I12*` is one item: id, attribute, width in bytes, `*` when mandatory.
/// - `5(SS#:A4 SN#:A20)` stands for numbered items: `SS1 SN1 SS2 SN2 ...`; `##` numbers with two digits.
/// - `50{CMD:A12* ...}` is a group repeated in place: its items keep their ids and have occurrences from 1.
struct FieldTableNotation {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// nil when the text does not follow the notation or has no item.
    mutating func sections() -> [FieldTable.Section]? {
        var sections: [FieldTable.Section] = []
        var fields: [FormField] = []
        func close() {
            if !fields.isEmpty { sections.append(.init(fields: fields, times: 1, isGroup: false)) }
            fields = []
        }
        while skipBlanks() {
            if let times = number() {
                guard times > 0 else { return nil }
                if skip("{") {
                    close()
                    guard let group = list(until: "}"), !group.isEmpty else { return nil }
                    sections.append(.init(fields: group, times: times, isGroup: true))
                } else {
                    guard let run = numbered(times) else { return nil }
                    fields += run
                }
            } else {
                guard let field = item() else { return nil }
                fields.append(field)
            }
        }
        close()
        return sections.isEmpty ? nil : sections
    }

    private mutating func list(until end: Unicode.Scalar) -> [FormField]? {
        var fields: [FormField] = []
        while skipBlanks() {
            if skip(end) { return fields }
            if let times = number() {
                guard let run = numbered(times) else { return nil }
                fields += run
            } else {
                guard let field = item() else { return nil }
                fields.append(field)
            }
        }
        return nil
    }

    private mutating func numbered(_ times: Int) -> [FormField]? {
        guard skip("("), let templates = list(until: ")"), !templates.isEmpty else { return nil }
        var fields: [FormField] = []
        for number in 1...max(1, times) {
            for template in templates {
                guard let id = Self.id(template.id, number) else { return nil }
                fields.append(
                    FormField(id: id, kind: template.kind, width: template.width, isMandatory: template.isMandatory))
            }
        }
        return fields
    }

    private static func id(_ template: String, _ number: Int) -> String? {
        let stem = template.prefix { $0 != "#" }
        let places = template.utf8.count - stem.utf8.count
        let digits = String(number)
        guard places > 0, digits.utf8.count <= places else { return nil }
        return stem + String(repeating: "0", count: places - digits.utf8.count) + digits
    }

    private mutating func item() -> FormField? {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: ":"), bytes[at] != 0x20, bytes[at] != 0x0A { at += 1 }
        // The result codes of VNACCS give an item four characters.
        guard (1...4).contains(at - start) else { return nil }
        let id = String(decoding: bytes[start..<at], as: UTF8.self)
        guard skip(":"), at < bytes.count, let kind = FieldKind(rawValue: Character(Unicode.Scalar(bytes[at])))
        else { return nil }
        at += 1
        guard let width = number(), width > 0 else { return nil }
        return FormField(id: id, kind: kind, width: width, isMandatory: skip("*"))
    }

    private mutating func number() -> Int? {
        var value = 0
        let start = at
        while at < bytes.count, (0x30...0x39).contains(bytes[at]), at - start < 4 {
            value = value * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        return at > start ? value : nil
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: scalar) else { return false }
        at += 1
        return true
    }

    /// False at the end of the text.
    private mutating func skipBlanks() -> Bool {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A { at += 1 }
        return at < bytes.count
    }
}
