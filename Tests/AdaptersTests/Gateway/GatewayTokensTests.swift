import Events
import Testing

@testable import Adapters

struct GatewayTokensTests {
    private let text = """
        # handed out on 1 March
        vnaccs  0123456789abcdef-old
        vnaccs  0123456789abcdef-new

        treasury 0123456789abcdef-tre
        """

    @Test func aSystemMayHaveSeveralTokensWhileTheyAreChanged() throws {
        let tokens = try GatewayTokens(parsing: text)
        #expect(tokens.allow("0123456789abcdef-old".utf8, for: .vnaccs))
        #expect(tokens.allow("0123456789abcdef-new".utf8, for: .vnaccs))
        #expect(!tokens.allow("0123456789abcdef-tre".utf8, for: .vnaccs))
        #expect(!tokens.allow("".utf8, for: .edoc))
    }

    @Test(arguments: [("nobody 0123456789abcdef", 1), ("\nvnaccs short", 2), ("vnaccs", 1), ("vnaccs 0123456789abcdef x", 1)])
    func aBadLineIsNamedAndItsSecretIsNot(text: String, line: Int) {
        let error = #expect(throws: GatewayConfigurationError.self) { try GatewayTokens(parsing: text) }
        #expect(error?.line == line)
        #expect(error?.description.contains("0123456789abcdef") == false)
    }
}
