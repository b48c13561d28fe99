/// What a text of the published language may be, in the terms of JSON Schema.
///
/// A form says what every producer of this project keeps to; consumers may rely on it.
public struct TextForm: Sendable, Hashable {
    /// Under which schemas refer to it; nil for a form that stands where it is used.
    public let name: String?
    /// What a text of this form is; empty when the member says it all.
    public let meaning: String
    /// A regular expression over the whole text, in the part of the syntax that ECMA 262 and its relatives share.
    public let pattern: String?
    /// The texts there are; empty when they are not a fixed set.
    public let values: [String]
    /// Unicode scalar values at least.
    public let minimum: Int
    /// Unicode scalar values at most; nil when only the size of the event bounds it.
    public let maximum: Int?
    /// A format of JSON Schema, beside the pattern.
    public let format: String?
    /// A text of this form.
    public let example: String

    init(
        _ name: String? = nil, _ meaning: String = "", pattern: String? = nil, values: [String] = [], minimum: Int = 0,
        maximum: Int? = nil, format: String? = nil, example: String
    ) {
        self.name = name
        self.meaning = meaning
        self.pattern = pattern
        self.values = values
        self.minimum = minimum
        self.maximum = maximum
        self.format = format
        self.example = example
    }
}
