import Bus
import Consumers
import Simulator

/// The sample offices as a catalog of those that the simulator uses.
struct FaultCodes: CodesInForce {
    func office(_ code: String, at time: Timestamp) -> OfficeInForce { OfficeInForce(code: code) }

    func officeCode(shortName: String, at time: Timestamp) -> String? {
        SampleOffices.all.first { $0.shortName == shortName }?.code
            ?? SampleOffices.all.first { $0.successor.shortName == shortName }?.successor.code
    }
}
