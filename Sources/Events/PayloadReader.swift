import Bus
import JSON

/// Reads the members of one payload and names the one that is wrong.
struct PayloadReader {
    private let type: EventType
    private let object: JSONObject
    /// The list and the place in it that this object stands at.
    private let element: (list: String, place: Int)?

    init(_ json: JSONValue, of type: EventType) throws(PayloadError) {
        try self.init(json, of: type, element: nil)
    }

    private init(_ json: JSONValue, of type: EventType, element: (list: String, place: Int)?) throws(PayloadError) {
        guard let object = json.object else {
            let member = element.map { "\($0.list)[\($0.place)]" } ?? "data"
            throw PayloadError(type: type.rawValue, member: member, problem: "is not an object")
        }
        self.type = type
        self.object = object
        self.element = element
    }

    func string(_ member: String) throws(PayloadError) -> String {
        guard let value = try optionalString(member) else { throw missing(member) }
        return value
    }

    func optionalString(_ member: String) throws(PayloadError) -> String? {
        guard let value = object[member], value != .null else { return nil }
        guard let text = value.string else { throw wrong(member, "is not a string") }
        return text
    }

    func declaration(_ member: String = "declaration") throws(PayloadError) -> DeclarationNumber {
        guard let value = try optionalDeclaration(member) else { throw missing(member) }
        return value
    }

    func optionalDeclaration(_ member: String = "declaration") throws(PayloadError) -> DeclarationNumber? {
        guard let text = try optionalString(member) else { return nil }
        guard let number = DeclarationNumber(text) else { throw wrong(member, "is not 12 digits") }
        return number
    }

    func amount(_ member: String) throws(PayloadError) -> Amount {
        guard let value = try optionalAmount(member) else { throw missing(member) }
        return value
    }

    func optionalAmount(_ member: String) throws(PayloadError) -> Amount? {
        guard let text = try optionalString(member) else { return nil }
        guard let amount = Amount(text) else { throw wrong(member, "is not an amount") }
        return amount
    }

    func time(_ member: String) throws(PayloadError) -> Timestamp {
        guard let value = try optionalTime(member) else { throw missing(member) }
        return value
    }

    func optionalTime(_ member: String) throws(PayloadError) -> Timestamp? {
        guard let text = try optionalString(member) else { return nil }
        guard let time = Timestamp(rfc3339: text) else { throw wrong(member, "is not an RFC 3339 time") }
        return time
    }

    func choice<Choice: RawRepresentable<String>>(_ member: String) throws(PayloadError) -> Choice {
        guard let choice = Choice(rawValue: try string(member)) else { throw wrong(member, "has an unknown value") }
        return choice
    }

    func list<Element>(
        _ member: String, _ read: (PayloadReader) throws(PayloadError) -> Element
    ) throws(PayloadError) -> [Element] {
        guard let value = object[member], value != .null else { throw missing(member) }
        guard let array = value.array else { throw wrong(member, "is not an array") }
        var result: [Element] = []
        result.reserveCapacity(array.count)
        for (place, value) in array.enumerated() {
            result.append(try read(PayloadReader(value, of: type, element: (member, place))))
        }
        return result
    }

    func strings(_ member: String) throws(PayloadError) -> [String] {
        guard let value = object[member], value != .null else { throw missing(member) }
        guard let array = value.array else { throw wrong(member, "is not an array") }
        var texts: [String] = []
        texts.reserveCapacity(array.count)
        for (place, value) in array.enumerated() {
            guard let text = value.string else { throw wrong("\(member)[\(place)]", "is not a string") }
            texts.append(text)
        }
        return texts
    }

    func wrong(_ member: String, _ problem: String) -> PayloadError {
        let path = element.map { "\($0.list)[\($0.place)].\(member)" } ?? member
        return PayloadError(type: type.rawValue, member: path, problem: problem)
    }

    private func missing(_ member: String) -> PayloadError { wrong(member, "is missing") }
}
