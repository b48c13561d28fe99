import Adapters
import ArgumentParser
import Bus
import Events
import Foundation
import JSON
import Store

struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Hand native messages over and print the ids of their events.",
        discussion: """
            Goes to the running gateway, or, when none answers, straight into the outbox: the next `up` sends it.

            EXAMPLES
              lienthong simulate --seed 7 --count 10 --out traffic
              lienthong publish vnaccs traffic/vnaccs/*.txt
              printf 'SS IDC' | lienthong publish vnaccs -    # 65: what is wrong, where
            """)
    @OptionGroup var common: CommonOptions
    @Argument(help: "vnaccs, epayment, edoc or treasury.") var system: String
    @Argument(help: "Files with one native message each; - reads standard input.") var files: [String]

    func run() async throws {
        guard let system = SystemName(rawValue: system) else {
            throw CommandFailure(.usage, "there is no system \(system): vnaccs, epayment, edoc or treasury")
        }
        let configuration = try common.configuration()
        let hander = try await Hander.make(configuration, system: system)
        var results: [JSONValue] = []
        var refused: [String] = []
        var failure: CommandFailure?
        for file in files {
            do {
                let ids = try await hander.hand(try Self.bytes(file))
                results.append(["file": .string(file), "accepted": true, "events": .array(ids.map(JSONValue.string))])
            } catch let error as CommandFailure {
                results.append(["file": .string(file), "accepted": false, "problem": .string(error.message)])
                refused.append("\(file): \(error.message)")
                failure = error
                if error.exit != .badInput { break }
            }
        }
        await hander.close()
        common.print(.array(results)) {
            results.flatMap { ($0["events"]?.array ?? []).compactMap(\.string) }.joined(separator: "\n")
        }
        if let failure { throw CommandFailure(failure.exit, refused.joined(separator: "\n           ")) }
    }

    private static func bytes(_ file: String) throws(CommandFailure) -> [UInt8] {
        let handle: FileHandle
        if file == "-" {
            handle = .standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: file) else {
                throw CommandFailure(.badInput, "the file cannot be read")
            }
            handle = opened
        }
        // One byte over the limit is enough to see that it is too large.
        do {
            return [UInt8](try handle.read(upToCount: Limits.nativeMessageBytes + 1) ?? Data())
        } catch {
            throw CommandFailure(.badInput, "the file cannot be read: \(error.localizedDescription)")
        }
    }
}
