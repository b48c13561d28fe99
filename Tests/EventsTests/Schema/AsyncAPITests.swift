import Bus
import Events
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct AsyncAPITests {
    private let document = AsyncAPIDocument.json()
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/asyncapi/lienthong.json").path

    @Test func theCommittedDocumentIsWhatTheCodeSays() throws {
        let committed = try String(contentsOfFile: Self.path, encoding: .utf8)
        #expect(
            committed == document.prettyText + "\n",
            "docs/asyncapi/lienthong.json is old: run `lienthong schema asyncapi > docs/asyncapi/lienthong.json`")
    }

    @Test func everyReferenceLeadsSomewhere() {
        let references = document.references
        #expect(references.count > 100)
        for reference in references { #expect(document.at(reference) != nil, "\(reference)") }
    }

    /// The parts that AsyncAPI 3.0 asks for, and nothing beside them but extensions.
    @Test func theStructureIsThatOfAsyncAPI3() throws {
        let allowed: [String: (required: Set<String>, optional: Set<String>)] = [
            "": (
                ["asyncapi", "info"],
                ["id", "defaultContentType", "servers", "channels", "operations", "components"]
            ),
            "info": (["title", "version"], ["description"]),
            "servers/": (["host", "protocol"], ["pathname", "protocolVersion", "description", "variables", "security"]),
            "channels/": (["address", "messages", "bindings"], ["title", "description", "parameters"]),
            "operations/": (["action", "channel", "messages"], ["summary", "bindings"]),
            "components": ([], ["schemas", "messages", "parameters", "securitySchemes"]),
            "components/messages/": (["payload"], ["name", "title", "contentType", "headers", "examples"]),
            "components/parameters/": ([], ["description", "enum", "examples"]),
        ]
        for (place, keys) in allowed {
            let parent = place.split(separator: "/").reduce(document as JSONValue?) { $0?[String($1)] }
            let objects = place.hasSuffix("/") ? (parent?.object?.members.map(\.value) ?? []) : [parent].compactMap { $0 }
            #expect(!objects.isEmpty, "\(place)")
            for object in objects {
                let names = Set((object.object?.members ?? []).map(\.key)).filter { !$0.hasPrefix("x-") }
                #expect(names.isSuperset(of: keys.required), "\(place) \(names)")
                #expect(names.isSubset(of: keys.required.union(keys.optional)), "\(place) \(names)")
            }
        }
        for operation in document["operations"]?.object?.members ?? [] {
            #expect(["send", "receive"].contains(operation.value["action"]), "\(operation.key)")
            let channel = try #require(operation.value["channel"]?["$ref"]?.string)
            for message in operation.value["messages"]?.array ?? [] {
                let own = message["$ref"]?.string?.hasPrefix(channel + "/messages/")
                #expect(own == true, "an operation has messages of its channel only: \(operation.key)")
            }
        }
    }

    /// Everything that `topology apply` and `consumer attach` would declare is in it, with the same arguments.
    @Test func everyQueueAndEventIsInIt() throws {
        let addresses = Set((document["channels"]?.object?.members ?? []).compactMap { $0.value["address"]?.string })
        for queue in LienThongTopology.topology(partitions: .standard).queues {
            let address = queue.name.replacing(/\.p[0-9]{2}$/, with: ".{partition}")
            #expect(addresses.contains(address), "\(queue.name)")
        }
        #expect(addresses.isSuperset(of: ["lt.consumer.{consumer}", "lt.consumer.{consumer}.{partition}"]))
        let pool = try #require(document.channel("lt.declarations.{partition}"))
        #expect(pool["x-queue-arguments"]?["x-single-active-consumer"] == true)
        #expect(pool["x-queue-arguments"]?["x-queue-type"] == "quorum")
        #expect(pool["messages"]?["vnaccs.declaration"] != nil)
        #expect(pool["messages"]?["pipeline.declaration"] == nil, "the pool does not read what it says itself")
        let consumer = try #require(document.channel("lt.consumer.{consumer}"))
        for payload in SchemaCatalog.all {
            let name = "\(payload.type.system).\(payload.type.entity)"
            #expect(addresses.contains("\(name).{partition}"))
            #expect(consumer["messages"]?[name] != nil)
            #expect(document["components"]?["schemas"]?[payload.type.rawValue] != nil)
        }
    }

    /// Schemas in the document are the published ones, so each message example fits.
    @Test func theExampleOfEachMessageFitsItsPayload() throws {
        let messages = try #require(document["components"]?["messages"]?.object?.members)
        var examples = 0
        for message in messages {
            let payload = try #require(message.value["payload"]?.object)
            // What it refers to is found from its root.
            var schema = payload
            schema["components"] = document["components"]
            let validator = SchemaValidator(.object(schema))
            for example in message.value["examples"]?.array ?? [] {
                examples += 1
                #expect(validator.findings(try #require(example["payload"])) == [], "\(message.key)")
            }
        }
        #expect(examples > 10)
    }

    /// The official schema is not part of this repository; whoever has it names its file.
    @Test func itIsValidByTheOfficialSchema() async throws {
        guard let schema = ProcessInfo.processInfo.environment["LIENTHONG_ASYNCAPI_SCHEMA"] else {
            return print("skipped: LIENTHONG_ASYNCAPI_SCHEMA names no file with the JSON Schema of AsyncAPI 3.0.0")
        }
        let python = try #require(try await ProducedEventTests.python(), "there is no python3 with jsonschema")
        let check = """
            import json, sys
            from jsonschema import Draft7Validator
            document, schema = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
            errors = list(Draft7Validator(schema).iter_errors(document))
            for error in errors[:5]: print(list(error.absolute_path), error.message[:200])
            sys.exit(len(errors) > 0)
            """
        let result = try await Subprocess.run(python, ["-c", check, Self.path, schema])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
}

extension JSONValue {
    /// All values of `$ref` in it.
    fileprivate var references: [String] {
        switch self {
        case .array(let elements): elements.flatMap(\.references)
        case .object(let object):
            object.members.flatMap { $0.key == "$ref" ? [$0.value.string ?? ""] : $0.value.references }
        default: []
        }
    }

    fileprivate func at(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(self as JSONValue?) { $0?[String($1)] }
    }

    fileprivate func channel(_ address: String) -> JSONValue? {
        self["channels"]?.object?.members.first { $0.value["address"]?.string == address }?.value
    }
}
