import Console
import JSON
import Testing

@Suite struct ConsumerAttachmentTests {
    private func request(_ name: String, _ patterns: [String], partitioned: Bool = false) throws -> ControlRequest {
        try ControlRequest([
            "actor": "lan", "name": .string(name), "patterns": .array(patterns.map(JSONValue.string)),
            "partitioned": .bool(partitioned),
        ])
    }

    /// What is said to an attachment of `tester`, given that it is attached as `present`.
    private func refusal(
        _ wanted: [String], partitioned: Bool = false, present: [String], presentPartitioned: Bool = false
    ) throws -> ControlFailure? {
        let present = try ConsumerAttachment.consumer(request("tester", present, partitioned: presentPartitioned))
        let wanted = try ConsumerAttachment.consumer(request("tester", wanted, partitioned: partitioned))
        do {
            try ConsumerAttachment.check(wanted, against: present)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["declarations", "restructure", "journal", "held", "poison", "control", "events"])
    func ourOwnNamesAreRefused(_ name: String) throws {
        let request = try request(name, ["#"])
        let failure = #expect(throws: ControlFailure.self) { try ConsumerAttachment.consumer(request) }
        #expect(failure?.exit == 65)
        #expect(failure?.message.hasPrefix("`\(name)` is a name of our own") == true)
    }

    @Test(arguments: [("Tester", ["#"]), ("tester", ["a.b.c.d"]), ("tester", [String]()), ("", ["#"])])
    func whatCannotBeIsRefused(_ name: String, _ patterns: [String]) throws {
        let request = try request(name, patterns)
        let failure = #expect(throws: ControlFailure.self) { try ConsumerAttachment.consumer(request) }
        #expect(failure?.exit == 65)
    }

    @Test func aNewNameIsAttached() throws {
        let consumer = try ConsumerAttachment.consumer(request("tester", ["vnaccs.#"], partitioned: true))
        try ConsumerAttachment.check(consumer, against: nil)
        #expect(consumer.name == "tester")
        #expect(consumer.patterns.map(\.description) == ["vnaccs.*.*"])
        #expect(consumer.isPartitioned)
    }

    @Test func theSameAgainIsLetBy() throws {
        #expect(try refusal(["#"], present: ["#"]) == nil)
        #expect(try refusal(["*.*.*"], present: ["#"]) == nil)
        #expect(try refusal(["edoc.#", "vnaccs.#"], present: ["vnaccs.#", "edoc.#"]) == nil)
    }

    @Test func anotherPatternUnderAnAttachedNameIsRefusedWithTheWayOut() throws {
        let failure = try refusal(["vnaccs.#"], present: ["#"])
        #expect(failure?.exit == 65)
        #expect(failure?.message.contains("attached already, to *.*.*, with one queue") == true)
        #expect(failure?.message.contains("attach another name") == true)
        #expect(try refusal(["#", "vnaccs.#"], present: ["#"])?.exit == 65)
        #expect(try refusal(["#"], partitioned: true, present: ["#"])?.exit == 65)
        #expect(try refusal(["#"], present: ["#"], presentPartitioned: true)?.exit == 65)
    }
}
