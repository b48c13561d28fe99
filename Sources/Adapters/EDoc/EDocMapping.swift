import Bus
import Events

/// One edXML message and the event it means.
struct EDocMapping {
    let form: String
    let reference: EDocReference
    let sender: String
    let receiver: String?
    let event: EventDraft

    init(_ envelope: EDocEnvelope, received: Timestamp, attachmentBytes: Int) throws(AdapterError) {
        switch envelope.content {
        case .document(let node):
            try EDocAttachments.check(envelope.attachments, maximumBytes: attachmentBytes)
            self = try Self(document: node, traces: envelope.traces, received: received)
        case .status(let node):
            self = try Self(status: node)
        }
    }

    private init(document node: XMLNode, traces: XMLNode?, received: Timestamp) throws(AdapterError) {
        form = "edXML"
        let header = EDocHeader(node, try EDocTables.messageHeader.read(node, form: form))
        sender = try header.sender()
        let receivers = try header.receivers()
        receiver = receivers.first
        reference = EDocReference(organ: sender, document: try header.document())
        let trace: XMLContents?
        if let traces {
            trace = try EDocTables.traces.read(traces, form: form, within: "TraceHeaderList")
        } else {
            trace = nil
        }
        let promulgated = try header.promulgated(before: received)
        let declaration = try header.declaration()
        let payload = DocumentReceived(
            declaration: declaration, document: reference.description, organ: sender, code: header.code,
            purpose: header.purpose(declaration), promulgated: promulgated)
        let kind = trace?.record("Bussiness")?.text("BussinessDocType") ?? "0"
        let latest = trace?.records("TraceHeader").compactMap { $0.time("Timestamp") }.max()
        event = payload.draft(
            id: "edoc:" + sender + ":" + reference.document + ":" + kind, declaration: declaration,
            otherwise: reference.partitionKey, time: latest ?? promulgated ?? received)
    }

    private init(status node: XMLNode) throws(AdapterError) {
        form = "Status"
        let record = try EDocTables.status.read(node, form: form)
        guard let answered = record.record("ResponseFor"), let organ = answered.text("OrganId"),
            let document = answered.text("DocumentId"), let reporter = record.record("From")?.text("OrganId"),
            let status = record.text("StatusCode"), let reported = record.time("Timestamp")
        else { throw AdapterError(.missingItem, form: form, field: "Status", problem: "is incomplete") }
        for (field, value) in [("ResponseFor/OrganId", organ), ("From/OrganId", reporter)]
        where !EDocReference.isOrgan(value) {
            throw AdapterError(
                .badItem, form: form, field: field, offset: node.offset, line: node.line,
                problem: "is not an OrganId: up to 4 groups of letters and digits, with dots between")
        }
        sender = reporter
        receiver = organ
        reference = EDocReference(organ: organ, document: document)
        let payload = DocumentStatusChanged(
            document: reference.description, organ: reporter, status: status, reported: reported)
        event = payload.draft(
            id: "edoc:status:\(reporter):\(reference):\(status):\(reported.compact)", declaration: nil,
            otherwise: reference.partitionKey, time: reported)
    }
}
