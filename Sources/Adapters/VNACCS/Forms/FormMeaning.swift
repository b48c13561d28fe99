import Events

/// What a form says, and which of its items say it: the event mapping goes by this, import and export alike.
enum FormMeaning: Sendable {
    /// Data registered before declaring.
    case preparation(PreparationItems, flow: Flow)
    /// The official declaration.
    case submission(flow: Flow)
    /// Registered, with its lane.
    case registration(LaneItems, flow: Flow)
    /// Cleared.
    case clearance(LaneItems, flow: Flow)
    case taxStatement
    case feeStatement
    case inspection(InspectionItems)
}
