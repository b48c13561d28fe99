import Hummingbird
import JSON

extension Response {
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, contentType: String = "application/json"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }

    static func problem(_ problem: Problem) -> Response {
        .json(problem.json, status: .init(code: problem.status), contentType: Problem.contentType)
    }

    /// The system's own answer.
    static func native(_ result: IntakeResult) -> Response {
        Response(
            status: .init(code: result.httpStatus), headers: result.headers(contentType: result.answer.contentType),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: result.answer.body)))
    }

    static func json(_ result: IntakeResult) -> Response {
        if let error = result.error {
            var response = Response.problem(Problem(error, status: result.httpStatus))
            response.headers = result.headers(contentType: Problem.contentType)
            return response
        }
        return .json([
            "accepted": true, "duplicate": .bool(result.disposition == .duplicate),
            "eventIds": .array(result.eventIDs.map { .string($0) }),
        ])
    }
}

extension IntakeResult {
    /// The answer's own, but for what passes by itself: there the sender must see 503 whatever its format says.
    fileprivate var httpStatus: Int {
        switch error?.code {
        case .receiverClosed?, .notStored?: 503
        case .tooLarge?: 413
        default: answer.status
        }
    }

    fileprivate func headers(contentType: String) -> HTTPFields {
        var headers: HTTPFields = [.contentType: contentType]
        if httpStatus == 503 { headers[.retryAfter] = String(retryAfter ?? Intake.defaultRetryAfter) }
        return headers
    }
}
