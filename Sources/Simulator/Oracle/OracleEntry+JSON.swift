public import JSON

extension OracleEntry {
    public init?(json: JSONValue) {
        guard let number = json["number"]?.string, let status = json["status"]?.string,
            let lane = json["lane"]?.string, let office = json["office"]?.string,
            let assessed = json["assessed"]?.string, let paid = json["paid"]?.string,
            let credited = json["credited"]?.string
        else { return nil }
        self.init(
            number: number, status: status, lane: lane, office: office, assessed: assessed, paid: paid,
            credited: credited)
        guard let fees = json["fees"] else { return }
        guard let refunded = json["refunded"]?.string, let guaranteed = json["guaranteed"]?.string,
            let feesPaid = fees["paid"]?.string
        else { return nil }
        beside = Beside(
            refunded: refunded, guaranteed: guaranteed, feesAssessed: fees["assessed"]?.string, feesPaid: feesPaid)
    }

    /// The members have the names that `declaration show` gives them.
    public var json: JSONValue { .object(members) }

    var members: JSONObject {
        var members = JSONObject()
        members["number"] = .string(number)
        members["status"] = .string(status)
        members["lane"] = .string(lane)
        members["office"] = .string(office)
        members["assessed"] = .string(assessed)
        members["paid"] = .string(paid)
        members["credited"] = .string(credited)
        guard let beside else { return members }
        members["refunded"] = .string(beside.refunded)
        members["guaranteed"] = .string(beside.guaranteed)
        members["fees"] = [
            "assessed": beside.feesAssessed.map(JSONValue.string) ?? .null, "paid": .string(beside.feesPaid),
        ]
        return members
    }
}
