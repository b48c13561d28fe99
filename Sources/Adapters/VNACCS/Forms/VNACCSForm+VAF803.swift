extension VNACCSForm {
    /// VAF803: statement of the clearance fee (`lệ phí hải quan`); it prints no amount (14 items).
    public static let vaf803 = VNACCSForm(
        ["VAF803"], .output, number: "ICN", .feeStatement,
        """
        CSM:W210 CBN:W210 SPN:I12 IEN:W300 IEC:A13 PCD:A7 ADB:W300 TEL:A20 ICN:I12 DDC:A8 DKC:A3 TAN:A15
        TNM:W210 DOP:A8
        """)

    /// VAF804: statement of fees with their amounts (28 items).
    public static let vaf804 = VNACCSForm(
        ["VAF804"], .output, number: "ICN", .feeStatement,
        """
        CSM:W210 CBN:W210 SPN:I12 IEN:W300 IEC:A13 PCD:A7 ADB:W300 TEL:A20 ICN:I12 DDC:A8 DKC:A3 BNM:W210
        BCD:A11 BYA:I4 BPS:A10 BPN:A10 4(CC#:W27 IM#:I12) DTM:I12 TAN:A15 TNM:W210 DOP:A8
        """)
}
