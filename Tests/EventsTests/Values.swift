import Events
import TestSupport
import Testing

@Suite struct Values {
    @Test(arguments: [
        ("0", "0"), ("1500000", "1500000"), ("12.5", "12.5"), ("12.5000", "12.5"), ("0.0001", "0.0001"), ("007", "7"),
        ("99999999999999999999.9999", "99999999999999999999.9999"),
    ])
    func amountsAreExact(_ text: String, _ written: String) {
        #expect(Amount(text)?.description == written)
    }

    @Test(arguments: ["", "-1", "+1", "1.", ".5", "1.00000", "1,000", "1e3", " 1", "1 ", "1.2.3", "123456789012345678901", "١", "NaN"])
    func otherTextsAreNotAmounts(_ text: String) {
        #expect(Amount(text) == nil)
    }

    @Test func amountsAddAndCompareWithoutRounding() throws {
        let tenth = try #require(Amount("0.1"))
        let sum = (0..<10).reduce(Amount.zero) { sum, _ in sum + tenth }
        #expect(sum == Amount("1"))
        #expect(tenth < sum)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1000 {
            let value = Amount(tenThousandths: Int128(UInt64.random(in: 0 ... .max, using: &generator)))
            #expect(Amount(value.description) == value)
        }
    }

    @Test func aDeclarationsVersionsShareItsKey() throws {
        let first = try #require(DeclarationNumber("100123456780"))
        let third = try #require(DeclarationNumber("100123456782"))
        #expect(first.key == "10012345678")
        #expect(first.key == third.key)
        #expect(first.version == 0)
        #expect(third.version == 2)
        #expect(first != third)
    }

    @Test(arguments: ["", "10012345678", "1001234567800", "10012345678a", "10012345678０", " 10012345678"])
    func otherTextsAreNotDeclarationNumbers(_ text: String) {
        #expect(DeclarationNumber(text) == nil)
    }
}
