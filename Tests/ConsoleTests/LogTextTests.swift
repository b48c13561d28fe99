@testable import Console
import Testing

@Suite struct LogTextTests {
    @Test(arguments: [
        ("xin chào", "xin chào"), ("a\nb", "a\\u{a}b"), ("a\r\nb", "a\\u{d}\\u{a}b"), ("\u{1B}[2J", "\\u{1b}[2J"),
        ("a\u{85}b\u{2028}c\u{2029}d", "a\\u{85}b\\u{2028}c\\u{2029}d"), ("\u{202E}gnol", "\\u{202e}gnol"), ("", ""),
    ])
    func nobodyElseEndsALine(_ text: String, _ line: String) {
        #expect(LogText.line(text) == line)
    }

    @Test func longTextIsCut() {
        #expect(LogText.line(String(repeating: "x", count: 5_000)) == String(repeating: "x", count: 1_000) + "...")
    }
}
