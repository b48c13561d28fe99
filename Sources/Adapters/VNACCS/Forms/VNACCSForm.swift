/// A message form: the codes that select it, its field table, and what it means.
public struct VNACCSForm: Sendable {
    public enum Direction: Sendable, Hashable { case input, output }

    /// What a form holds, once for all its copies: every message read or written takes its form along.
    private final class Definition: Sendable {
        let codes: [String]
        let direction: Direction
        let numberItem: String
        let table: FieldTable
        let meaning: FormMeaning

        init(_ codes: [String], _ direction: Direction, _ numberItem: String, _ table: FieldTable, _ meaning: FormMeaning) {
            self.codes = codes
            self.direction = direction
            self.numberItem = numberItem
            self.table = table
            self.meaning = meaning
        }
    }

    /// The template that the form's table comes from, e.g. `VAD1AC`.
    public let code: String
    private let definition: Definition

    /// Procedure codes (inputs) or first six characters of the output information codes (outputs) that share it.
    public var codes: [String] { definition.codes }
    public var direction: Direction { definition.direction }
    /// Id of the item with the declaration number.
    public var numberItem: String { definition.numberItem }
    public var table: FieldTable { definition.table }
    var meaning: FormMeaning { definition.meaning }

    /// - Parameter notation: parts of the table in `FieldTableNotation`, in order.
    init(
        _ codes: [String], _ direction: Direction, number: String, _ meaning: FormMeaning, _ notation: String...
    ) {
        // Tables are constants of this module; a test reads every one of them.
        guard let code = codes.first, let table = FieldTable(notation.joined(separator: " ")) else {
            preconditionFailure("the field table of \(codes) does not follow its notation")
        }
        self.code = code
        definition = Definition(codes, direction, number, table, meaning)
    }
}
