extension VNACCSForm {
    /// VAF801: tax statement (`chứng từ ghi số thuế phải thu`), with the treasury account to pay to (70 items).
    public static let vaf801 = VNACCSForm(
        ["VAF801"], .output, number: "ICN", .taxStatement,
        """
        CSM:W210 CBN:W210 SPN:I12 IEN:W300 IEC:A13 PCD:A7 ADB:W300 TEL:A20 ICN:I12 DDC:A8 DKC:A3 SBN:W210
        SBK:A11 SIY:I4 SBS:A10 SRN:A10 TSN:W60 BNM:W210 BCD:A11 BIY:I4 BPS:A10 BPN:A10 6(TN#:W27 IS#:I4
        IT#:I12 IE#:I11 IR#:I11 IM#:I12) TAM:I12 TA2:I11 TA3:I11 TA4:I12 CCC:A3 EXR:F9 LOP:I3 EFD:A8 TAN:A15
        TNM:W210 ARR:W765 DOP:A8
        """)
}
