import Testing

/// Each rule finds a violation that was made up for it, and lets by what looks like one.
@Suite struct RulesBite {
    @Test(arguments: [
        ("Sources/JSON/A.swift", "import Bus"), ("Sources/Bus/A.swift", "public import Events"),
        ("Sources/Bus/Envelope/A.swift", "import CJSON"), ("Sources/Consumers/A.swift", "import CSQLite"),
        ("Sources/Adapters/A.swift", "import CLZ4"),
        ("Sources/Bus/Envelope/A.swift", "import CRabbitMQ"),
        ("Sources/Events/A.swift", "import Store"), ("Sources/Store/A.swift", "import Adapters"),
        ("Sources/Adapters/A.swift", "import Consumers"), ("Sources/Consumers/A.swift", "@preconcurrency import Adapters"),
        ("Sources/Consumers/A.swift", "internal import struct Console.Page"), ("Sources/Simulator/A.swift", "import Console"),
        ("Sources/Console/A.swift", "\timport lienthong"), ("Sources/Adapters/A.swift", "import GRDB"),
        ("Sources/lienthong/A.swift", "import GRDB"), ("Sources/Events/A.swift", "package import CRabbitMQ"),
        ("Sources/Store/A.swift", "import Hummingbird"), ("Sources/Consumers/A.swift", "import NIOCore"),
        ("Sources/Adapters/A.swift", "@_exported import ArgumentParser"), ("Sources/Bus/A.swift", "import Bus; import Yams"),
        ("Sources/Other/A.swift", "let x = 1"),
    ])
    func anImportThroughAWall(_ path: String, _ line: String) {
        let violations = ImportWalls.violations(in: SourceFile(path: path, text: "// A.\n\(line)\n"))
        #expect(violations.map(\.path) == [path])
    }

    @Test(arguments: [
        ("Sources/JSON/A.swift", "import CJSON"), ("Sources/Bus/AMQP/A.swift", "import CRabbitMQ"),
        ("Sources/Bus/A.swift", "public import JSON\nimport Logging\nimport Foundation"), ("Sources/Store/SQLite/A.swift", "import GRDB"),
        ("Sources/Adapters/Gateway/A.swift", "import Hummingbird\nimport Store"), ("Sources/lienthong/A.swift", "import Console\nimport ArgumentParser"),
        ("Sources/Consumers/A.swift", "// import Adapters\n/* import Adapters\nimport Adapters */\nlet x = \"\"\"\nimport Adapters\n\"\"\""),
        ("Sources/Consumers/A.swift", "let important = imports.Adapters"), ("Tests/A/B.swift", "import GRDB"),
    ])
    func anImportThroughADoor(_ path: String, _ text: String) {
        #expect(ImportWalls.violations(in: SourceFile(path: path, text: text)) == [])
    }

    @Test func aViolationIsNamedWithItsLine() {
        let file = SourceFile(path: "Sources/Adapters/A.swift", text: "/* one\n two */\nimport Bus\nimport Consumers\n")
        #expect(ImportWalls.violations(in: file).map(\.description) == ["Sources/Adapters/A.swift:4: Adapters imports Consumers"])
    }

    @Test func aFileThatIsTooLong() {
        let fits = String(repeating: "x\n", count: 400)
        #expect(CodeRules.tooLong(SourceFile(path: "a", text: fits)) == [])
        #expect(CodeRules.tooLong(SourceFile(path: "a", text: fits + "x")).count == 1)
        #expect(CodeRules.tooLong(SourceFile(path: "a", text: fits + "\n")).count == 1)
    }

    @Test(arguments: [
        "let a = try! b()", "let a = b as! C", "fatalError()", "guard x else { fatalError(\"no\") }",
        "let a = \"\\(try! b())\"", "let a = #\"\\#(b as! C)\"#", "let url = \"http://x\"; try! f()", "let a = \"\\\\\"; try! f()",
        "let q = \"\"\"\n \"\n \"\"\"; try! f()",
    ])
    func aTrap(_ code: String) {
        #expect(CodeRules.traps(in: SourceFile(path: "a", text: code)).count == 1)
    }

    @Test(arguments: [
        "try b()", "a as? C", "// try! this", "/* a as! b */", "/* /* */ try! */", "let a = \"try! as! fatalError(\"",
        "let a = #\"try! \"as! \\(fatalError())\"#", "let a = \"\"\"\n fatalError(\"no\")\n \"\"\"", "notFatalError()", "retry!", "x.bias!",
        "let a = \"\\\"try! \\(\"as!\") \\\"\"",
    ])
    func noTrap(_ code: String) {
        #expect(CodeRules.traps(in: SourceFile(path: "a", text: code)) == [])
    }
}
