/// Ids of the items of a pre-registration that go into its event.
struct PreparationItems: Sendable {
    let kind: String
    let office: String
    let taxpayer: String

    static let importing = PreparationItems(kind: "ICB", office: "CH", taxpayer: "IMC")
    static let exporting = PreparationItems(kind: "ECB", office: "CH", taxpayer: "EPC")
}
