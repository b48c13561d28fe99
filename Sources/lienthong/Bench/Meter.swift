import Glibc

/// Time, CPU and memory of this process from `init` to `finish`.
struct Meter: Sendable {
    private let mode: String
    private let messages: Int
    private let start: ContinuousClock.Instant
    private let cpu: Double
    private var tenth: Int?

    init(_ mode: String, messages: Int) {
        self.mode = mode
        self.messages = messages
        cpu = Self.usage().cpu
        start = .now
    }

    /// Notes the memory in use when a tenth is done.
    mutating func advanced(to done: Int) {
        if tenth == nil, done >= (messages + 9) / 10 { tenth = Self.residentKiB() }
    }

    func finish(latencies: [Duration] = []) -> Measurement {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let usage = Self.usage()
        let sorted = latencies.sorted()
        func percentile(_ percent: Int) -> Double? {
            sorted.isEmpty ? nil : sorted[sorted.count * percent / 100] / .microseconds(1)
        }
        return Measurement(
            mode: mode, messages: messages, seconds: seconds, cpuSeconds: usage.cpu - cpu,
            maxResidentKiB: usage.maxResident, residentKiBAtTenth: tenth ?? 0, residentKiBAtEnd: Self.residentKiB(),
            p50Microseconds: percentile(50), p99Microseconds: percentile(99))
    }

    /// CPU seconds and the most memory, in KiB, of this process so far.
    static func usage() -> (cpu: Double, maxResident: Int) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return (Double(seconds) + Double(microseconds) / 1e6, usage.ru_maxrss)
    }

    private static func residentKiB() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * sysconf(Int32(_SC_PAGESIZE)) / 1024
    }
}
