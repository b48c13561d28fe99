/// A message form: the codes that select it, its field table, and what it means.
public struct VNACCSForm: Sendable {
    public enum Direction: Sendable, Hashable { case input, output }

    /// The template that the form's table comes from, e.g. `VAD1AC`.
    public let code: String
    /// Procedure codes (inputs) or first six characters of the output information codes (outputs) that share it.
    public let codes: [String]
    public let direction: Direction
    /// Id of the item with the declaration number.
    public let numberItem: String
    public let table: FieldTable
    let meaning: FormMeaning

    /// - Parameter notation: parts of the table in `FieldTableNotation`, in order.
    init(
        _ codes: [String], _ direction: Direction, number: String, _ meaning: FormMeaning, _ notation: String...
    ) {
        // Tables are constants of this module; a test reads every one of them.
        guard let code = codes.first, let table = FieldTable(notation.joined(separator: " ")) else {
            preconditionFailure("the field table of \(codes) does not follow its notation")
        }
        self.code = code
        self.codes = codes
        self.direction = direction
        numberItem = number
        self.table = table
        self.meaning = meaning
    }
}
