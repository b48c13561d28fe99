/// What one round gave.
struct PathRound: Sendable {
    var ceiling: Measurement?
    var ceilingBrokerSeconds: Double?
    var path: PathMeasurement?
    var fill: PathMeasurement?
    var pool: PathMeasurement?
    /// As `pool`, with poison among the events; its rate is that of the others.
    var poison: PathMeasurement?
    /// As `pool`, with a past in the ledger.
    var aged: PathMeasurement?
    var latency: PathMeasurement?
    var takeover: PathMeasurement?
    var stages: PathMeasurement?

    func ratio(_ measurement: PathMeasurement?) -> Double? {
        guard let measurement, let ceiling else { return nil }
        return measurement.perSecond / ceiling.perSecond
    }

    func stage(_ name: String) -> Double? { stages?.stages.first { $0.name == name }?.cpuMicroseconds }

    /// The others' rate, of that without poison.
    var besidePoison: Double? {
        guard let poison, let pool else { return nil }
        return poison.perSecond / pool.perSecond
    }

    /// Of the rate with an empty ledger.
    var growth: Double? {
        guard let aged, let pool else { return nil }
        return aged.perSecond / pool.perSecond
    }
}
