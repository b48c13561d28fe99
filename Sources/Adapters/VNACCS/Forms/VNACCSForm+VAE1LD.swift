extension VNACCSForm {
    /// VAE1LD, VAE2LD, VAE3LD: export declaration with its lane (199 items, then 46 for each of 50 goods lines). The
    /// amended declaration, by the declarant (LE) or by customs (LY), is read by the same table.
    public static let vae1ld = VNACCSForm(
        ["VAE1LD", "VAE2LD", "VAE3LD", "VAE1LE", "VAE2LE", "VAE3LE", "VAE1LY", "VAE2LY", "VAE3LY"], .output, number: "ECN", .registration(.exporting, flow: .export),
        ExportDeclaration.data, "TCO:I11", ExportDeclaration.totals, ExportDeclaration.transport,
        ExportDeclaration.goodsLines)

    /// VAE1LF, VAE2LF: export declaration cleared; VAE1LD with a permit block, and its TCO may have decimals
    /// (204 items, then 46 for each goods line).
    public static let vae1lf = VNACCSForm(
        ["VAE1LF", "VAE2LF"], .output, number: "ECN", .clearance(.exporting, flow: .export),
        ExportDeclaration.data, "TCO:F11", ExportDeclaration.totals, "CCD:A8 AD4:A6 K86:A8 AD5:A6 K87:W108",
        ExportDeclaration.transport, ExportDeclaration.goodsLines)
}
