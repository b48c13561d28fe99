import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// What is on the wire, read by a client in another language that knows only AMQP 0-9-1 and CloudEvents.
    @Suite struct WireFormat {
        @Test("Messages are persistent batches of CloudEvents whose routing key any language can compute")
        func readByPython() async throws {
            try await Installation.with("wire") { installation in
                try await installation.up()
                try await installation.importOffices()
                try await installation.attach("wire", to: "#")
                try await installation.simulate(seed: 71, count: 15)
                try await installation.expectOracle(71)
                let accepted = Set(try await installation.acceptedIDs())
                let script = installation.folder.file("wire.py")
                try Data(Self.script.utf8).write(to: URL(fileURLWithPath: script))
                for queue in ["lt.consumer.wire", "lt.journal"] {
                    let read = try await Python.run(
                        script, installation.connection(to: queue) + ["--expect", "\(accepted.count)"],
                        in: installation.folder)
                    #expect(read.exit == 0, "\(read.errors)")
                    let json = try #require(read.json)
                    #expect(json["wrong"] == [], "\(queue)")
                    let ids = Set((json["ids"]?.array ?? []).compactMap(\.string))
                    #expect(ids.isSuperset(of: accepted), "\(queue)")
                    #expect(ids.count > accepted.count, "the pipeline's own events are missing in \(queue)")
                    let bound = try #require(json["largestBatch"]?.integer)
                    #expect((1...128).contains(bound))
                }
            }
        }

        /// Ends when all expected events of the four systems and some of the pipeline have come; prints what was not as
        /// documented.
        private static let script = #"""
            import argparse, json, sys, zlib
            import pika

            parser = argparse.ArgumentParser()
            for name in ["--port", "--virtual-host", "--user", "--password-file", "--queue", "--expect"]:
                parser.add_argument(name, required=True)
            a = parser.parse_args()
            password = open(a.password_file).read().strip()
            connection = pika.BlockingConnection(pika.ConnectionParameters(
                "127.0.0.1", int(a.port), a.virtual_host, pika.PlainCredentials(a.user, password)))
            channel = connection.channel()
            channel.basic_qos(prefetch_count=100)
            arguments = {"x-stream-offset": "first"} if a.queue == "lt.journal" else {}
            wrong, ids, native, largest, sequences = [], set(), set(), 0, {}
            needed = ["specversion", "id", "source", "type", "time", "datacontenttype", "partitionkey", "sequence", "recordedtime"]

            def check(holds, what):
                if not holds and len(wrong) < 20:
                    wrong.append(what)

            for method, properties, body in channel.consume(a.queue, inactivity_timeout=20, arguments=arguments):
                if method is None:
                    break
                check(properties.content_type == "application/cloudevents-batch+json", f"content type {properties.content_type}")
                check(properties.delivery_mode == 2, f"delivery mode {properties.delivery_mode}")
                check(a.queue == "lt.journal" or not method.redelivered, "redelivered")
                check(method.exchange == "lt.events", f"exchange {method.exchange}")
                events = json.loads(body.decode("utf-8", "strict"))
                check(isinstance(events, list) and events, "no JSON array")
                largest = max(largest, len(events))
                check(len(body) <= 65536 or len(events) == 1, f"{len(body)} bytes")
                for event in events:
                    missing = [name for name in needed if not isinstance(event.get(name), str)]
                    check(not missing, f"missing {missing}")
                    if missing:
                        continue
                    check(event["specversion"] == "1.0", "specversion")
                    prefix, system, entity, fact, version = event["type"].rsplit(".", 4)
                    check(prefix == "vn.customs" and version == "v1", event["type"])
                    check(event["source"] == f"/vn/customs/{system}", event["source"])
                    check(len(event["sequence"]) == 20 and event["sequence"].isdigit(), event["sequence"])
                    partition = zlib.crc32(event["partitionkey"].encode("utf-8")) % 8
                    check(method.routing_key == f"{system}.{entity}.p{partition:02d}", f"{method.routing_key} for {event['partitionkey']}")
                    check(event["id"] not in ids, f"twice: {event['id']}")
                    ids.add(event["id"])
                    if system != "pipeline":
                        native.add(event["id"])
                        last = sequences.get(method.routing_key, "")
                        check(last < event["sequence"], f"order in {method.routing_key}")
                        sequences[method.routing_key] = event["sequence"]
                channel.basic_ack(method.delivery_tag)
                if len(native) >= int(a.expect) and len(ids) > len(native):
                    break
            # Closing would give back what was read ahead, which a stream does not know; the end of the process ends the link.
            json.dump({"wrong": wrong, "ids": sorted(ids), "largestBatch": largest}, sys.stdout)
            """#
    }
}
