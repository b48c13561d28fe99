import Events
public import JSON

/// How one declaration must end once everything was applied, known from how its story was told.
public struct OracleEntry: Sendable, Hashable {
    /// 12 digits, with the highest version.
    public var number: String
    public var status: String
    public var lane: String
    /// Office code as the systems said it.
    public var office: String
    public var assessed: String
    public var paid: String
    public var credited: String

    public init(
        number: String, status: String, lane: String, office: String, assessed: String, paid: String, credited: String
    ) {
        self.number = number
        self.status = status
        self.lane = lane
        self.office = office
        self.assessed = assessed
        self.paid = paid
        self.credited = credited
    }

    public init?(json: JSONValue) {
        guard let number = json["number"]?.string, let status = json["status"]?.string,
            let lane = json["lane"]?.string, let office = json["office"]?.string,
            let assessed = json["assessed"]?.string, let paid = json["paid"]?.string,
            let credited = json["credited"]?.string
        else { return nil }
        self.init(
            number: number, status: status, lane: lane, office: office, assessed: assessed, paid: paid,
            credited: credited)
    }

    public var json: JSONValue {
        [
            "number": .string(number), "status": .string(status), "lane": .string(lane), "office": .string(office),
            "assessed": .string(assessed), "paid": .string(paid), "credited": .string(credited),
        ]
    }

    /// What differs from what the pipeline says, as text for people; empty when nothing does.
    /// - Parameter shown: the machine output of `declaration show`; nil when the declaration is unknown.
    public func differences(from shown: JSONValue?) -> [String] {
        guard let shown else { return ["\(number): unknown"] }
        return json.object?.members.compactMap { member in
            let found = shown[member.key]?.string
            guard found != member.value.string else { return nil }
            return "\(number): \(member.key) is \(found ?? "absent"), expected \(member.value.string ?? "")"
        } ?? []
    }
}
