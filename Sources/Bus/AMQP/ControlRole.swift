/// Requests only: nothing arrives unasked, and a lost link is opened again by the next request.
struct ControlRole: LinkRole {
    static let name = "control"

    var wantsLink: Bool { false }

    mutating func opened(_ link: inout RawConnection, generation: UInt64) throws(BusError) {}
    mutating func received(_ frame: RawFrame) throws(BusError) {}
    mutating func lost(_ error: BusError) {}
    mutating func failed(_ error: BusError) -> Bool { true }
    mutating func ended(_ error: BusError?) {}
}
