/// What an `AMQPProxy` does to one frame that passes it.
public struct AMQPProxyRule: Sendable {
    public enum Direction: Sendable, Hashable { case toBroker, toClient }

    public enum Act: Sendable, Hashable {
        /// Ends both connections; the frame is the first that does not get through.
        case cutBefore
        /// Ends both connections; the frame is the last that gets through.
        case cutAfter
        /// Ends both connections when so many bytes of the frame have got through.
        case cutInside(Int)
        /// The frame does not get through; of a method with content, neither does the content.
        case drop
        /// The frame gets through twice; of a method with content, the content as well.
        case duplicate
        /// The frame, and all behind it in its direction, wait so long.
        case delay(Duration)
        /// From this frame on nothing gets through in either direction, and both connections stay open.
        case stall
    }

    var direction: Direction
    var act: Act
    /// Matching frames to let by first.
    var skip: Int
    /// Whether it stays in force after its first use.
    var repeats: Bool
    var matches: @Sendable (AMQPFrame) -> Bool

    /// - Parameter nth: which of the matching frames, from 1.
    public init(
        _ act: Act, _ direction: Direction, nth: Int = 1, repeats: Bool = false,
        where matches: @escaping @Sendable (AMQPFrame) -> Bool
    ) {
        self.act = act
        self.direction = direction
        skip = nth - 1
        self.repeats = repeats
        self.matches = matches
    }

    public init(_ act: Act, _ direction: Direction, _ kind: AMQPFrame.Kind, nth: Int = 1, repeats: Bool = false) {
        self.init(act, direction, nth: nth, repeats: repeats) { $0.kind == kind }
    }

    public init(_ act: Act, _ direction: Direction, _ method: AMQPMethod, nth: Int = 1, repeats: Bool = false) {
        self.init(act, direction, .method(method), nth: nth, repeats: repeats)
    }
}
