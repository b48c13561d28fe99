/// The parts that the printed export declarations have in common, in the notation of the field tables.
enum ExportDeclaration {
    /// Up to the currency of the total tax.
    static let data = """
        ECN:I12 JKN:A1 FIC:A12 BNO:I2 DNO:I2 TNO:I12 K07:A3 K03:A3 K05:A1 ADF:A1 K01:A4 K08:A10 K09:A2 K10:A8
        AD1:A6 AD2:A8 AD3:A6 RID:A8 AAA:A1 K16:A13 K17:W300 K18:A7 K19:W300 K23:A20 ADG:A13 ADH:W300 K24:A13
        K25:A70 K26:A9 K27:A35 K28:A35 K29:A35 K30:A35 K31:A2 K32:A5 K33:A50 K34:A5 K35:A35 K36:I8 K37:A3
        K39:F10 K40:A3 K41:A7 K42:A20 K43:A5 K44:A35 K46:A6 K47:A35 K50:A9 K51:A35 K52:A8 K56:A140 5(A#:A4
        B#:A20) K58:A1 K59:A35 K60:I12 IVD:A8 IVP:A7 K61:A3 K62:A3 K63:F20 K64:A1 K65:A3 K66:F20 2(RC#:A3
        RD#:F9) K67:F20 K68:A1 AD6:A1 TPM:A1 ENC:A1 PAY:A1 ETA:F11 AD7:A3
        """

    /// Security, attachments and notes.
    static let totals = "SAM:I11 AD8:A3 K69:I2 K70:I2 3(EA#:A3 EN#:I12) K79:W300 K81:A20 K82:A5"

    /// Bonded transport, vanning places, containers and customs instructions.
    static let transport = """
        K88:A8 3(ST#:A7 BD#:A8 BC#:A8) ARR:A7 K89:A8 5(E#:A7) K71:A70 K72:W300 50(C##:A12) CCM:A1 10(D##:A8
        T##:W120 I##:W420)
        """

    static let goodsLines = """
        50{
        R01:A2 R05:A12 ADJ:A7 R03:A1 R04:W600 R08:F12 R09:A4 R11:F12 R12:A4 R13:F20 UPR:F9 UPC:A3 TSC:A4
        R07:F17 AD9:A3 R14:A3 R15:F20 TSQ:F12 TSU:A4 CVU:F18 ADA:A3 QCV:A4 TRA:A30 TRM:A1 TAX:F16 ADB:A3
        TRP:F16 ADC:A3 TDN:A2 ADD:I12 ADE:A3 CUP:A21 IUP:A21 CQU:F12 CQC:A4 IQU:F12 IQC:A4 CPR:F16 IPR:F16
        5(F#:A2) TRC:A5 TRL:A60
        }
        """
}
