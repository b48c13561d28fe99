public import Bus
public import Events

/// Events as the systems say them, with everything that a test does not care about filled in.
extension TestEvent {
    /// The number of the declaration that tests mean when they name none.
    public static let number = "100000000010"

    /// VNACCS registered a declaration and gave it a lane.
    /// - Throws: for a number that is not 12 digits, or an amount that is none.
    public static func registered(
        _ number: String = number, lane: Lane = .one, flow: Flow = .import, tax: String? = nil,
        taxpayer: String = "0100109106", officeName: String = "CKSBQTNB", at time: Timestamp = TestClock.morning
    ) throws(TestEventError) -> TestEvent {
        TestEvent(
            DeclarationRegistered(
                declaration: try declaration(number), flow: flow, lane: lane, kind: "A11", officeName: officeName,
                registered: time, taxpayer: taxpayer, totalTax: try tax.map(amount)))
    }

    /// VNACCS stated the tax of a declaration.
    public static func assessed(
        _ number: String = number, total: String, statement: String = "1", taxpayer: String = "0100109106",
        at time: Timestamp = TestClock.morning
    ) throws(TestEventError) -> TestEvent {
        let total = try amount(total)
        return TestEvent(
            TaxAssessed(
                declaration: try declaration(number), statement: statement, taxpayer: taxpayer,
                lines: [TaxLine(tax: "NK", subItem: "1901", amount: total)], total: total, currency: "VND", issued: time))
    }

    /// A bank paid tax. Each acceptance number is another payment.
    public static func paid(
        _ number: String = number, total: String, acceptance: String = "100000000000000001",
        taxpayer: String = "0100109106", office: String = "01B1"
    ) throws(TestEventError) -> TestEvent {
        let total = try amount(total)
        return TestEvent(
            PaymentMade(
                declaration: try declaration(number), acceptance: acceptance, part: "1", transaction: "T\(acceptance)",
                bank: "01203001", taxpayer: taxpayer, office: office, treasury: "0061", account: "711101054321",
                voucherSeries: "KH", voucherNumber: acceptance, total: total,
                lines: [TaxLine(tax: "NK", subItem: "1901", amount: total)]))
    }

    /// VNACCS cleared a declaration.
    public static func cleared(
        _ number: String = number, lane: Lane = .one, flow: Flow = .import, officeName: String = "CKSBQTNB",
        at time: Timestamp = TestClock.morning
    ) throws(TestEventError) -> TestEvent {
        TestEvent(
            DeclarationCleared(
                declaration: try declaration(number), flow: flow, lane: lane, officeName: officeName, cleared: time))
    }

    /// The pipeline found that a declaration has another status.
    public static func statusChanged(
        _ number: String = number, to status: DeclarationStatus, from previous: DeclarationStatus? = nil,
        assessed: String = "0", paid: String = "0", credited: String = "0", office: String? = nil, cause: String = "test"
    ) throws(TestEventError) -> TestEvent {
        TestEvent(
            DeclarationStatusChanged(
                declaration: try declaration(number), status: status, previous: previous?.rawValue, lane: "1",
                office: office, officeInForce: office, assessed: try amount(assessed), paid: try amount(paid),
                credited: try amount(credited), cause: cause))
    }

    private static func declaration(_ text: String) throws(TestEventError) -> DeclarationNumber {
        guard let number = DeclarationNumber(text) else { throw TestEventError("\(text) is no declaration number of 12 digits") }
        return number
    }

    private static func amount(_ text: String) throws(TestEventError) -> Amount {
        guard let amount = Amount(text) else { throw TestEventError("\(text) is no amount") }
        return amount
    }
}
