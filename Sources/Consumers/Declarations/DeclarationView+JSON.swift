import Bus
import Events
public import JSON
import Store

extension DeclarationView {
    /// `number`, `status`, `lane`, `office`, `officeInForce`, `assessed`, `paid`, `credited` and `events` are fixed; the
    /// other members stand beside them. What is not known is null, amounts are strings, times RFC 3339.
    public var json: JSONValue {
        let money = DeclarationMoney(state)
        let guaranteed = money.guaranteed(at: money.guaranteeTime)
        let due = money.assessed.map { $0.less(money.paid.less(money.refunded) + guaranteed) }
        return [
            "number": .string(number), "status": .string(summary.status.rawValue),
            "lane": Self.text(summary.lane?.rawValue), "flow": Self.text(state.registration?.flow.rawValue),
            "office": Self.text(summary.office), "officeInForce": Self.text(summary.officeInForce),
            "registered": Self.text(state.registration?.time), "cleared": Self.text(state.clearance?.time),
            "assessed": Self.text(summary.assessed), "paid": .string(summary.paid.description),
            "credited": .string(summary.credited.description), "refunded": .string(money.refunded.description),
            "guaranteed": .string(guaranteed.description), "due": Self.text(due),
            "fees": ["assessed": Self.text(money.feesAssessed), "paid": .string(money.feesPaid.description)],
            "conflicts": .array(
                conflicts.map { ["conflict": .string($0.key.rawValue), "detail": .string($0.value)] }),
            "payments": .array(Self.payments(state.payments, counting: money.payments, of: state)),
            "feePayments": .array(Self.payments(state.feePayments, counting: money.feePayments, of: state)),
            "guarantees": .array(state.guarantees.entries.map { guarantee($0, at: money.guaranteeTime) }),
            "vouchers": .array(state.vouchers.entries.map { Self.voucher($0, isFee: money.isFeeVoucher($0.key)) }),
            "documents": .array(state.documents.entries.map(Self.document)),
            "events": .array(events.map(event)),
        ]
    }

    private static func payments(
        _ all: Payments, counting: [Payments.Entry], of state: DeclarationState
    ) -> [JSONValue] {
        let keys = Set(counting.map(\.key))
        return all.entries.map { entry in
            [
                "acceptance": .string(entry.key.acceptance), "part": .string(entry.key.part),
                "voucher": .string(entry.value.voucher), "office": .string(entry.value.office),
                "time": .string(entry.value.time.description), "amount": .string(entry.value.total.description),
                "counts": .bool(keys.contains(entry.key)),
                "cancelled": .bool(state.cancelledAcceptances.contains(entry.key.acceptance)),
                "lines": .array(
                    entry.value.lines.entries.map {
                        ["subItem": .string($0.key), "amount": .string($0.value.description)]
                    }),
            ]
        }
    }

    private func guarantee(_ entry: FactMap<String, GuaranteeFact>.Entry, at time: Timestamp) -> JSONValue {
        let isCancelled = state.cancelledAcceptances.contains(entry.key)
        return [
            "acceptance": .string(entry.key), "office": .string(entry.value.office),
            "amount": .string(entry.value.amount.description), "validFrom": .string(entry.value.validFrom.description),
            "validTo": .string(entry.value.validTo.description), "cancelled": .bool(isCancelled),
            "counts": .bool(!isCancelled && entry.value.holds(at: time)),
        ]
    }

    private static func voucher(_ entry: FactMap<String, VoucherFact>.Entry, isFee: Bool) -> JSONValue {
        [
            "voucher": .string(entry.key), "fee": .bool(isFee), "credited": figures(entry.value.credited),
            "listed": figures(entry.value.listed), "debited": figures(entry.value.debited),
        ]
    }

    private static func figures(_ figures: TreasuryFigures) -> JSONValue {
        figures.isEmpty ? .null : .string(figures.total.description)
    }

    private static func document(_ entry: FactMap<String, DocumentFact>.Entry) -> JSONValue {
        [
            "document": .string(entry.key), "purpose": text(entry.value.reception?.purpose.rawValue),
            "received": text(entry.value.reception?.time), "status": text(entry.value.report?.status),
            "organ": text(entry.value.report?.organ), "reported": text(entry.value.report?.time),
        ]
    }

    private func event(_ event: AppliedEvent) -> JSONValue {
        [
            "id": .string(event.id), "type": .string(event.type), "time": .string(event.time.description),
            "source": .string(event.source), "amount": Self.text(StoryLine(event, in: state).amount),
        ]
    }

    private static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    private static func text(_ value: Amount?) -> JSONValue { text(value?.description) }
    private static func text(_ value: Timestamp?) -> JSONValue { text(value?.description) }
}
