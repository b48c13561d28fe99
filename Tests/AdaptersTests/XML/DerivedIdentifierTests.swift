import Testing

@testable import Adapters

struct DerivedIdentifierTests {
    @Test func numbersHaveEighteenDigitsAndDependOnTheTextOnly() {
        var seen: Set<String> = []
        for index in 0..<1000 {
            let number = DerivedIdentifier.number(from: "transaction \(index)")
            #expect(number == DerivedIdentifier.number(from: "transaction \(index)"))
            #expect(number.utf8.count == 18 && number.isDigits && number.first != "0")
            seen.insert(number)
        }
        #expect(seen.count == 1000)
    }

    @Test func uuidsAreOfVersionEight() {
        let uuid = Array(DerivedIdentifier.uuid(from: "x"))
        #expect(uuid.count == 36)
        #expect(uuid[14] == "8")
        #expect("89ab".contains(uuid[19]))
        #expect(DerivedIdentifier.uuid(from: "x") != DerivedIdentifier.uuid(from: "y"))
    }
}
