/// What can be said of where to send a refusal, from bytes that may be no message at all.
struct EDocAddresses {
    let reference: EDocReference
    /// OrganId of the first To.
    let receiver: String?

    /// nil when nothing in it could be the sender and the number of a document.
    init?(_ bytes: [UInt8]) {
        guard let envelope = try? EDocEnvelope(bytes) else { return nil }
        let source: XMLNode?
        let organ: XMLNode?
        switch envelope.content {
        case .document(let node): (source, organ) = (node, node.child("From"))
        case .status(let node): (source, organ) = (node.child("ResponseFor"), node.child("ResponseFor"))
        }
        guard let id = Self.organ(organ), let document = source?.child("DocumentId")?.text, !document.isEmpty,
            document.utf8.count <= 64, document.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        reference = EDocReference(organ: id, document: document)
        switch envelope.content {
        case .document(let node): receiver = Self.organ(node.child("To"))
        case .status: receiver = id
        }
    }

    private static func organ(_ node: XMLNode?) -> String? {
        guard let id = node?.child("OrganId")?.text, id.utf8.count <= 60, EDocReference.isOrgan(id) else { return nil }
        return id
    }
}
