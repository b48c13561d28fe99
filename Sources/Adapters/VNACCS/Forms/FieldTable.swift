/// The items of a form in message order. Reading and writing go by the same table.
public struct FieldTable: Sendable {
    /// A run of fields that stands `times` times in place, the whole run after itself.
    struct Section: Sendable {
        let fields: [FormField]
        let times: Int
        /// Whether its items have occurrences; a group of a form that allows only one still has.
        let isGroup: Bool
        /// Kinds and widths of `fields`: what reading goes by, without the ids.
        let shapes: [FieldShape]
        /// Where in `fields` the mandatory ones stand.
        let mandatory: [Int]

        init(fields: [FormField], times: Int, isGroup: Bool) {
            self.fields = fields
            self.times = times
            self.isGroup = isGroup
            shapes = fields.map { FieldShape(kind: $0.kind, width: $0.width) }
            mandatory = fields.indices.filter { fields[$0].isMandatory }
        }

        var count: Int { fields.count * times }
    }

    let sections: [Section]
    private let slots: ItemSlots
    /// Number of items with every group at its full length.
    public let itemCount: Int
    /// Bytes of a full body, with the CRLF of each item.
    public let byteCount: Int

    /// nil when the text does not follow `FieldTableNotation` or names an item twice.
    public init?(_ notation: String) {
        var parser = FieldTableNotation(notation)
        guard let sections = parser.sections() else { return nil }
        var slots = ItemSlots(capacity: sections.reduce(0) { $0 + $1.fields.count })
        var items = 0
        var bytes = 0
        for section in sections {
            for (offset, field) in section.fields.enumerated() {
                let slot = ItemSlots.Slot(
                    first: items + offset, stride: section.fields.count, times: section.times)
                guard slots.insert(slot, for: field.id) else { return nil }
                bytes += (field.width + 2) * section.times
            }
            items += section.count
        }
        self.sections = sections
        self.slots = slots
        itemCount = items
        byteCount = bytes
    }

    /// Fields of the table, each once.
    public var fields: [FormField] { sections.flatMap(\.fields) }

    /// Position of an item among all items of a message, from 0; nil when the form has no such item or occurrence.
    func position(of id: String, _ occurrence: Int) -> Int? {
        guard let slot = slots[id], (1...slot.times).contains(occurrence) else { return nil }
        return slot.first + (occurrence - 1) * slot.stride
    }

    /// Name of the item at a position, with its occurrence when it belongs to a group.
    func name(at position: Int) -> ItemName {
        let (section, start) = section(at: position)
        let index = position - start
        let field = section.fields[index % section.fields.count]
        return ItemName(field.id, section.isGroup ? index / section.fields.count + 1 : nil)
    }

    func field(at position: Int) -> FormField {
        let (section, start) = section(at: position)
        return section.fields[(position - start) % section.fields.count]
    }

    /// The position of the first mandatory item that is empty, or nil.
    ///
    /// In a group, mandatory items are needed in its first occurrence and in each that has any item.
    func firstMissing(itemCount count: Int, isEmpty: (Int) -> Bool) -> Int? {
        var start = 0
        for section in sections {
            defer { start += section.count }
            if section.mandatory.isEmpty { continue }
            for occurrence in 0..<section.times {
                let first = start + occurrence * section.fields.count
                if occurrence > 0 && first >= count { break }
                let isBlank = (first..<first + section.fields.count).allSatisfy { $0 >= count || isEmpty($0) }
                if isBlank && occurrence > 0 { continue }
                for offset in section.mandatory {
                    let position = first + offset
                    if position >= count || isEmpty(position) { return position }
                }
            }
        }
        return nil
    }

    /// Positions come from this table, so that a position past the end cannot occur; it would name the last section.
    private func section(at position: Int) -> (Section, start: Int) {
        var start = 0
        for section in sections.dropLast() {
            if position < start + section.count { return (section, start) }
            start += section.count
        }
        return (sections[sections.count - 1], start)
    }
}
