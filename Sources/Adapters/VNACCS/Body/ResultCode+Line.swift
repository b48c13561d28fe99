import Events

/// As it stands in a result line.
extension ResultCode {
    /// Bytes of `CCCCC-IIII-NNNN`.
    static let width = 15

    /// What stands for no error.
    static let success = ResultCode(code: "00000", item: "0000", occurrence: "0000")
}
