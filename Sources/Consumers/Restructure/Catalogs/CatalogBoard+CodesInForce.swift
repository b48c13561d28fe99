public import Bus

extension CatalogBoard: CodesInForce {
    public func office(_ code: String, at time: Timestamp) -> OfficeInForce { snapshot.office(code, at: time) }

    public func officeCode(shortName: String, at time: Timestamp) -> String? {
        snapshot.officeCode(shortName: shortName, at: time)
    }

    public var pinned: any CodesInForce { snapshot }
}
