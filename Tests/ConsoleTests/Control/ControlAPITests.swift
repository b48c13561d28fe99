import Bus
import JSON
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(2)))
struct ControlAPITests {
    typealias Call = @Sendable (any ControlOperations) async throws -> JSONValue

    private static let time = Timestamp(milliseconds: 1_750_000_000_000)
    private static let plan = CutoverDocument(plan: "steps:\n  - pause", files: ["offices.csv": "code,name\n1,Hải quan"])

    /// Every command; asked over HTTP it must arrive as it does when it is asked directly.
    private static var calls: [Call] { [
        { o in try await o.status() },
        { o in try await o.account(from: time, until: nil) },
        { o in try await o.account(from: nil, until: time) },
        { o in try await o.declaration("10123456789/1 ?#%") },
        { o in try await o.receivers() },
        { o in
            try await o.pause("vnaccs", mode: "hold", reason: "đổi mã", until: time, actor: "lan")
        },
        { o in try await o.pause("edoc", mode: "refuse", reason: "r", until: nil, actor: "lan") },
        { o in try await o.resume("vnaccs", reason: "done", actor: "lan") },
        { o in
            try await o.catalogImport("office", csv: "a,b\n\"x\",y", dryRun: true, reason: "r", actor: "lan")
        },
        { o in try await o.catalogDiff("office", csv: "a") },
        { o in try await o.catalogAsOf("office", key: "18A3&=+", at: time) },
        { o in try await o.catalogAsOf("office", key: nil, at: nil) },
        { o in try await o.catalogExport("budget-relation") },
        { o in try await o.cutoverCheck(plan) },
        { o in try await o.cutoverRehearse(plan, actor: "lan") },
        { o in try await o.cutoverApprove(hash: "abc", actor: "lan") },
        { o in try await o.cutoverStart(plan, actor: "lan") },
        { o in try await o.cutoverAbort("run-1", reason: "r", actor: "lan") },
        { o in try await o.cutoverStatus(nil) },
        { o in try await o.cutoverReport("run 1") },
        { o in try await o.replayPlan(["source": "journal", "rate": 100], actor: "lan") },
        { o in try await o.replayApprove(hash: "abc", actor: "lan") },
        { o in try await o.replayRun(hash: "abc", actor: "lan") },
        { o in try await o.replayStatus("r") },
        { o in try await o.replayStop("r", actor: "lan") },
        { o in try await o.parkedList(consumer: "pool", key: nil, limit: 5) },
        { o in try await o.parkedShow("vnaccs/1:2", consumer: "pool") },
        { o in try await o.parkedRelease("e1", consumer: "pool", reason: "mended", actor: "lan") },
        { o in try await o.parkedDiscard("e1", consumer: "pool", reason: "test", actor: "lan") },
        { o in try await o.consumerList() },
        { o in try await o.consumerAttach("risk", patterns: ["vnaccs.#", "*.*.p00"], actor: "lan") },
    ] }

    @Test func everyCommandArrivesWithItsArgumentsAndItsOperator() async throws {
        let bench = ControlBench()
        try await bench.serve { base in
            let client = try ControlBench.client(base)
            for call in Self.calls {
                let remote = try await call(client)
                #expect(try await call(bench.operations) == remote)
            }
        }
    }

    @Test func theOperatorIsWhoseTokenItIs() async throws {
        try await ControlBench().serve { base in
            let answer = try await ControlBench.client(base, "minh").cutoverApprove(hash: "abc", actor: "lan")
            #expect(answer["arguments"]?.array == ["abc", "minh"])
        }
    }

    @Test func withoutAKnownTokenNothingIsDone() async throws {
        try await ControlBench().serve { base in
            for token in ["", "0123456789abcdef", "0123456789abcdef-lanx"] {
                let client = try ControlClient(base: base, token: token)
                let error = await #expect(throws: ControlError.self) { try await client.receivers() }
                #expect(error?.code == .notAuthenticated)
                #expect(error?.code.exit == 77)
            }
        }
    }

    @Test(arguments: [
        (ControlError.Code.negative, 1), (.notFound, 1), (.usage, 64), (.badInput, 65), (.unavailable, 69),
        (.tryAgain, 75), (.notPermitted, 77),
    ])
    func whatGoesWrongComesBackWithItsReasonAndExitCode(code: ControlError.Code, exit: Int) async throws {
        let bench = ControlBench()
        let failure = ControlError(code, "two offices overlap", details: ["differences": ["18A3"]])
        bench.operations.fail(with: failure)
        try await bench.serve { base in
            let client = try ControlBench.client(base)
            let error = await #expect(throws: ControlError.self) { try await client.cutoverCheck(Self.plan) }
            #expect(error == failure)
            #expect(error?.code.exit == exit)
        }
    }

    @Test func aMissingReasonIsRefusedBeforeAnythingIsDone() async throws {
        try await ControlBench().serve { base in
            let client = try ControlBench.client(base)
            let error = await #expect(throws: ControlError.self) {
                try await client.pause("vnaccs", mode: "hold", reason: "", until: nil, actor: "")
            }
            #expect(error?.code == .usage)
            #expect(error?.reason.contains("reason") == true)
            let limit = await #expect(throws: ControlError.self) {
                try await client.parkedList(consumer: nil, key: nil, limit: 0)
            }
            #expect(limit?.code == .usage)
        }
    }

    @Test func nobodyAtTheAddressIsExitCode69() async throws {
        // Port 1 of loopback is nobody's.
        let client = try ControlBench.client("http://127.0.0.1:1")
        let error = await #expect(throws: ControlError.self) { try await client.status() }
        #expect(error?.code == .unavailable)
        #expect(error?.code.exit == 69)
    }

    @Test(arguments: ["", "127.0.0.1:8081", "ftp://host", "http://"])
    func anAddressThatIsNoneIsRefused(base: String) {
        let error = #expect(throws: ControlError.self) { try ControlClient(base: base, token: "t") }
        #expect(error?.code == .usage)
    }

    @Test func operatorsTokensAreReadLineByLine() throws {
        let tokens = try OperatorTokens(parsing: "# night shift\nlan 0123456789abcdef-lan\n\nminh 0123456789abcdef-minh\n")
        #expect(tokens.name(for: "0123456789abcdef-minh".utf8) == "minh")
        #expect(tokens.name(for: "0123456789abcdef".utf8) == nil)
        for text in ["lan short", "lan", "lan 0123456789abcdef-1\nlan 0123456789abcdef-2"] {
            let error = #expect(throws: ControlError.self) { try OperatorTokens(parsing: text) }
            #expect(error?.code == .badInput)
            #expect(error?.reason.contains("0123456789") == false)
        }
    }
}
