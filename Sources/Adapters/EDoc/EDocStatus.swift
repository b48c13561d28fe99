public import Bus

/// A status message to write in edXML, variant A: for the simulator, for tests, and for our own answers.
public struct EDocStatus: Sendable, Hashable {
    /// 01 arrived, 02 refused, 03 received, 04 waiting for assignment, 05 in process, 06 done, 13 revoke,
    /// 15 agreed to revoke or update, 16 refused to.
    public static let codes = ["01", "02", "03", "04", "05", "06", "13", "15", "16"]
    static let descriptionCharacters = 500

    /// OrganId of the organ whose document it is about; empty when that is not known.
    public var organ: String
    /// DocumentId of that document; empty when that is not known.
    public var document: String
    /// Who reports.
    public var from: EDocOrgan
    /// One of `codes`.
    public var code: String
    /// Description; what is longer than 500 characters is cut off.
    public var description: String
    /// Timestamp; seconds are the finest it can say.
    public var reported: Timestamp

    public init(
        organ: String, document: String, from: EDocOrgan, code: String, description: String = "", reported: Timestamp
    ) {
        self.organ = organ
        self.document = document
        self.from = from
        self.code = code
        self.description = description
        self.reported = reported
    }

    /// The whole message in UTF-8. Values are written as they are; the codec is what checks them.
    public func encoded() -> [UInt8] {
        let answered = XMLRecord(
            EDocTables.answered, ["OrganId": .text(ifAny: organ), "DocumentId": .text(ifAny: document)])
        let record = XMLRecord(
            EDocTables.status,
            [
                "ResponseFor": .records([answered]), "From": .records([from.record]), "StatusCode": .text(ifAny: code),
                "Description": .text(ifAny: shortDescription),
                "Timestamp": .time(reported),
            ])
        var writer = XMLWriter()
        EDocWriting.envelope(&writer) { writer in
            writer.element("edXML:edXMLHeader") { writer in
                writer.element("Status") { EDocTables.status.write(record, to: &$0) }
            }
        }
        return writer.bytes
    }

    private var shortDescription: String {
        // A text has at most as many characters as bytes.
        description.utf8.count <= Self.descriptionCharacters
            ? description : String(description.prefix(Self.descriptionCharacters))
    }
}
