extension DocumentReceived: DescribedPayload {
    public static let schema = ObjectSchema(
        "An official document (văn bản) arrived over E-doc.",
        .optional("declaration", .declaration, "The declaration that the document names."), .required("document", .document),
        .required("organ", .organ, "The sender."), .optional("code", .text(example: "12/HQ-KB"), "CodeNumber/CodeNotation."),
        .required(
            "purpose", .choice([DocumentPurpose.dossier, .inspectionRecord, .cancellation, .letter].map(\.rawValue)),
            "dossier (hồ sơ), record of a physical inspection (biên bản kiểm tra), request to cancel (hủy tờ khai), or any other letter."),
        .optional("promulgated", .time))
}

extension DocumentStatusChanged: DescribedPayload {
    public static let schema = ObjectSchema(
        "A receiving organ reported what became of a document.", .required("document", .document),
        .required("organ", .organ, "Who reports."),
        .required(
            "status", .matching("^(0[1-9]|1[0-6])$", example: "03"),
            "As QCVN 102 lists them: 01 arrived, 02 refused, 03 received, 06 done, 13 revoke, 15 agreed, 16 refused to, ..."),
        .required("reported", .time))
}
