public import Bus

/// A document to write in edXML, variant A: for the simulator and for tests.
public struct EDocDocument: Sendable, Hashable {
    public var from: EDocOrgan
    public var to: [EDocOrgan]
    /// DocumentId.
    public var id: String
    public var codeNumber: String?
    public var codeNotation: String?
    /// Place of PromulgationInfo.
    public var place: String?
    /// PromulgationDate; the day is what it says.
    public var promulgated: Timestamp?
    /// TypeName of DocumentType.
    public var typeName: String?
    public var subject: String
    public var content: String?
    public var business: EDocBusiness
    public var traces: [EDocTrace]
    public var attachments: [EDocAttachment]

    public init(
        from: EDocOrgan, to: [EDocOrgan], id: String, codeNumber: String? = nil, codeNotation: String? = nil,
        place: String? = nil, promulgated: Timestamp? = nil, typeName: String? = nil, subject: String,
        content: String? = nil, business: EDocBusiness = .new, traces: [EDocTrace] = [],
        attachments: [EDocAttachment] = []
    ) {
        self.from = from
        self.to = to
        self.id = id
        self.codeNumber = codeNumber
        self.codeNotation = codeNotation
        self.place = place
        self.promulgated = promulgated
        self.typeName = typeName
        self.subject = subject
        self.content = content
        self.business = business
        self.traces = traces
        self.attachments = attachments
    }
}
