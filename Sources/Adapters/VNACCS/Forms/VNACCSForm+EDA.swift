extension VNACCSForm {
    /// EDA: registers the data of an export declaration before declaring it
    /// (183 items, then 27 for each of 50 goods lines).
    public static let eda = VNACCSForm(
        ["EDA"], .input, number: "ECN", .preparation(.exporting, flow: .export),
        "ECN:I12", exportData, "50{", goodsLine, "TXN:I12", lineEnd, "}")

    /// EDA01: corrects registered or declared export data; it must name its declaration, and its TXN is alphanumeric.
    public static let eda01 = VNACCSForm(
        ["EDA01"], .input, number: "ECN", .preparation(.exporting, flow: .export),
        "ECN:I12*", exportData, "50{", goodsLine, "TXN:A12", lineEnd, "}")

    private static let exportData = """
        FIC:A12 BNO:I2 DNO:I2 TDN:I12 ECB:A3* CCC:A1 MTC:A1* RID:A8 CH:A6 CHB:A2 ECD:A8 EPC:A13 EPN:W300
        EPP:A7 EPA:W300 EPT:A20 EXC:A13 EXN:W300 CGC:A13 CGN:A70 CGP:A9 CGA:A35 CAT:A35 CAC:A35 CAS:A35 CGK:A2
        ECC:A5 EKN:A35 NO:I8* NOT:A3* GW:F10 GWT:A3 ST:A7 DSC:A5* DSN:A35 PSC:A6 PSN:A35 VSC:A9 VSN:A35
        SYM:A8* MRK:A140 5(SS#:A4 SN#:A20) IV1:A1 IV2:I12 IV3:A35 IVD:A8 IVP:A7 IP2:A3* IP3:A3* IP4:F20*
        IP1:A1* FCD:A3 FKK:F20 CNV:A1 TP:F20 TPM:A1 BRC:A11 BYA:I4 BCM:A10 BCN:A10 ENC:A1 SBC:A11 RYA:I4
        SCM:A10 SCN:A10 3(EA#:A3 EB#:I12) DPD:A8 3(ST#:A7 AD#:A8 SD#:A8) ARP:A7 ADT:A8 NT2:W300 REF:A20
        5(VC#:A7) VN:A70 VA:W300 50(C##:A12) CCM:A1 10(D##:A8 T##:W120 I##:W420)
        """

    private static let goodsLine = """
        CMD:A12* COC:A7 TXA:F10 TXB:F10 TXC:A4 TXD:A3 CMN:W600* RE:A5 REG:F16 QN1:F12* QT1:A4* QN2:F12 QT2:A4
        BPR:F20 BPC:A3 DPR:F20 UPR:F9 UPC:A3 TSC:A4 TDL:A2
        """

    private static let lineEnd = "TXR:A3 5(OL#:A2)"
}
