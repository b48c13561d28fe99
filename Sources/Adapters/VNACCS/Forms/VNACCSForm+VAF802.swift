extension VNACCSForm {
    /// VAF802: tax as customs has fixed it (`ấn định thuế`), beside what the declaration had (63 items).
    public static let vaf802 = VNACCSForm(
        ["VAF802"], .output, number: "ICN", .taxStatement,
        """
        CSM:W210 CBN:W210 SPN:I12 ICN:I12 DDC:A8 DKC:A3 IEN:W300 IEC:A13 PCD:A7 ADB:W300 TEL:A20 SBN:W210
        SBK:A11 SIY:I4 SBS:A10 SRN:A10 TSN:W60 BNM:W210 BCD:A11 BIY:I4 BPS:A10 BPN:A10 6(TN#:W27 IS#:I4
        IA#:I11 IM#:I11 IQ#:I12) TDA:I11 TA4:I11 TDQ:I12 CCC:A3 EXR:F9 LOP:I3 EFD:A8 TAN:A15 TNM:W210 ARR:W765
        DOP:A8
        """)
}
