import JSON

/// Reads the attributes of one event and names the one that is missing or wrong.
struct AttributeReader {
    private let object: JSONObject

    init(_ json: JSONValue) throws(BusError) {
        guard let object = json.object else { throw BusError(.undecodable, "event is not a JSON object") }
        self.object = object
    }

    func event() throws(BusError) -> Event {
        guard try string("specversion") == "1.0" else { throw wrong("specversion", "is not 1.0") }
        guard object["data_base64"] == nil else { throw wrong("data_base64", "is not taken; data must be JSON") }
        if let type = try optionalString("datacontenttype"), !Self.isJSON(type) {
            throw wrong("datacontenttype", "is not JSON")
        }
        guard let type = EventType(try string(.type)) else { throw wrong("type", "has not our form") }
        guard let data = object["data"] else { throw wrong("data", "is missing") }
        return Event(
            draft: EventDraft(
                id: try string(.id), source: try string(.source), type: type, subject: try optionalString(.subject),
                time: try time("time"), partitionKey: try string(.partitionKey),
                traceparent: try optionalString(.traceparent), data: data),
            sequence: try sequence(), recordedTime: try time("recordedtime"))
    }

    private func string(_ rule: AttributeRule) throws(BusError) -> String {
        let value = try string(rule.name)
        try rule.check(value)
        return value
    }

    private func optionalString(_ rule: AttributeRule) throws(BusError) -> String? {
        guard let value = try optionalString(rule.name) else { return nil }
        try rule.check(value)
        return value
    }

    private func string(_ name: String) throws(BusError) -> String {
        guard let value = try optionalString(name) else { throw wrong(name, "is missing") }
        return value
    }

    /// The JSON event format takes `null` for an attribute that is not set.
    private func optionalString(_ name: String) throws(BusError) -> String? {
        guard let value = object[name], value != .null else { return nil }
        guard let text = value.string else { throw wrong(name, "is not a string") }
        return text
    }

    private func time(_ name: String) throws(BusError) -> Timestamp {
        guard let time = Timestamp(rfc3339: try string(name)) else { throw wrong(name, "is not an RFC 3339 time") }
        return time
    }

    private func sequence() throws(BusError) -> UInt64 {
        let text = try string("sequence")
        guard text.utf8.count <= 20, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text)
        else { throw wrong("sequence", "is not a number of at most 20 digits") }
        return number
    }

    /// `application/json`, any `+json` subtype, with or without parameters.
    private static func isJSON(_ contentType: String) -> Bool {
        let type = MediaType.bare(contentType)
        return type == "application/json" || type.hasSuffix("+json")
    }

    private func wrong(_ name: String, _ problem: String) -> BusError {
        BusError(.undecodable, "attribute \(name) \(problem)")
    }
}
