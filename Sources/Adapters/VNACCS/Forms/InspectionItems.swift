/// Ids of the items of an inspection notice that go into its event.
struct InspectionItems: Sendable {
    let office: String
    let kind: String

    static let importing = InspectionItems(office: "K07", kind: "K04")
}
