/// A JSON object of the published language: its members, in the order in which they are written.
///
/// Members that are not in it may come with a later release of the same version; readers let them by.
public struct ObjectSchema: Sendable, Hashable {
    /// Under which schemas refer to it, e.g. `taxLine`; nil for a payload, which goes by its event type.
    public let name: String?
    public let meaning: String
    public let members: [SchemaMember]

    init(name: String? = nil, _ meaning: String, _ members: SchemaMember...) {
        self.name = name
        self.meaning = meaning
        self.members = members
    }
}
