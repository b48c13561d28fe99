import Foundation
import JSON

extension JSONValue {
    static func rounded(_ value: Double, _ digits: Int) -> JSONValue {
        value.isFinite ? .decimal(String(format: "%.\(digits)f", value)) : .null
    }

    /// Of a whole or a decimal number.
    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .decimal(let text): Double(text)
        default: nil
        }
    }
}
