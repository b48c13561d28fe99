/// Requests only: nothing arrives unasked, and a lost link is opened again by the next request.
struct ControlRole: LinkRole {
    static let name = "control"

    /// Gives the role a place of its own. Swift puts a field without a size on the object's first word, and ThreadSanitizer then
    /// takes each call that may change the role for a change of the object that other threads are reading.
    private let place: UInt8 = 0

    var wantsLink: Bool { false }

    mutating func opened(_ link: inout RawConnection, generation: UInt64) throws(BusError) {}
    mutating func received(_ frame: RawFrame) throws(BusError) {}
    mutating func lost(_ error: BusError) {}
    mutating func failed(_ error: BusError) -> Bool { true }
    mutating func ended(_ error: BusError?) {}
}
