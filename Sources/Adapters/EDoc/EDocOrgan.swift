/// An organ that sends or receives documents.
public struct EDocOrgan: Sendable, Hashable {
    /// OrganId: up to 4 groups with dots between, e.g. `000.00.00.G12`.
    public var id: String
    /// OrganName, up to 200 characters.
    public var name: String?
    /// Email, up to 100 characters.
    public var email: String?

    public init(id: String, name: String? = nil, email: String? = nil) {
        self.id = id
        self.name = name
        self.email = email
    }

    var record: XMLRecord {
        XMLRecord(
            EDocTables.organ,
            ["OrganId": .text(ifAny: id), "OrganName": .text(ifAny: name), "Email": .text(ifAny: email)])
    }
}
