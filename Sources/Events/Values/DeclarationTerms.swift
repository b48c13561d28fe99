/// Import (`nhập khẩu`) or export (`xuất khẩu`).
public enum Flow: String, Sendable, Hashable { case `import`, export }

/// The lane (`luồng`) that risk management put a declaration in.
public enum Lane: String, Sendable, Hashable, CaseIterable {
    /// Green: accepted.
    case one = "1"
    /// Yellow: documents are checked.
    case two = "2"
    /// Red: physical inspection on top of the document check.
    case three = "3"
}

/// Where a declaration stands.
public enum DeclarationStatus: String, Sendable, Hashable, CaseIterable {
    case registered
    case awaitingPayment = "awaiting-payment"
    case underDocumentCheck = "under-document-check"
    case underInspection = "under-inspection"
    case releasable
    case cleared
    case cancelled
    case conflict
}

/// What an E-doc document is for, as far as a declaration's status depends on it.
public enum DocumentPurpose: String, Sendable, Hashable {
    /// Documents of a declaration's dossier (`hồ sơ`).
    case dossier
    /// Record of a physical inspection (`biên bản kiểm tra`).
    case inspectionRecord = "inspection-record"
    /// Request to cancel a declaration (`hủy tờ khai`).
    case cancellation
    /// Anything else, e.g. official letters between agencies.
    case letter
}
