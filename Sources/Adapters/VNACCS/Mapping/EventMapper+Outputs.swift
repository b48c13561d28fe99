import Bus
import Events

extension EventMapper {
    func registered(_ body: FormBody, _ items: LaneItems, _ flow: Flow) throws(AdapterError) -> EventDraft {
        let declaration = try body.requiredDeclaration()
        let corrected = try body.time(items.corrected)
        let first = try body.time(items.registered)
        let time = corrected ?? first ?? messageTime
        return draft(
            DeclarationRegistered(
                declaration: declaration, flow: flow, lane: try lane(body, items), kind: try body.required(items.kind),
                officeName: try body.required(items.officeName), registered: time,
                // Individuals without a tax code have none.
                taxpayer: body.text(items.taxpayer) ?? "", totalTax: try body.amount(items.totalTax),
                security: try body.amount(items.security)),
            id: outputID, declaration: declaration, time: time)
    }

    func cleared(_ body: FormBody, _ items: LaneItems, _ flow: Flow) throws(AdapterError) -> EventDraft {
        let declaration = try body.requiredDeclaration()
        var time: Timestamp?
        for moment in items.cleared where time == nil { time = try body.time(moment) }
        let cleared = time ?? messageTime
        return draft(
            DeclarationCleared(
                declaration: declaration, flow: flow, lane: try lane(body, items),
                officeName: try body.required(items.officeName), cleared: cleared),
            id: outputID, declaration: declaration, time: cleared)
    }

    func inspectionOrdered(_ body: FormBody, _ items: InspectionItems) throws(AdapterError) -> EventDraft {
        let declaration = try body.requiredDeclaration()
        return draft(
            InspectionOrdered(
                declaration: declaration, office: try body.required(items.office), kind: body.text(items.kind)),
            id: outputID, declaration: declaration, time: messageTime)
    }

    func resultReported(_ result: ResultLine) throws(AdapterError) -> EventDraft {
        let declaration = try declarationOfResult()
        return draft(
            ResultReported(
                declaration: declaration, procedure: header.procedure, reference: reference,
                outcome: result.isAccepted ? .accepted : .rejected, codes: result.codes),
            id: header.procedure + "-R", declaration: declaration, time: messageTime)
    }

    /// From the body where its form is known, else the business key of the subject, else the first item of an M answer,
    /// which repeats the number wherever the input has one.
    private func declarationOfResult() throws(AdapterError) -> DeclarationNumber? {
        if let body = message.body { return try body.declaration() }
        if let number = Subject.declaration(in: header[.subject]) { return number }
        guard header.dataType == .resultAndScreen, VNACCSForm.input(header.procedure) != nil else { return nil }
        let item = header.bytes[message.bodyOffset...].prefix(12)
        let end = header.bytes[message.bodyOffset...].dropFirst(12).prefix(2)
        guard end.elementsEqual([0x0D, 0x0A]) else { return nil }
        return DeclarationNumber(String(decoding: item, as: UTF8.self))
    }

    /// The lane is the fourth character of the output code; the item that repeats it must not say another.
    private func lane(_ body: FormBody, _ items: LaneItems) throws(AdapterError) -> Lane {
        guard let lane = Lane(rawValue: String(decoding: header[.outputCode].dropFirst(3).prefix(1), as: UTF8.self)) else {
            throw AdapterError(
                .unknownForm, form: message.code, field: HeaderField.outputCode.name,
                offset: HeaderField.outputCode.offset, line: 1, problem: "the output code names no lane")
        }
        if let printed = body.text(items.lane), !printed.hasPrefix(lane.rawValue) {
            throw body.error(.badItem, items.lane, "another lane than the output information code says")
        }
        return lane
    }
}
