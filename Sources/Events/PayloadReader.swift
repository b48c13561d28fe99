import Bus
import JSON

/// Reads the members of one payload and names the one that is wrong.
struct PayloadReader {
    private let type: EventType
    private let members: [JSONObject.Member]
    /// Behind the member found last: members are asked for in the order in which they are written, mostly.
    private var next = 0
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
        members = object.members
        self.element = element
    }

    mutating func string(_ member: String) throws(PayloadError) -> String {
        guard let value = try optionalString(member) else { throw missing(member) }
        return value
    }

    mutating func optionalString(_ member: String) throws(PayloadError) -> String? {
        guard let value = value(member) else { return nil }
        guard let text = value.string else { throw wrong(member, "is not a string") }
        return text
    }

    mutating func declaration(_ member: String = "declaration") throws(PayloadError) -> DeclarationNumber {
        guard let value = try optionalDeclaration(member) else { throw missing(member) }
        return value
    }

    mutating func optionalDeclaration(_ member: String = "declaration") throws(PayloadError) -> DeclarationNumber? {
        guard let text = try optionalString(member) else { return nil }
        guard let number = DeclarationNumber(text) else { throw wrong(member, "is not 12 digits") }
        return number
    }

    mutating func amount(_ member: String) throws(PayloadError) -> Amount {
        guard let value = try optionalAmount(member) else { throw missing(member) }
        return value
    }

    mutating func optionalAmount(_ member: String) throws(PayloadError) -> Amount? {
        guard let text = try optionalString(member) else { return nil }
        guard let amount = Amount(text) else { throw wrong(member, "is not an amount") }
        return amount
    }

    mutating func time(_ member: String) throws(PayloadError) -> Timestamp {
        guard let value = try optionalTime(member) else { throw missing(member) }
        return value
    }

    mutating func optionalTime(_ member: String) throws(PayloadError) -> Timestamp? {
        guard let text = try optionalString(member) else { return nil }
        guard let time = Timestamp(rfc3339: text) else { throw wrong(member, "is not an RFC 3339 time") }
        return time
    }

    mutating func choice<Choice: RawRepresentable<String>>(_ member: String) throws(PayloadError) -> Choice {
        guard let choice = Choice(rawValue: try string(member)) else { throw wrong(member, "has an unknown value") }
        return choice
    }

    mutating func list<Element>(
        _ member: String, _ read: (inout PayloadReader) throws(PayloadError) -> Element
    ) throws(PayloadError) -> [Element] {
        guard let value = value(member) else { throw missing(member) }
        guard let array = value.array else { throw wrong(member, "is not an array") }
        var result: [Element] = []
        result.reserveCapacity(array.count)
        for (place, element) in array.enumerated() {
            var reader = try PayloadReader(element, of: type, element: (member, place))
            result.append(try read(&reader))
        }
        return result
    }

    mutating func strings(_ member: String) throws(PayloadError) -> [String] {
        guard let value = value(member) else { throw missing(member) }
        guard let array = value.array else { throw wrong(member, "is not an array") }
        var texts: [String] = []
        texts.reserveCapacity(array.count)
        for (place, element) in array.enumerated() {
            guard let text = element.string else { throw wrong("\(member)[\(place)]", "is not a string") }
            texts.append(text)
        }
        return texts
    }

    /// nil for a member that is not there or `null`.
    private mutating func value(_ name: String) -> JSONValue? {
        for step in members.indices {
            let place = next + step < members.count ? next + step : next + step - members.count
            guard members[place].key == name else { continue }
            next = place + 1
            if case .null = members[place].value { return nil }
            return members[place].value
        }
        return nil
    }

    func wrong(_ member: String, _ problem: String) -> PayloadError {
        let path = element.map { "\($0.list)[\($0.place)].\(member)" } ?? member
        return PayloadError(type: type.rawValue, member: path, problem: problem)
    }

    private func missing(_ member: String) -> PayloadError { wrong(member, "is missing") }
}
