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
    /// Further sums; nil when they are not looked at.
    public var beside: Beside?

    /// Sums in VND that `declaration show` has beside the fixed members.
    public struct Beside: Sendable, Hashable {
        /// What the Treasury gave back of payments that stand.
        public var refunded: String
        public var guaranteed: String
        /// nil without a fee statement that has an amount.
        public var feesAssessed: String?
        public var feesPaid: String

        public init(refunded: String, guaranteed: String, feesAssessed: String?, feesPaid: String) {
            self.refunded = refunded
            self.guaranteed = guaranteed
            self.feesAssessed = feesAssessed
            self.feesPaid = feesPaid
        }
    }

    public init(
        number: String, status: String, lane: String, office: String, assessed: String, paid: String, credited: String,
        beside: Beside? = nil
    ) {
        self.number = number
        self.status = status
        self.lane = lane
        self.office = office
        self.assessed = assessed
        self.paid = paid
        self.credited = credited
        self.beside = beside
    }

    /// What differs from what the pipeline says, as text for people; empty when nothing does.
    /// - Parameter shown: the machine output of `declaration show`; nil when the declaration is unknown.
    public func differences(from shown: JSONValue?) -> [String] {
        guard let shown else { return ["\(number): unknown"] }
        return differences(members, shown, within: "")
    }

    /// - Parameter path: of the object that the members are of, with a point behind it.
    private func differences(_ expected: JSONObject, _ shown: JSONValue?, within path: String) -> [String] {
        expected.members.flatMap { member in
            let found = shown?[member.key]
            if let inner = member.value.object { return differences(inner, found, within: path + member.key + ".") }
            guard found?.string != member.value.string else { return [] }
            return [
                "\(number): \(path)\(member.key) is \(found?.string ?? "absent"), expected \(member.value.string ?? "absent")"
            ]
        }
    }
}
