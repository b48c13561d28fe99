import Bus
import Events
import Foundation
import JSON
import TestSupport
import Testing

/// What this project writes keeps to what it publishes.
@Suite struct ProducedEventTests {
    @Test func everyEventOfTheCodecsAndThePoolFitsItsSchema() async throws {
        let events = try await ProducedEvents.all()
        var validators: [EventType: SchemaValidator] = [:]
        for type in SchemaTests.types {
            validators[type] = SchemaValidator(try #require(SchemaCatalog.eventSchema(of: type)), isClosed: true)
        }
        var seen: Set<EventType> = []
        for event in events {
            let validator = try #require(validators[event.type], "\(event.type)")
            #expect(validator.findings(try JSON.parse(event.bytes)) == [], "\(event.type) \(event.id)")
            seen.insert(event.type)
        }
        #expect(events.count > 1000)
        #expect(Set(SchemaTests.types).subtracting(seen).map(\.rawValue).sorted() == [], "nobody has made one of these")
    }

    /// The same judged by a validator that others wrote.
    @Test func anotherValidatorSaysTheSame() async throws {
        guard let python = try await Self.python() else {
            return print("skipped: there is no python3 with jsonschema 4 (package python3-jsonschema)")
        }
        try await TemporaryDirectory.with("lienthong-schema") { folder in
            var schemas = JSONObject()
            for type in SchemaTests.types {
                schemas[type.rawValue] = SchemaCatalog.eventSchema(of: type)
            }
            // A dozen of each type: that validator is a slow one.
            let events = try Dictionary(grouping: await ProducedEvents.all(), by: \.type).values
                .flatMap { $0.prefix(12) }.map { try JSON.parse($0.bytes) }
            // Each of them broken in one way, so that a validator that lets everything by fails the test.
            let broken = events.prefix(50).compactMap { event -> JSONValue? in
                guard var object = event.object else { return nil }
                object["time"] = "2025-03-14"
                return .object(object)
            }
            let input: JSONValue = ["schemas": .object(schemas), "events": .array(events), "broken": .array(broken)]
            try Data(input.bytes).write(to: URL(fileURLWithPath: folder.file("input.json")))
            try Data(Self.script.utf8).write(to: URL(fileURLWithPath: folder.file("check.py")))
            let result = try await Subprocess.run(python, [folder.file("check.py"), folder.file("input.json")])
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "wrong 0\nbroken \(broken.count)\n", "\(result.errors)")
        }
    }

    /// The system's own first: that is where packages of the system install modules; then what is on the path.
    static func python() async throws -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in ["/usr/bin"] + path.split(separator: ":").map(String.init) {
            let candidate = folder + "/python3"
            guard FileManager.default.isExecutableFile(atPath: candidate) else { continue }
            let probe = try await Subprocess.run(candidate, ["-c", "from jsonschema import Draft202012Validator"])
            if probe.status == 0 { return candidate }
        }
        return nil
    }

    private static let script = #"""
        import json, sys
        from jsonschema import Draft202012Validator

        given = json.load(open(sys.argv[1], encoding="utf-8"))
        validators = {}
        for name, schema in given["schemas"].items():
            Draft202012Validator.check_schema(schema)
            validators[name] = Draft202012Validator(schema)

        def wrong(events):
            count = 0
            for event in events:
                errors = list(validators[event["type"]].iter_errors(event))
                count += bool(errors)
                for error in errors[:1]:
                    print(event["type"], list(error.absolute_path), error.validator, file=sys.stderr)
            return count

        print("wrong", wrong(given["events"]))
        print("broken", wrong(given["broken"]))
        """#
}
