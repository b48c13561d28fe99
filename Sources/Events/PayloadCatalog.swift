public import Bus

/// Every typed payload of the published language.
public enum PayloadCatalog {
    /// The four systems' payloads first, then the pipeline's own; each system's in the order of a declaration's life.
    public static let all: [any EventPayload.Type] = [
        DeclarationPrepared.self, DeclarationSubmitted.self, ResultReported.self, DeclarationRegistered.self,
        TaxAssessed.self, FeeAssessed.self, InspectionOrdered.self, DeclarationCleared.self,
        PaymentMade.self, FeePaid.self, PaymentCancelled.self, GuaranteeRegistered.self, GuaranteeOpened.self,
        GuaranteeCancelled.self, GatewayAnswered.self,
        DocumentReceived.self, DocumentStatusChanged.self,
        TreasuryAdvised.self, VoucherListed.self,
        DeclarationStatusChanged.self, DeclarationConflictFound.self,
    ]

    private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })

    /// nil for a type that has no typed payload here; its events travel and are kept all the same.
    public static func payload(of type: EventType) -> (any EventPayload.Type)? { byType[type] }

    /// What the system's events are about, each entity once: the second words of their routing keys.
    public static func entities(of system: SystemName) -> [String] {
        var entities: [String] = []
        for payload in all where payload.type.system == system.rawValue && !entities.contains(payload.type.entity) {
            entities.append(payload.type.entity)
        }
        return entities
    }
}
