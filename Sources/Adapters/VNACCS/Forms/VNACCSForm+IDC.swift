extension VNACCSForm {
    /// IDC: declares an import officially.
    public static let idc = VNACCSForm(["IDC"], .input, number: "ICN", .submission(flow: .import), "ICN:I12* JKN:A1")
    /// IDE: declares the correction of an import.
    public static let ide = VNACCSForm(["IDE"], .input, number: "ICN", .submission(flow: .import), "ICN:I12* JKN:A1")
    /// EDC: declares an export officially.
    public static let edc = VNACCSForm(["EDC"], .input, number: "ECN", .submission(flow: .export), "ECN:I12* JKN:A1")
    /// EDE: declares the correction of an export.
    public static let ede = VNACCSForm(["EDE"], .input, number: "ECN", .submission(flow: .export), "ECN:I12* JKN:A1")
}
