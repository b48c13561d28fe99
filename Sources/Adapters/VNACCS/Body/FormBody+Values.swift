import Bus
import Events

extension FormBody {
    /// An item that the event cannot do without.
    func required(_ id: String) throws(AdapterError) -> String {
        guard let text = text(id) else { throw error(.missingItem, id, "the item is blank, its event needs it") }
        return text
    }

    /// nil when the item is blank.
    func amount(_ id: String) throws(AdapterError) -> Amount? {
        guard let text = text(id) else { return nil }
        guard let amount = Amount(text) else { throw error(.badItem, id, "not an amount with at most 4 decimals") }
        return amount
    }

    /// The form's declaration number; nil when it is blank.
    func declaration() throws(AdapterError) -> DeclarationNumber? {
        guard let text = text(form.numberItem) else { return nil }
        guard let number = DeclarationNumber(text) else {
            throw error(
                .badItem, form.numberItem, "a declaration number has 12 digits, this one has \(text.utf8.count)")
        }
        return number
    }

    func requiredDeclaration() throws(AdapterError) -> DeclarationNumber {
        guard let number = try declaration() else {
            throw error(.missingItem, form.numberItem, "the declaration number is blank")
        }
        return number
    }

    /// Start of the day that a date item names; nil when it is blank.
    func date(_ id: String) throws(AdapterError) -> Timestamp? {
        guard let date = place(id) else { return nil }
        guard let day = Timestamp(date: date, in: bytes) else { throw error(.badItem, id, "not a date yyyyMMdd") }
        return day
    }

    /// A date item with its time item; midnight when the time is blank, nil when the date is.
    func time(_ moment: LaneItems.Moment) throws(AdapterError) -> Timestamp? {
        guard let day = try date(moment.date), let date = place(moment.date) else { return nil }
        guard let time = place(moment.time) else { return day }
        guard let value = Timestamp(date: date, time: time, in: bytes) else {
            throw error(.badItem, moment.time, "not a time HHmmss")
        }
        return value
    }
}
