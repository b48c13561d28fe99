import Bus
import Events
import JSON

/// Reads the members of a stored record and names the one that is wrong.
struct StateReader {
    struct Problem: Error, CustomStringConvertible {
        let member: String
        var description: String { "member \(member) of the stored record is missing or wrong" }
    }

    private let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    func string(_ member: String) throws(Problem) -> String { try need(optionalString(member), member) }
    func optionalString(_ member: String) -> String? { json[member]?.string }
    func integer(_ member: String) throws(Problem) -> Int64 { try need(json[member]?.integer, member) }
    func version(_ member: String = "version") throws(Problem) -> Int { Int(try integer(member)) }
    func amount(_ member: String) throws(Problem) -> Amount { try need(optionalAmount(member), member) }
    func optionalAmount(_ member: String) -> Amount? { optionalString(member).flatMap { Amount($0) } }

    func time(_ member: String) throws(Problem) -> Timestamp { Timestamp(milliseconds: try integer(member)) }
    func optionalTime(_ member: String) -> Timestamp? { json[member]?.integer.map { Timestamp(milliseconds: $0) } }

    func choice<Choice: RawRepresentable<String>>(_ member: String) throws(Problem) -> Choice {
        try need(Choice(rawValue: try string(member)), member)
    }

    func object(_ member: String) -> StateReader? { json[member].map(StateReader.init) }

    func list(_ member: String) -> [StateReader] { (json[member]?.array ?? []).map(StateReader.init) }
    func strings(_ member: String) -> [String] { (json[member]?.array ?? []).compactMap(\.string) }

    func amounts(_ member: String) throws(Problem) -> [String: Amount] {
        var amounts: [String: Amount] = [:]
        for entry in json[member]?.object?.members ?? [] {
            amounts[entry.key] = try need(entry.value.string.flatMap { Amount($0) }, member)
        }
        return amounts
    }

    func range(_ member: String) throws(Problem) -> AmountRange? {
        guard let array = json[member]?.array else { return nil }
        let amounts = array.compactMap { $0.string.flatMap { Amount($0) } }
        return AmountRange(lowest: try need(amounts.first, member), highest: try need(amounts.last, member))
    }

    func need<Value>(_ value: Value?, _ member: String) throws(Problem) -> Value {
        guard let value else { throw Problem(member: member) }
        return value
    }
}
