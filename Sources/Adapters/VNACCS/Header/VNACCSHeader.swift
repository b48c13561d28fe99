public import Bus

/// The common header of every VNACCS message, in and out: 398 bytes and CRLF, fields of fixed byte width.
///
/// Text is without its padding. The message length is no property: it is computed when the header is written and
/// checked when it is read. The three reserve fields are written blank and not interpreted.
public struct VNACCSHeader: Sendable, Hashable {
    /// First two bytes of the control field: the channel.
    public enum Channel: String, Sendable, Hashable, CaseIterable {
        case interactive = "SS"
        case mail = "MS"
        case tax = "GS"
    }

    public var channel: Channel
    /// Third byte `P` of the control field: the centre holds more output for this terminal.
    public var morePending = false
    /// Procedure code (`mã nghiệp vụ`), e.g. `IDC`; in an output, of the one that caused it. At most 5 bytes.
    public var procedure: String
    /// E.g. `VAD1AC0`, the last character being the variant; blank in inputs. At most 7 bytes.
    public var outputCode = ""
    /// When the centre received the input, to the second; nil in inputs.
    public var centreTime: Timestamp?
    /// User code (5 bytes) and its identification number (3 bytes); in an output, the addressee.
    public var user: String
    public var password = HeaderPassword.none
    /// Logical terminal name. At most 6 bytes.
    public var terminal: String
    public var mailAddress = ""
    /// In outputs: first result code (15 bytes), a separator, and the business key, normally the declaration number.
    public var subject = ""
    public var rtp = ""
    public var server = ""
    /// The sender's correlation, echoed in every output: procedure (5), `yyyyMMddHHmmss` (14), counter (6). At most
    /// 26 bytes.
    public var dataInfo: String
    /// `000`, `001`, ... in outputs; blank in inputs.
    public var division = ""
    /// `E`: the last, or only, part of an output.
    public var isLastPart = false
    /// nil in inputs.
    public var dataType: OutputDataType?
    /// `*`: set when logging on and stopping.
    public var sendGuard = false
    /// The sender's own reference, echoed. At most 10 bytes.
    public var inputNumber = ""
    public var index = ""
    public var pattern = ""
    public var system = "1"
    public var displayCode = ""

    public init(
        channel: Channel = .interactive, procedure: String, user: String, terminal: String, dataInfo: String
    ) {
        self.channel = channel
        self.procedure = procedure
        self.user = user
        self.terminal = terminal
        self.dataInfo = dataInfo
    }

    /// The header of an output that answers this input: what is echoed is filled in, the password is not.
    /// - Parameter time: when the centre received the input.
    public func answered(as type: OutputDataType, code: String = "", at time: Timestamp) -> VNACCSHeader {
        var answer = VNACCSHeader(
            channel: channel, procedure: procedure, user: user, terminal: terminal, dataInfo: dataInfo)
        answer.outputCode = code
        answer.centreTime = time
        answer.division = "000"
        answer.isLastPart = true
        answer.dataType = type
        answer.inputNumber = inputNumber
        answer.system = system
        return answer
    }
}
