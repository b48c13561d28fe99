extension DeclarationStatusChanged: DescribedPayload {
    public static let schema = ObjectSchema(
        "The pipeline found that a declaration has another status now.",
        .required("declaration", .declaration, "The highest version seen."), .required("status", .status),
        .optional("previous", .status, "Absent for the first status."), .optional("lane", .lane),
        .optional("office", .office, "As the systems said it."),
        .optional("officeInForce", .office, "The office that was in force at the time of the cause."),
        .required("assessed", .amount), .required("paid", .amount), .required("credited", .amount),
        .required("cause", .eventID, "Id of the event that led to it."))
}

extension DeclarationConflictFound: DescribedPayload {
    public static let schema = ObjectSchema(
        "What the systems say of a declaration contradicts.", .required("declaration", .declaration),
        .required(
            "conflict", .matching("^[a-z]+(-[a-z]+)*$", example: "overpaid"),
            "Which one, e.g. cleared-unsettled, overpaid, credit-mismatch, payment-to-closed-office, cleared-after-cancellation; others may come."),
        .required("detail", .text(example: "paid 2 of 1"), "For people."),
        .required("cause", .eventID, "Id of the event that led to it."))
}
