/// An event of one of the four systems that has been read before its transaction.
final class PreparedDeclarationEvent: Sendable {
    let meaning: DeclarationEvent

    init(_ meaning: DeclarationEvent) { self.meaning = meaning }
}
