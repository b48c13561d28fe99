public import Consumers
public import JSON
public import Store
public import Bus

/// Why an operator's command was not carried out, with the exit code that the command line ends with.
public struct ControlFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// 1 the answer is no, 65 bad input, 69 broker or store not reachable, 75 try again, 77 not permitted.
    public let exit: Int
    public let message: String

    public init(exit: Int, _ message: String) {
        self.exit = exit
        self.message = message
    }

    public init(_ error: RestructureError) {
        let exit =
            switch error.code {
            case .invalid, .notFound, .file: 65
            case .conflict, .cancelled: 75
            case .store, .bus: 69
            default: 1
            }
        self.init(exit: exit, error.description)
    }

    public init(_ error: StoreError) {
        self.init(exit: error.code == .busy || error.code == .conflict ? 75 : 69, error.description)
    }

    public init(_ error: BusError) { self.init(exit: 69, error.description) }

    /// Whatever a handler threw.
    public init(any error: any Error) {
        switch error {
        case let failure as ControlFailure: self = failure
        case let error as RestructureError: self.init(error)
        case let error as StoreError: self.init(error)
        case let error as BusError: self.init(error)
        case is CancellationError: self.init(exit: 75, "stopped before it was done")
        default: self.init(exit: 69, "\(error)")
        }
    }

    public var description: String { message }

    /// Problem document (RFC 9457), with the exit code beside it.
    public var json: JSONValue {
        [
            "type": "about:blank", "title": .string(title), "status": .integer(Int64(status)),
            "detail": .string(message), "exit": .integer(Int64(exit)),
        ]
    }

    var status: Int {
        switch exit {
        case 65: 422
        case 69: 503
        case 75: 409
        case 77: 403
        default: 412
        }
    }

    private var title: String {
        switch exit {
        case 65: "Bad input"
        case 69: "Not reachable"
        case 75: "Try again"
        case 77: "Not permitted"
        default: "No"
        }
    }
}
