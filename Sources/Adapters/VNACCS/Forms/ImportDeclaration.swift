/// The parts that the printed import declarations have in common, in the notation of the field tables.
enum ImportDeclaration {
    /// After the number, up to the customs instructions.
    static let data = """
        JKN:A1 FIC:A12 BNO:I2 DNO:I2 TDN:I12 A06:A3 A02:A3 ADA:A1 ADB:A1 A05:A1 A00:A4 A07:A10 A08:A2 A09:A8
        AD1:A6 AD2:A8 AD3:A6 RED:A8 AAA:A1 A18:A13 A19:W300 A20:A7 A21:W300 A25:A20 A26:A13 A27:W300 A28:A13
        A29:A70 A30:A9 A31:A35 A32:A35 A33:A35 A34:A35 A35:A2 A36:A70 A37:A5 A38:A50 A39:A5 5(KB#:A35) A48:I8
        A49:A3 A52:F10 A53:A3 A56:I3 A50:A7 A51:A20 A41:A6 A42:A35 A43:A5 A44:A35 A45:A9 A46:A35 A47:A8
        A61:A140 A57:A8 5(KC#:A2) A71:A1 A72:A35 A73:I12 IVD:A8 IVP:A7 A74:A1 A75:A3 A76:A3 A77:F20 A86:F19
        A96:F20 A97:A1 A99:A1 5(KD#:A4 KE#:A20) A87:A1 A88:A9 A93:A1 A94:A2 A95:A22 AD8:A3 AD9:F20 A78:A1
        A79:A3 A80:F18 A81:A1 A82:A3 A83:F16 A84:A6 5(VR#:A1 VI#:A3 VC#:A3 VP#:F20 VT#:F20) VLD:W840 6(KF#:A1
        KG#:W27 KH#:I11 KI#:I2) B02:I11 B03:I11 3(KJ#:A3 KK#:F9) ENC:A1 TPM:A1 B06:A1 B08:A1 B12:I2 B13:I2
        3(EA#:A3 EN#:I12) B15:W300 B18:A20 B16:A5 B99:A1 10(D##:A8 T##:W120 I##:W420)
        """

    /// Deadlines of deferred taxes.
    static let deferredTax = "B23:W81 6(KN#:A1 KO#:W27 KP#:A8)"

    /// Bonded transport declared together with the import.
    static let transport = "DPD:A8 3(ST#:A7 BD#:A8 CD#:A8) A54:A7 C29:A8"

    static let goodsLines = """
        50{
        B25:A2 B27:A12 ADC:A7 B29:A1 B30:W600 B31:F12 B32:A4 5(VN#:I1) B34:F12 B35:A4 B48:F20 UPR:F9 UPC:A3
        TSC:A4 B36:F17 B50:A3 B51:F20 B37:F12 B38:A4 KKT:F18 KKS:A4 B42:A1 B43:A30 SKB:A1 SPD:A10 B47:F16
        B55:A2 B56:A7 B57:A3 B49:F16 KWS:A1 TDL:A2 TXN:I12 TXR:A3 B58:A5 B59:A60 5(KQ#:W27 KR#:A10 KS#:F17
        KT#:F12 KU#:A4 KY#:A25 KZ#:F16 LA#:A5 LC#:A60 LB#:F16)
        }
        """
}
