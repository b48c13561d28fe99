extension VNACCSForm {
    /// VAD487: notice of a physical inspection of imported goods (43 items).
    public static let vad487 = VNACCSForm(
        ["VAD487"], .output, number: "K02", .inspection(.importing),
        """
        K01:W114 K02:I12 K04:A3 ADA:A1 ADB:A1 K06:A5 K07:A6 K08:A2 K09:A35 K10:A20 K11:A7 K12:A20 K13:I8
        K14:A3 K15:F10 K16:A3 K20:A9 K21:A35 K25:A13 K26:W300 K29:A140 K30:I3 5(A#:A12) K31:A1 K37:A5 K38:A20
        K39:A1 K40:W42 K41:A3 K42:A1 K43:W114 K44:A1 K45:A8 K46:A7 K47:A20 K50:W840 K51:A1 K52:W96 K53:A1
        """)
}
