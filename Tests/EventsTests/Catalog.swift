import Bus
import Events
import Testing

@Suite struct Catalog {
    @Test func everyTypeIsInOurFormAndThereOnce() {
        let types = PayloadCatalog.all.map { $0.type }
        #expect(types.count == 21)
        #expect(Set(types).count == types.count)
        #expect(types.allSatisfy { EventType($0.rawValue) == $0 })
        #expect(types.allSatisfy { $0.system == "pipeline" || SystemName(rawValue: $0.system) != nil })
    }

    @Test func aPayloadIsFoundByItsType() throws {
        let type = try #require(EventType("vn.customs.epayment.payment.made.v1"))
        #expect(PayloadCatalog.payload(of: type) == PaymentMade.self)
        #expect(PayloadCatalog.payload(of: EventType(system: "epayment", entity: "payment", event: "made", version: 2)) == nil)
    }

    @Test(arguments: [
        (.vnaccs, ["declaration", "result", "tax", "inspection"]), (.epayment, ["payment", "guarantee", "answer"]),
        (.edoc, ["document"]), (.treasury, ["settlement", "voucher"]),
    ] as [(SystemName, [String])])
    func entitiesOfASystem(_ system: SystemName, _ entities: [String]) {
        #expect(PayloadCatalog.entities(of: system) == entities)
    }
}
