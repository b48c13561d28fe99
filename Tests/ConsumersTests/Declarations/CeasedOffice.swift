import Bus
import Consumers

/// A catalog of one night: one office ceases at a time, with or without a successor.
struct CeasedOffice: CodesInForce {
    var code = "03EE"
    var successor: String?
    var closing: Timestamp

    func office(_ code: String, at time: Timestamp) -> OfficeInForce {
        guard code == self.code, time >= closing else { return OfficeInForce(code: code) }
        return OfficeInForce(code: successor ?? code, isClosed: true, isSuccessorMissing: successor == nil)
    }

    func officeCode(shortName: String, at time: Timestamp) -> String? { shortName == "HQCANGHP" ? code : nil }
}
