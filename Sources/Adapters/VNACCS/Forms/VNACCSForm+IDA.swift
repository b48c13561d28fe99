extension VNACCSForm {
    /// IDA: registers the data of an import declaration before declaring it
    /// (175 items, then 46 for each of 50 goods lines).
    public static let ida = VNACCSForm(
        ["IDA"], .input, number: "ICN", .preparation(.importing, flow: .import), "ICN:I12", importData)

    /// IDA01: corrects registered or declared import data; IDA's items, but it must name its declaration.
    public static let ida01 = VNACCSForm(
        ["IDA01"], .input, number: "ICN", .preparation(.importing, flow: .import), "ICN:I12*", importData)

    private static let importData = """
        FIC:A12 BNO:I2 DNO:I2 TDN:I12 ICB:A3* CCC:A1 MTC:A1* SKB:A1* CH:A6 CHB:A2 RED:A8 ICD:A8 IMC:A13
        IMN:W300 IMY:A7 IMA:W300 IMT:A20 NMC:A13 NMN:W300 EPC:A13 EPN:A70 EPY:A9 EPA:A35 EP2:A35 EP3:A35
        EP4:A35 EPO:A2 ENM:A70 ICC:A5 5(BL#:A35) NO:I8* NOT:A3* GW:F10 GWT:A3 ST:A7 MRK:A140 VSC:A9 VSN:A35
        ARR:A8* DST:A6 DSN:A35 PSC:A5* PSN:A35 COC:I3 N4:A1 5(OL#:A2) 5(SS#:A4 SN#:A20) IV1:A1 IV2:I12 IV3:A35
        IVD:A8 IVP:A7 IP1:A1 IP2:A3 IP3:A3 IP4:F20 VD1:A1 VD2:A9 VCC:A3 VPC:F20 FR1:A1 FR2:A3 FR3:F18 IN1:A1
        IN2:A3 IN3:F16 IN4:A6 5(VR#:A1 VI#:A3 VC#:A3 VP#:F20 VT#:F20) VLD:W840 TP:F20 TPM:A1 BP:A1 BRC:A11
        BYA:I4 BCM:A10 BCN:A10 ENC:A1 SBC:A11 RYA:I4 SCM:A10 SCN:A10 3(EA#:A3 EB#:I12) ISD:A8 DPD:A8 3(ST#:A7
        AD#:A8 SD#:A8) ARP:A7 ADT:A8 NT2:W300 REF:A20 CCM:A1 10(D##:A8 T##:W120 I##:W420)
        50{
        CMD:A12* GZC:A7 TXA:F10 TXB:F10 TXC:A4 TXD:A3 CMN:W600* OR:A2* ORS:A3 KWS:A1 SPD:A10 QN1:F12* QT1:A4*
        QN2:F12 QT2:A4 BPR:F20 UPR:F9 UPC:A3 TSC:A4 BPC:A3 DPR:F20 5(VN#:I1) TDL:A2 TXN:A12 TXR:A3 RE:A5
        REG:F16 5(TX#:A10 TR#:A5 TG#:F16)
        }
        """
}
