import Adapters
import Bus
import Consumers
import Events
import Simulator

/// Events as the real codecs make them of native messages, and what the pool says of them.
enum ProducedEvents {
    /// 15 March 2025, 00:00 in Vietnam.
    private static let effective = Timestamp(milliseconds: 1_741_971_600_000)

    /// Of simulated traffic and of `answers`, encoded as they go out.
    static func all() async throws -> [EncodedEvent] {
        let options = SimulationOptions(
            seed: 17, count: 120, start: Timestamp(milliseconds: 1_741_914_000_000), spanSeconds: 24 * 3600,
            effective: effective, offices: SampleOffices.all)
        let traffic = Traffic(options)
        var messages = try (0..<traffic.blocks).flatMap { try traffic.block($0).messages }.map { ($0.system, $0.bytes) }
        messages += answers.map { (.epayment, Array($0.utf8)) } + [(.vnaccs, try feeStatement())]
        var drafts: [EventDraft] = []
        for (system, bytes) in messages { drafts += try codec(of: system).decode(bytes, received: effective).events }
        let pool = ConsumerHarness(DeclarationConsumer())
        try await pool.feed(drafts)
        let outcomes = try await pool.published().map(\.draft)
        return try (drafts + outcomes).enumerated().map { place, draft in
            try EventCodec.encode(
                draft, sequence: UInt64(place + 1), recordedTime: Timestamp(milliseconds: effective.milliseconds + Int64(place)),
                partitioning: .standard)
        }
    }

    private static func codec(of system: SystemName) -> any NativeCodec {
        switch system {
        case .vnaccs: VNACCSCodec()
        case .epayment: EPaymentCodec()
        case .edoc: EDocCodec()
        case .treasury: TreasuryCodec()
        }
    }

    /// Answers, which the simulator does not say, and other messages with values that stretch their forms.
    private static let answers = [
        message("200", "<So_TN_CT>612345678901234567</So_TN_CT>", error: "<Error><ErrorNumber>0</ErrorNumber></Error>"),
        message("299", "", error: "<Error><ErrorNumber>E~!9</ErrorNumber><ErrorMessage>Sai</ErrorMessage></Error>"),
        message("302", slip + part("100000000010") + part("DD-2025-7")),
        message("402", guarantee),
        message(
            "403", "<Ma_HQ_KB>0123456789</Ma_HQ_KB><So_HD>Hoá đơn 7</So_HD><So_VD_01>A 1</So_VD_01><So_VD_05>B</So_VD_05>" + guarantee),
        message("504", "<So_TN_CT_YCH>~</So_TN_CT_YCH>"),
    ]

    private static let slip = "<Ma_DV>0100000001</Ma_DV><Ma_KB>0061</Ma_KB><TKKB>351101054321</TKKB><So_CT>số 200</So_CT>"

    private static let guarantee = """
        <Ma_DV>0100000001</Ma_DV><So_CT>9</So_CT><Ngay_HL>2025-03-14</Ngay_HL><Ngay_HHL>2025-09-14</Ngay_HHL>\
        <SoTien>99999999999999999999.9999</SoTien>
        """

    private static func part(_ number: String) -> String {
        """
        <GNT_CT><Ma_HQ>03EE</Ma_HQ><So_TK>\(number)</So_TK><ToKhai_CT><NDKT>2663</NDKT><SoTien>0.5</SoTien></ToKhai_CT></GNT_CT>
        """
    }

    private static func message(_ type: String, _ data: String, error: String = "<Error/>") -> String {
        """
        <Customs><Header><Sender_Code>TCHQ</Sender_Code><Message_Type>\(type)</Message_Type>\
        <Transaction_Date>2025-03-14T23:00:00</Transaction_Date><Transaction_ID>made-\(type)</Transaction_ID>\
        <Request_ID>\(String(repeating: "9", count: 64))</Request_ID></Header><Data>\(data)</Data>\(error)</Customs>
        """
    }

    /// A fee statement of a declaration that nothing else names.
    private static func feeStatement() throws -> [UInt8] {
        guard let form = VNACCSForm.output("VAF804") else { return [] }
        let header = VNACCSHeader(procedure: "IDC", user: "A1234001", terminal: "TRMNL1", dataInfo: "IDC  20250314230000000001")
        var message = VNACCSMessage(output: form, code: "VAF8040", answering: header, at: effective)
        for (item, value) in [
            ("SPN", "202500000124"), ("ICN", "100000000010"), ("CC1", "Lệ phí hải quan"), ("IM1", "20000"), ("DTM", "20000"),
            ("TAN", "351101054321"), ("DOP", "20250317"),
        ] { message[item] = value }
        return try message.encoded()
    }
}
