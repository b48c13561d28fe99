public import Bus

extension CatalogSnapshot: CodesInForce {
    public func office(_ code: String, at time: Timestamp) -> OfficeInForce {
        switch resolve(office: code, at: time) {
        case .current(let row): OfficeInForce(code: row.key, isClosed: row.key != code)
        case .closed, .unresolved: OfficeInForce(code: code, isClosed: true, isSuccessorMissing: true)
        case .unknown: OfficeInForce(code: code)
        }
    }
}
