/// Ids of the items of a lane result or a clearance that go into its event.
struct LaneItems: Sendable {
    /// A date item (`yyyyMMdd`) and the time item (`HHmmss`) that belongs to it.
    struct Moment: Sendable {
        let date: String
        let time: String
    }

    let lane: String
    let kind: String
    let officeName: String
    let taxpayer: String
    let registered: Moment
    let corrected: Moment
    /// Permit, then completion of the inspection; only clearances have them.
    let cleared: [Moment]
    let totalTax: String
    let security: String

    static let importing = LaneItems(
        lane: "A06", kind: "A02", officeName: "A07", taxpayer: "A18", registered: Moment(date: "A09", time: "AD1"),
        corrected: Moment(date: "AD2", time: "AD3"),
        cleared: [Moment(date: "C21", time: "AD4"), Moment(date: "C22", time: "AD5")], totalTax: "B02", security: "B03")

    static let exporting = LaneItems(
        lane: "K07", kind: "K03", officeName: "K08", taxpayer: "K16", registered: Moment(date: "K10", time: "AD1"),
        corrected: Moment(date: "AD2", time: "AD3"),
        cleared: [Moment(date: "K86", time: "AD5"), Moment(date: "CCD", time: "AD4")], totalTax: "ETA", security: "SAM")
}
