extension VNACCSForm {
    /// Every form this codec knows.
    public static let all: [VNACCSForm] = [
        ida, ida01, idc, ide, eda, eda01, edc, ede, vad1ac, vad1ag, vae1ld, vae1lf, vaf801, vaf802, vaf803,
        vaf804, vad487,
    ]

    private static let inputs = byCode(.input)
    private static let outputs = byCode(.output)

    /// The form of a procedure code, e.g. `IDA01`; nil when there is none.
    public static func input(_ procedure: String) -> VNACCSForm? { inputs[procedure] }

    /// The form of an output information code: six characters, and a seventh for the variant, which does not matter.
    public static func output(_ code: String) -> VNACCSForm? { outputs[String(code.prefix(6))] }

    private static func byCode(_ direction: Direction) -> [String: VNACCSForm] {
        var forms: [String: VNACCSForm] = [:]
        for form in all where form.direction == direction {
            for code in form.codes { forms[code] = form }
        }
        return forms
    }
}
