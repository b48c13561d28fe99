public import Bus
public import JSON

/// Reads the members of one control record and names the one that is wrong, without showing its value.
public struct RecordReader: Sendable {
    private let name: String
    public let object: JSONObject

    /// - Throws: `corrupt` when the record is not a JSON object.
    public init(_ record: ControlRecord) throws(StoreError) {
        name = "\(record.kind) \(record.key)"
        do {
            guard let object = try JSON.parse(record.value).object else {
                throw StoreError(.corrupt, "record \(name) is not a JSON object")
            }
            self.object = object
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.corrupt, "record \(name) is not JSON", cause: error)
        }
    }

    public func string(_ member: String) throws(StoreError) -> String {
        guard let text = object[member]?.string else { throw wrong(member) }
        return text
    }

    public func integer(_ member: String) throws(StoreError) -> Int64 {
        guard let value = object[member]?.integer else { throw wrong(member) }
        return value
    }

    public func time(_ member: String) throws(StoreError) -> Timestamp {
        guard let time = try optionalTime(member) else { throw wrong(member) }
        return time
    }

    /// nil for a member that is absent or null.
    public func optionalTime(_ member: String) throws(StoreError) -> Timestamp? {
        guard let value = object[member], value != .null else { return nil }
        guard let text = value.string, let time = Timestamp(rfc3339: text) else { throw wrong(member) }
        return time
    }

    public func strings(_ member: String) throws(StoreError) -> [String] {
        guard let values = object[member]?.array else { throw wrong(member) }
        let texts = values.compactMap(\.string)
        guard texts.count == values.count else { throw wrong(member) }
        return texts
    }

    public func wrong(_ member: String) -> StoreError {
        StoreError(.corrupt, "record \(name): member \(member) is missing or wrong")
    }
}
