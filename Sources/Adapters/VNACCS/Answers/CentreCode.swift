/// Result codes of the centre that this side of the interface gives.
enum CentreCode: String {
    case unknownProcedure = "A0001"
    case abnormalEnd = "A0007"
    case badLength = "A0008"
    case badHeaderCharacter = "A0009"
    case procedureClosed = "A0010"
    case restrictionWindow = "A0015"
    case badHeader = "A0016"
    case tooLong = "E0001"
    case alreadyDeclared = "E0074"
    case missing = "S0025"
    case badCharacter = "S0033"

    init(_ error: AdapterError) {
        let isInHeader = error.offset.map { $0 < HeaderField.headerBytes } ?? false
        switch error.code {
        case .empty, .tooLarge, .badLength, .trailingBytes, .limitExceeded: self = .badLength
        case .badHeader: self = .badHeader
        case .badItem, .badEncoding: self = isInHeader ? .badHeaderCharacter : .badCharacter
        case .unknownForm: self = .unknownProcedure
        case .itemTooLong: self = .tooLong
        case .missingItem: self = .missing
        case .receiverClosed: self = .procedureClosed
        case .notStored: self = .abnormalEnd
        case .identifierReused: self = .alreadyDeclared
        default: self = .badCharacter
        }
    }
}
