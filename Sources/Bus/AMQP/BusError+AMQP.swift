internal import CRabbitMQ

extension BusError {
    static var notOpen: BusError { BusError(.connectionLost, "there is no connection", isRetryable: true) }

    /// A status of the library.
    static func library(_ status: Int32, _ doing: String) -> BusError {
        let text = amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
        let code: Code =
            switch status {
            case AMQP_STATUS_TIMEOUT.rawValue, AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue: .timedOut
            case AMQP_STATUS_SSL_ERROR.rawValue, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue,
                AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue, AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue: .tls
            case AMQP_STATUS_BAD_AMQP_DATA.rawValue, AMQP_STATUS_UNKNOWN_CLASS.rawValue,
                AMQP_STATUS_UNKNOWN_METHOD.rawValue, AMQP_STATUS_UNEXPECTED_STATE.rawValue: .protocolViolation
            case AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD.rawValue: .authenticationFailed
            case AMQP_STATUS_TABLE_TOO_BIG.rawValue: .tooLarge
            default: .connectionLost
            }
        return BusError(code, "\(doing): \(text)", isRetryable: ![.tls, .tooLarge, .authenticationFailed].contains(code))
    }

    /// A failure before the login.
    static func connecting(_ status: Int32, to endpoint: Endpoint) -> BusError {
        let error = library(status, "connecting to \(endpoint)")
        // "Refused", "no route", "no such name" and "no answer" are one thing to a caller: nobody there.
        return error.code == .tls ? error : BusError(.unreachable, error.reason, isRetryable: true)
    }

    /// The outcome of a request; nil when it succeeded.
    static func reply(_ reply: amqp_rpc_reply_t, to what: String) -> BusError? {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return nil
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            return library(reply.library_error, what)
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            guard let decoded = reply.reply.decoded else { break }
            switch reply.reply.id {
            case AMQP_CHANNEL_CLOSE_METHOD:
                let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
                return channelClosed(code: Int(close.reply_code), text: close.reply_text.text)
            case AMQP_CONNECTION_CLOSE_METHOD:
                let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
                return connectionClosed(code: Int(close.reply_code), text: close.reply_text.text)
            default: break
            }
        default: break
        }
        return BusError(.connectionLost, "\(what): the broker ended the connection", isRetryable: true)
    }

    static func channelClosed(code: Int, text: String) -> BusError {
        closed(code: code, text: text, otherwise: .channelClosed)
    }

    static func connectionClosed(code: Int, text: String) -> BusError {
        closed(code: code, text: text, otherwise: .connectionClosed)
    }

    /// The reply codes of AMQP 0-9-1, section 1.2 "Reply codes"; the broker's text is kept, it names what differs.
    private static func closed(code: Int, text: String, otherwise: Code) -> BusError {
        let (name, retryable): (Code, Bool) =
            switch code {
            case 311: (.tooLarge, false)
            case 403: (.accessRefused, false)
            case 404: (.notFound, false)
            case 405: (.resourceLocked, true)
            case 406: (.preconditionFailed, false)
            case 501...505, 540: (.protocolViolation, false)
            case 530: (.accessRefused, false)
            // 320 forced by an operator, 313 no consumers, 506 short of a resource, 541 internal.
            default: (otherwise, true)
            }
        return BusError(name, text, replyCode: code, isRetryable: retryable)
    }

    /// The same refusal means something else during login.
    func atLogin(virtualHost: String) -> BusError {
        switch replyCode {
        case 403: return BusError(.authenticationFailed, "the broker refused user or password", replyCode: 403)
        // RabbitMQ answers 530 both for an unknown virtual host and for one the user has no rights on.
        case 530 where reason.contains("not found"):
            return BusError(.notFound, "there is no virtual host \(virtualHost)", replyCode: 530)
        default: break
        }
        // Any peer that accepts the connection and then says nothing or nonsense.
        if replyCode == nil, code != .tls, code != .authenticationFailed { return BusError(.unreachable, "login: \(reason)", isRetryable: true) }
        return self
    }
}

extension BusError {
    /// 403, 404, 405 and 406 end the channel they happen on and nothing else.
    var closedOnlyTheChannel: Bool { replyCode.map { (403...406).contains($0) } ?? false }
}
