import Glibc

/// Time and CPU of this process and of the broker from `init` to `finish`.
struct PathMeter: Sendable {
    private let broker: BrokerCPU
    private let start: ContinuousClock.Instant
    private let cpu: Double
    private let brokerStart: Double?

    init(_ broker: BrokerCPU) {
        self.broker = broker
        brokerStart = broker.seconds
        cpu = Meter.usage().cpu
        start = .now
    }

    func finish() -> PathMeasurement {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let usage = Meter.usage()
        var brokerSeconds: Double?
        if let begun = brokerStart, let ended = broker.seconds { brokerSeconds = ended - begun }
        return PathMeasurement(
            seconds: seconds, cpuSeconds: usage.cpu - cpu, brokerSeconds: brokerSeconds, peakKiB: usage.maxResident)
    }
}
