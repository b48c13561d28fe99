import Events

/// What banks and the Treasury say about the tax. Each step that moves money moves the ending's sums with it, by the rules of
/// `docs/declarations.md`.
extension DeclarationScript {
    /// - Returns: whether the tax is settled or guaranteed in the end.
    mutating func writeMoney(tax: Int64, using generator: inout SeededGenerator) -> Bool {
        guard tax > 0 else { return true }
        switch story {
        case .unpaid, .clearedUnpaid:
            return false
        case .partlyPaid:
            pay(0, tax / 2, after: 180, credit: generator.chance(80))
            return false
        case .paidInParts:
            pay(0, tax / 2, after: 180, credit: true)
            pay(1, tax - tax / 2, after: 420, credit: generator.chance(80))
            return true
        case .amended, .amendedUnpaid:
            let higher = tax + Self.part(of: tax)
            pay(0, tax, after: 180, credit: generator.chance(80))
            amend(higher)
            guard story == .amended else { return false }
            pay(1, higher - tax, after: 900, credit: generator.chance(80))
            return true
        case .amendedLower:
            pay(0, tax, after: 180, credit: true)
            amend(tax - Self.part(of: tax))
            refund(0, Self.part(of: tax), after: 9000)
            return true
        case .paymentCancelled:
            pay(0, tax, after: 180, credit: false)
            cancelPayment(0, tax, after: 300)
            return false
        case .repaid:
            pay(0, tax, after: 180, credit: false)
            cancelPayment(0, tax, after: 300)
            pay(1, tax, after: 400, credit: true)
            return true
        case .paymentReturned:
            pay(0, tax, after: 180, credit: true)
            cancelPayment(0, tax, after: 4500)
            giveBack(0, tax, after: 9000)
            return false
        case .overpaid:
            pay(0, tax + 100_000, after: 180, credit: true)
            return true
        case .refunded:
            pay(0, tax + 100_000, after: 180, credit: true)
            refund(0, 100_000, after: 9000)
            return true
        case .refundedInFull:
            pay(0, tax, after: 180, credit: true)
            refund(0, tax, after: 9000)
            return false
        case .guaranteed, .guaranteeCancelled, .guaranteeReplaced, .guaranteeWithdrawn, .generalGuarantee,
            .shipmentGuarantee:
            return guarantee(tax)
        default:
            pay(0, tax, after: 180, credit: generator.chance(80))
            return true
        }
    }

    /// About a quarter, by which amendments raise or lower a tax; in whole thousands, as taxes are.
    private static func part(of tax: Int64) -> Int64 { tax / 4 / 1000 * 1000 + 1000 }

    private mutating func pay(_ index: Int, _ amount: Int64, after seconds: Int64, credit: Bool) {
        say(.paid(index: index, amount: amount), after: seconds)
        ending.paid += amount
        guard credit else { return }
        say(.credited(index: index, amount: amount), after: seconds + 3600)
        ending.credited += amount
    }

    private mutating func cancelPayment(_ index: Int, _ amount: Int64, after seconds: Int64) {
        say(.paymentCancelled(index: index), after: seconds)
        ending.paid -= amount
    }

    /// The Treasury pays out what a payment brought in.
    private mutating func giveBack(_ index: Int, _ amount: Int64, after seconds: Int64) {
        say(.debited(index: index, amount: amount), after: seconds)
        ending.credited -= amount
    }

    /// The payment stands; a part of it, or all, goes back.
    private mutating func refund(_ index: Int, _ amount: Int64, after seconds: Int64) {
        giveBack(index, amount, after: seconds)
        ending.refunded += amount
    }

    private mutating func amend(_ tax: Int64) {
        say(.registered(version: 1, tax: tax, secured: 0), after: 600)
        say(.assessed(version: 1, tax: tax), after: 601)
        ending.version = 1
        ending.assessed = tax
    }

    /// - Returns: whether the tax is guaranteed in the end.
    private mutating func guarantee(_ tax: Int64) -> Bool {
        if let scope = story.openedGuarantee {
            // Once the registration has printed what is secured, that counts, whatever becomes of the guarantee.
            say(.guaranteeOpened(scope, amount: tax * 4), after: -3600)
            say(.openedGuaranteeCancelled(scope), after: 9000)
            return true
        }
        let announced = story == .guaranteeReplaced ? tax - Self.part(of: tax) : tax
        say(.guaranteed(index: 0, amount: announced), after: 150)
        guard story != .guaranteed else {
            ending.guaranteed = tax
            return true
        }
        say(.guaranteeCancelled(index: 0), after: story == .guaranteeWithdrawn ? 9000 : 300)
        guard story == .guaranteeReplaced else { return false }
        say(.guaranteed(index: 1, amount: tax), after: 310)
        ending.guaranteed = tax
        return true
    }
}
