import Adapters
import Bus
import Events

/// Writes what VNACCS says of a declaration, and what the declarant sent it, in the 400-byte-header format.
struct VNACCSWriter {
    let script: DeclarationScript
    let effective: Timestamp

    /// - Throws: `AdapterError` when a made-up value does not fit its field.
    func write(_ step: Step) throws -> (form: String, bytes: [UInt8])? {
        switch step.fact {
        case .prepared: ("\(script.flow == .import ? "IDA" : "EDA")", try prepared(at: step.time))
        case .submitted: ("\(script.flow == .import ? "IDC" : "EDC")", try submitted(at: step.time))
        case .accepted: ("R", try accepted(at: step.time))
        case .registered(let version, let tax, let secured):
            try registered(version: version, tax: tax, secured: secured, at: step.time)
        case .assessed(let version, let tax): ("VAF801", try assessed(version: version, tax: tax, at: step.time))
        case .feeStated(let amount): try feeStated(amount, at: step.time)
        case .inspectionOrdered: ("VAD487", try inspectionOrdered(at: step.time))
        case .cleared(let version): try cleared(version: version, at: step.time)
        default: nil
        }
    }

    private var importing: Bool { script.flow == .import }

    private func office(at time: Timestamp) -> (code: String, shortName: String, name: String) {
        script.office.names(at: time, effective: effective)
    }

    private func header(_ procedure: String, at time: Timestamp) -> VNACCSHeader {
        let padded = procedure + String(repeating: " ", count: 5 - procedure.utf8.count)
        let counter = DeclarationScript.digits(UInt64(script.index % 1_000_000), 6)
        var header = VNACCSHeader(
            procedure: procedure, user: "A1234001", terminal: "TRMNL1", dataInfo: padded + time.compact + counter)
        header.password = HeaderPassword("simulate")
        header.inputNumber = script.reference
        return header
    }

    private func input(_ code: String, at time: Timestamp) throws -> VNACCSMessage {
        guard let form = VNACCSForm.input(code) else { throw UnknownForm(code: code) }
        return VNACCSMessage(input: form, header: header(code, at: time))
    }

    private func output(_ code: String, at time: Timestamp) throws -> VNACCSMessage {
        guard let form = VNACCSForm.output(code) else { throw UnknownForm(code: code) }
        return VNACCSMessage(
            output: form, code: code + "0", answering: header(importing ? "IDC" : "EDC", at: time), at: time)
    }

    struct UnknownForm: Error { let code: String }
}

extension VNACCSWriter {
    private func prepared(at time: Timestamp) throws -> [UInt8] {
        var message = try input(importing ? "IDA" : "EDA", at: time)
        message["CH"] = office(at: time).code
        message["CHB"] = "00"
        message["MTC"] = "2"
        message["NO"] = "120"
        message["NOT"] = "CT"
        message["CMD", 1] = "84713020"
        message["CMN", 1] = "Máy tính xách tay, mới 100%"
        message["QN1", 1] = "120"
        message["QT1", 1] = "PCE"
        if importing {
            message["ICB"] = script.kind
            message["SKB"] = "4"
            message["IMC"] = script.taxpayer
            message["IMN"] = "CÔNG TY TNHH THỬ NGHIỆM \(script.index)"
            message["ARR"] = String(time.compact.prefix(8))
            message["PSC"] = "CNSHA"
            message["OR", 1] = "CN"
        } else {
            message["ECB"] = script.kind
            message["EPC"] = script.taxpayer
            message["EPN"] = "CÔNG TY CỔ PHẦN XUẤT KHẨU \(script.index)"
            message["DSC"] = "JPTYO"
            message["SYM"] = String(time.compact.prefix(8))
            message["IP1"] = "A"
            message["IP2"] = "FOB"
            message["IP3"] = "USD"
            message["IP4"] = "12500"
        }
        return try message.encoded()
    }

    private func submitted(at time: Timestamp) throws -> [UInt8] {
        var message = try input(importing ? "IDC" : "EDC", at: time)
        message[importing ? "ICN" : "ECN"] = script.number(version: 0)
        return try message.encoded()
    }

    private func accepted(at time: Timestamp) throws -> [UInt8] {
        try VNACCSMessage(
            result: .accepted, answering: header(importing ? "IDC" : "EDC", at: time), at: time,
            declaration: DeclarationNumber(script.number(version: 0))
        ).encoded()
    }

    private func registered(
        version: Int, tax: Int64, secured: Int64, at time: Timestamp
    ) throws -> (String, [UInt8]) {
        let lane = script.lane.rawValue
        let code = importing ? "VAD\(lane)AC" : "VAE\(lane)LD"
        var message = try output(code, at: time)
        fillLane(&message, version: version, at: time)
        if importing {
            message["B02"] = tax > 0 ? String(tax) : nil
            message["B03"] = secured > 0 ? String(secured) : nil
        }
        return (code, try message.encoded())
    }

    private func cleared(version: Int, at time: Timestamp) throws -> (String, [UInt8]) {
        // Lane 3 clears as lane 2.
        let lane = script.lane == .one ? "1" : "2"
        let code = importing ? "VAD\(lane)AG" : "VAE\(lane)LF"
        var message = try output(code, at: time)
        fillLane(&message, version: version, at: script.registered)
        message[importing ? "A06" : "K07"] = lane
        let now = office(at: time)
        message[importing ? "A07" : "K08"] = now.shortName
        message[importing ? "C21" : "K86"] = String(time.compact.prefix(8))
        message[importing ? "AD4" : "AD5"] = String(time.compact.suffix(6))
        return (code, try message.encoded())
    }

    private func fillLane(_ message: inout VNACCSMessage, version: Int, at time: Timestamp) {
        let date = String(time.compact.prefix(8))
        let clock = String(time.compact.suffix(6))
        message[importing ? "ICN" : "ECN"] = script.number(version: version)
        message[importing ? "A06" : "K07"] = script.lane.rawValue
        message[importing ? "A02" : "K03"] = script.kind
        message[importing ? "A07" : "K08"] = office(at: time).shortName
        message[importing ? "A08" : "K09"] = "00"
        message[importing ? "A18" : "K16"] = script.taxpayer
        message[importing ? "A09" : "K10"] = String(script.registered.compact.prefix(8))
        message["AD1"] = String(script.registered.compact.suffix(6))
        if version > 0 {
            message["AD2"] = date
            message["AD3"] = clock
        }
    }

    private func assessed(version: Int, tax: Int64, at time: Timestamp) throws -> [UInt8] {
        var message = try output("VAF801", at: time)
        let duty = tax / 3 / 1000 * 1000
        message["CSM"] = "Cục Hải quan"
        message["CBN"] = office(at: time).name
        message["SPN"] = String(script.number(version: version).suffix(11)) + "1"
        message["IEC"] = script.taxpayer
        message["ICN"] = script.number(version: version)
        message["DDC"] = String(script.registered.compact.prefix(8))
        message["DKC"] = script.kind
        message["TN1"] = "NK"
        message["IS1"] = "1901"
        message["IM1"] = String(duty)
        message["TN2"] = "VAT"
        message["IS2"] = "1702"
        message["IM2"] = String(tax - duty)
        message["TAM"] = String(tax)
        message["TA4"] = String(tax)
        message["CCC"] = "VND"
        message["TAN"] = "711101054321"
        message["TNM"] = "KBNN Hải Phòng"
        message["DOP"] = String(time.compact.prefix(8))
        return try message.encoded()
    }

    /// - Parameter amount: nil for the clearance fee, whose statement prints none.
    private func feeStated(_ amount: Int64?, at time: Timestamp) throws -> (String, [UInt8]) {
        let code = amount == nil ? "VAF803" : "VAF804"
        var message = try output(code, at: time)
        message["CSM"] = "Cục Hải quan"
        message["CBN"] = office(at: time).name
        message["SPN"] = String(script.number(version: 0).suffix(11)) + "2"
        message["IEC"] = script.taxpayer
        message["ICN"] = script.number(version: 0)
        message["DDC"] = String(script.registered.compact.prefix(8))
        message["DKC"] = script.kind
        if let amount {
            message["CC1"] = "Lệ phí hải quan"
            message["IM1"] = String(amount)
            message["DTM"] = String(amount)
        }
        message["TAN"] = "351101054321"
        message["TNM"] = "KBNN Hải Phòng"
        message["DOP"] = String(time.compact.prefix(8))
        return (code, try message.encoded())
    }

    private func inspectionOrdered(at time: Timestamp) throws -> [UInt8] {
        var message = try output("VAD487", at: time)
        message["K02"] = script.number(version: 0)
        message["K04"] = script.kind
        message["K07"] = office(at: time).code
        message["K08"] = "00"
        return try message.encoded()
    }
}
