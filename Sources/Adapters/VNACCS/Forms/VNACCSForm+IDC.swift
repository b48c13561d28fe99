extension VNACCSForm {
    /// IDC: declares an import officially.
    static let idc = VNACCSForm(["IDC"], .input, number: "ICN", .submission(flow: .import), "ICN:I12* JKN:A1")
    /// IDE: declares the correction of an import.
    static let ide = VNACCSForm(["IDE"], .input, number: "ICN", .submission(flow: .import), "ICN:I12* JKN:A1")
    /// EDC: declares an export officially.
    static let edc = VNACCSForm(["EDC"], .input, number: "ECN", .submission(flow: .export), "ECN:I12* JKN:A1")
    /// EDE: declares the correction of an export.
    static let ede = VNACCSForm(["EDE"], .input, number: "ECN", .submission(flow: .export), "ECN:I12* JKN:A1")
}
