/// The elements of edXML (QCVN 102:2016/BTTTT), in its order and with its lengths in characters.
enum EDocTables {
    /// From and To.
    static let organ = XMLTable([
        .required("OrganId", .code(60)),
        .optional("OrganizationInCharge", .text(200)),
        .optional("OrganInCharge", .text(200)),
        .optional("OrganName", .text(200)),
        .optional("OrganAdd", .text(250)),
        .optional("Email", .text(100)),
        .optional("Telephone", .text(20)),
        .optional("Fax", .text(20)),
        .optional("Website", .text(100)),
    ])

    static let code = XMLTable([
        .optional("CodeNumber", .text(11)),
        .optional("CodeNotation", .text(30)),
    ])

    static let promulgation = XMLTable([
        .optional("Place", .text(50)),
        .optional("PromulgationDate", .time(.documentDate)),
    ])

    static let documentType = XMLTable([
        .optional("Type", .choice(["1", "2"])),
        .optional("TypeDetail", .digits(1...4)),
        .optional("TypeName", .text(100)),
    ])

    static let signer = XMLTable([
        .optional("FullName", .text(50)),
        .optional("Position", .text(100)),
        .optional("Competence", .text(100)),
    ])

    static let other = XMLTable([
        .optional("Priority", .choice(["0", "1", "2", "3", "4"])),
        .optional("SphereOfPromulgation", .text(100)),
        .optional("TyperNotation", .text(10)),
        .optional("PromulgationAmount", .digits(1...9)),
        .optional("PageAmount", .digits(1...9)),
        .optional("Direction", .text(100)),
        .optional("Appendixes", .unread),
    ])

    /// Which document is answered; within a document it may say less than within a status.
    static let responseFor = XMLTable([
        .optional("OrganId", .code(60)),
        .optional("Code", .text(50)),
        .optional("PromulgationDate", .time(.documentDate)),
        .optional("DocumentId", .code(64)),
    ])

    static let messageHeader = XMLTable([
        .required("From", .group(organ)),
        .repeated("To", organ, maximum: 500),
        .required("DocumentId", .code(64)),
        .optional("Code", .group(code)),
        .optional("PromulgationInfo", .group(promulgation)),
        .optional("DocumentType", .group(documentType)),
        .optional("Subject", .text(500)),
        .optional("Content", .text(500)),
        .optional("SignerInfo", .group(signer)),
        .optional("DueDate", .time(.documentDate)),
        .optional("ToPlaces", .unread),
        .optional("OtherInfo", .group(other)),
        .optional("SteeringType", .choice(["0", "1", "2", "3"])),
        .repeated("ResponseFor", responseFor, required: false, maximum: 100),
    ])

    static let trace = XMLTable([
        .optional("OrganId", .code(60)),
        .optional("Timestamp", .time(.documentDateTime)),
    ])

    /// The standard's own spelling.
    static let business = XMLTable([
        .optional("BussinessDocType", .choice(["0", "1", "2", "3"])),
        .optional("BussinessDocReason", .text(500)),
        .optional("Paper", .text(10)),
        .optional("DocumentId", .code(64)),
        .optional("StaffInfo", .unread),
        .optional("ReplacementInfoList", .unread),
    ])

    static let traces = XMLTable([
        .repeated("TraceHeader", trace, required: false, maximum: 200),
        .optional("Bussiness", .group(business)),
    ])

    static let status = XMLTable([
        .required("ResponseFor", .group(answered)),
        .required("From", .group(organ)),
        .required("StatusCode", .choice(EDocStatus.codes)),
        .optional("Description", .text(EDocStatus.descriptionCharacters)),
        .required("Timestamp", .time(.documentDateTime)),
        .optional("StaffInfo", .unread),
    ])

    /// ResponseFor of a status.
    static let answered = XMLTable([
        .required("OrganId", .code(60)),
        .optional("Code", .text(50)),
        .optional("PromulgationDate", .time(.documentDate)),
        .required("DocumentId", .code(64)),
    ])

    /// Attachment of AttachmentEncoded; its encoded bytes are checked in place and not copied.
    static let attachment = XMLTable([
        .optional("ContentId", .text(200)),
        .optional("AttachmentName", .text(200)),
        .optional("ContentType", .text(200)),
        .optional("ContentTransferEncoded", .unread),
    ])
}
