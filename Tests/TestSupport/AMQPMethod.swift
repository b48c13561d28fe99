/// A method of AMQP 0-9-1 by its two numbers.
public struct AMQPMethod: Sendable, Hashable {
    public var classID: UInt16
    public var id: UInt16

    public init(_ classID: UInt16, _ id: UInt16) {
        self.classID = classID
        self.id = id
    }

    public static let connectionStart = AMQPMethod(10, 10)
    public static let connectionStartOK = AMQPMethod(10, 11)
    public static let connectionTune = AMQPMethod(10, 30)
    public static let connectionTuneOK = AMQPMethod(10, 31)
    public static let connectionOpen = AMQPMethod(10, 40)
    public static let connectionOpenOK = AMQPMethod(10, 41)
    public static let connectionClose = AMQPMethod(10, 50)
    public static let connectionBlocked = AMQPMethod(10, 60)
    public static let connectionUnblocked = AMQPMethod(10, 61)
    public static let channelOpen = AMQPMethod(20, 10)
    public static let channelOpenOK = AMQPMethod(20, 11)
    public static let channelClose = AMQPMethod(20, 40)
    public static let channelCloseOK = AMQPMethod(20, 41)
    public static let queueDeclare = AMQPMethod(50, 10)
    public static let basicQos = AMQPMethod(60, 10)
    public static let basicConsume = AMQPMethod(60, 20)
    public static let basicConsumeOK = AMQPMethod(60, 21)
    public static let basicCancel = AMQPMethod(60, 30)
    public static let basicPublish = AMQPMethod(60, 40)
    public static let basicReturn = AMQPMethod(60, 50)
    public static let basicDeliver = AMQPMethod(60, 60)
    public static let basicAck = AMQPMethod(60, 80)
    public static let basicReject = AMQPMethod(60, 90)
    public static let basicNack = AMQPMethod(60, 120)
    public static let confirmSelect = AMQPMethod(85, 10)
    public static let confirmSelectOK = AMQPMethod(85, 11)

    /// Whether a header frame and body frames follow.
    var hasContent: Bool { [.basicPublish, .basicReturn, .basicDeliver].contains(self) }
}
