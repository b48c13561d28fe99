public import Bus

/// One step of a plan.
public struct CutoverStep: Sendable, Hashable {
    public enum Act: Sendable, Hashable {
        /// Pauses a receiver; done when every live process serving it has given its receipt.
        case pause(receiver: String, mode: ReceiverMode, reason: String, until: Timestamp?)
        /// Waits until everything these systems handed over before has been dealt with.
        case drain(systems: [String])
        /// Imports catalogs as one change; done when every process that follows the catalogs has given its receipt.
        case importCatalogs([CatalogReference])
        case verify([CutoverVerification])
        /// Ends a pause; what was held begins to go out.
        case resume(receiver: String)
        /// Waits until everything held is out and the receiver is open.
        case release(receiver: String)

        public var name: String {
            switch self {
            case .pause: "pause"
            case .drain: "drain"
            case .importCatalogs: "import"
            case .verify: "verify"
            case .resume: "resume"
            case .release: "release"
            }
        }

        /// What it acts on, for lists.
        public var object: String {
            switch self {
            case .pause(let receiver, let mode, _, _): "\(receiver) (\(mode.rawValue))"
            case .drain(let systems): systems.joined(separator: ", ")
            case .importCatalogs(let references): references.map(\.file).joined(separator: ", ")
            case .verify(let verifications): "\(verifications.count) checks"
            case .resume(let receiver), .release(let receiver): receiver
            }
        }
    }

    /// A catalog file, relative to the plan's folder.
    public struct CatalogReference: Sendable, Hashable {
        public var catalog: String
        public var file: String
        /// Line in the plan.
        public var line: Int
    }

    /// Unique in the plan.
    public var id: String
    public var act: Act
    /// Counted from the beginning of the step, anew with each start of the run.
    public var deadline: Duration
    /// Line in the plan.
    public var line: Int

    var imports: [CatalogReference] {
        if case .importCatalogs(let references) = act { references } else { [] }
    }

    var receiver: String? {
        switch act {
        case .pause(let receiver, _, _, _), .resume(let receiver), .release(let receiver): receiver
        case .drain, .importCatalogs, .verify: nil
        }
    }
}
