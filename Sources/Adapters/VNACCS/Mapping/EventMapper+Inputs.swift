import Bus
import Events

extension EventMapper {
    func prepared(_ body: FormBody, _ items: PreparationItems, _ flow: Flow) throws(AdapterError) -> EventDraft {
        let declaration = try body.declaration()
        return draft(
            DeclarationPrepared(
                declaration: declaration, flow: flow, reference: reference, kind: try body.required(items.kind),
                office: body.text(items.office), taxpayer: body.text(items.taxpayer)),
            id: message.code, declaration: declaration, time: messageTime)
    }

    func submitted(_ body: FormBody, _ flow: Flow) throws(AdapterError) -> EventDraft {
        let declaration = try body.requiredDeclaration()
        return draft(
            DeclarationSubmitted(declaration: declaration, flow: flow, reference: reference),
            id: message.code, declaration: declaration, time: messageTime)
    }
}
