import Hummingbird

extension Request {
    var bearerToken: Substring.UTF8View? {
        guard let value = headers[.authorization], value.count > 7, value.prefix(7).lowercased() == "bearer " else {
            return nil
        }
        return value.dropFirst(7).utf8
    }

    var wantsJSON: Bool {
        headers[values: .accept].contains { value in
            value.lowercased().split(separator: ",").contains { range in
                let type = range.prefix { $0 != ";" }
                return type.trimmed == "application/json" || type.trimmed == "application/problem+json"
            }
        }
    }

    /// - Returns: the body; of a longer one its first `limit` bytes and one more, so that its size shows.
    func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let length = headers[.contentLength].flatMap(Int.init) { bytes.reserveCapacity(min(max(length, 0), limit + 1)) }
        for try await chunk in body {
            bytes.append(contentsOf: chunk.readableBytesView.prefix(limit + 1 - bytes.count))
            if bytes.count > limit { break }
        }
        return bytes
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
