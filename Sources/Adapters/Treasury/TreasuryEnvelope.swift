/// The parts of a treasury message: `DATA` with HEADER and BODY; rows stand in BODY/MASTER.
struct TreasuryEnvelope {
    let header: XMLContents
    let form: TreasuryForm
    let rows: [XMLNode]

    init(_ bytes: [UInt8]) throws(AdapterError) {
        let root = try XMLDocumentReader.parse(bytes)
        guard root.name == "DATA" else {
            throw AdapterError(
                .unknownForm, offset: root.offset, line: root.line,
                problem: "the root element is not DATA: not a message of the treasury")
        }
        let headerNode = try Self.part("HEADER", of: root)
        // The code first: what the other fields mean depends on it.
        let code = headerNode.child("TRAN_CODE")?.text ?? ""
        let known = TreasuryForm(rawValue: code).flatMap { $0 == .answer ? nil : $0 }
        guard known != nil || code.isEmpty else {
            throw AdapterError(
                .unknownForm, form: code.utf8.count <= 8 && code.isDigits ? code : nil, field: "TRAN_CODE",
                offset: headerNode.offset, line: headerNode.line,
                problem: "no transaction code that is taken here; 299, 900 and 910 are")
        }
        header = try TreasuryTables.header.read(headerNode, form: known?.rawValue)
        guard let form = known else {
            throw AdapterError(
                .missingItem, field: "TRAN_CODE", offset: headerNode.offset, line: headerNode.line,
                problem: "is missing or empty")
        }
        self.form = form
        rows = try Self.rows(of: Self.part("BODY", of: root), form: form)
    }

    private static func rows(of body: XMLNode, form: TreasuryForm) throws(AdapterError) -> [XMLNode] {
        var rows: [XMLNode] = []
        for master in body.children where master.isNamed("MASTER") {
            if form == .voucherList, let name = master.child("MAU_SO"), name.text != TreasuryTables.voucherListForm {
                throw AdapterError(
                    .unknownForm, form: form.rawValue, field: "MAU_SO", offset: name.offset, line: name.line,
                    problem: "a free format that is not \(TreasuryTables.voucherListForm)")
            }
            for row in master.children where row.isNamed("ROW") {
                guard rows.count < TreasuryTables.maximumRows else {
                    throw AdapterError(
                        .limitExceeded, form: form.rawValue, field: "ROW", offset: row.offset, line: row.line,
                        problem: "more than \(TreasuryTables.maximumRows) rows")
                }
                rows.append(row)
            }
        }
        guard !rows.isEmpty else {
            throw AdapterError(
                .missingItem, form: form.rawValue, field: "ROW", offset: body.offset, line: body.line,
                problem: "there is no MASTER with a ROW")
        }
        return rows
    }

    /// The only child of that name: with two, what is signed and what is read could be different ones.
    private static func part(_ name: StaticString, of node: XMLNode) throws(AdapterError) -> XMLNode {
        let (found, another) = node.children(named: name)
        if let another {
            throw AdapterError(
                .badItem, field: name.description, offset: another.offset, line: another.line,
                problem: "appears twice")
        }
        guard let found else {
            throw AdapterError(.missingItem, field: name.description, offset: node.offset, line: node.line, problem: "is missing")
        }
        return found
    }
}
