extension VNACCSForm {
    /// VAD1AC, VAD2AC, VAD3AC: import declaration with its lane (239 items, then 90 for each of 50 goods lines). The
    /// amended declaration, by the declarant (AE) or by customs (AY), is read by the same table.
    public static let vad1ac = VNACCSForm(
        ["VAD1AC", "VAD2AC", "VAD3AC", "VAD2AE", "VAD3AE", "VAD2AY", "VAD3AY"], .output, number: "ICN", .registration(.importing, flow: .import),
        "ICN:I12*", ImportDeclaration.data, "ADY:A8 ADZ:A6", ImportDeclaration.deferredTax,
        ImportDeclaration.transport, ImportDeclaration.goodsLines)

    /// VAD1AG, VAD2AG: import declaration cleared; VAD1AC with a permit block (251 items, then 90 for each goods line).
    /// A declaration of lane 3 clears as VAD2AG.
    public static let vad1ag = VNACCSForm(
        ["VAD1AG", "VAD2AG"], .output, number: "ICN", .clearance(.importing, flow: .import),
        "ICN:I12", ImportDeclaration.data,
        "C20:W108 C21:A8 AD4:A6 C22:A8 AD5:A6 C23:A2 C24:A8 AD6:A6 C25:A8 AD7:A6 C26:I2",
        ImportDeclaration.deferredTax, "ADX:A1 ADY:W27 ADZ:A8", ImportDeclaration.transport,
        ImportDeclaration.goodsLines)
}
