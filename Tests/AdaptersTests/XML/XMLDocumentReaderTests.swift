import Bus
import Testing

@testable import Adapters

struct XMLDocumentReaderTests {
    private func root(_ text: String) throws -> XMLNode { try XMLDocumentReader.parse(Array(text.utf8)) }

    @Test func namesPrefixesNamespacesAndAttributes() throws {
        let root = try root(
            #"""
            <?xml version="1.0" encoding="utf-8" standalone="yes"?>
            <e:edXML xmlns:e="http://a" xmlns='http://b' id="1&amp;2">
              <e:From e:kind="x&#10;y	z">Hải quan</e:From>
              <To/>
              <u:Odd/>
            </e:edXML>
            """#)
        #expect(root.name == "edXML")
        #expect(root.prefix == "e")
        #expect(root.namespace == "http://a")
        #expect(root.line == 2)
        #expect(root.attributes.last == XMLAttribute(name: "id", value: "1&2"))
        let children = Array(root.children)
        #expect(children.map(\.name) == ["From", "To", "Odd"])
        #expect(children.map(\.line) == [3, 4, 5])
        #expect(children[0].text == "Hải quan")
        #expect(children[0].attributes == [XMLAttribute(name: "kind", prefix: "e", value: "x\ny z")])
        #expect(children[1].namespace == "http://b")
        #expect(children[1].text.isEmpty)
        #expect(children[2].namespace == nil)
        #expect(root.child("To")?.offset == children[1].offset)
    }

    @Test(arguments: [
        ("<a>x</a>", "x"),
        ("<a>  x y \n</a>", "x y"),
        ("<a>1<!-- no -->2<?p q?>3</a>", "123"),
        ("<a>x<!-- c --> <!-- d -->y</a>", "x y"),
        ("<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>", "<b>&amp;]]>"),
        ("<a> <![CDATA[ x ]]> </a>", "x"),
        ("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<>&\"'"),
        ("<a>&#72;&#x1EA3;i&#x1F600;</a>", "Hải😀"),
        ("<a>1\r\n2\r3</a>", "1\n2\n3"),
        ("<a>x<b>no</b>\n y</a>", "x\n y"),
        ("<a>\n  <b/>\n  <c/>\n</a>", ""),
        ("\u{FEFF}<a>x</a >\n<!-- after --><?pi?> ", "x"),
    ])
    func characterData(document: String, text: String) throws {
        #expect(try root(document).text == text)
    }

    @Test(arguments: [
        ("", AdapterError.Code.empty, nil, nil),
        ("   ", .notWellFormed, 1, 3),
        ("text", .notWellFormed, 1, 0),
        ("<a>", .notWellFormed, 1, 3),
        ("<a>\n<b></a>", .notWellFormed, 2, 9),
        ("<a></a><b/>", .notWellFormed, 1, 7),
        ("<a></a>text", .notWellFormed, 1, 7),
        ("<a x=1/>", .notWellFormed, 1, 5),
        ("<a x='1'y='2'/>", .notWellFormed, 1, 8),
        ("<a x='1' x='2'/>", .notWellFormed, 1, 9),
        ("<a x='<'/>", .notWellFormed, 1, 6),
        ("<a x/>", .notWellFormed, 1, 3),
        ("<1/>", .notWellFormed, 1, 1),
        ("<a:b:c/>", .notWellFormed, 1, 1),
        ("<a>&nbsp;</a>", .notWellFormed, 1, 3),
        ("<a>& b</a>", .notWellFormed, 1, 3),
        ("<a>&#0;</a>", .notWellFormed, 1, 3),
        ("<a>&#xD800;</a>", .notWellFormed, 1, 3),
        ("<a>&#99999999999999999999;</a>", .notWellFormed, 1, 3),
        ("<a>]]></a>", .notWellFormed, 1, 3),
        ("<a><!-- -- --></a>", .notWellFormed, 1, 8),
        ("<a><!-- </a>", .notWellFormed, 1, 7),
        ("<a><![CDATA[x</a>", .notWellFormed, 1, 12),
        ("<a>\n\u{1}</a>", .notWellFormed, 2, 4),
        ("<a>\u{FFFE}</a>", .notWellFormed, 1, 3),
        ("<a>x\u{0}</a>", .notWellFormed, 1, 4),
        (" <?xml version='1.0'?><a/>", .notWellFormed, 1, 3),
        ("<?xml version='2.0'?><a/>", .notWellFormed, 1, 0),
        ("<?xml encoding='UTF-8' version='1.0'?><a/>", .notWellFormed, 1, 0),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", .badEncoding, 1, 0),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>", .badEncoding, 1, 0),
        ("<?xml version='1.0' encoding='UTF-7'?><a>+ADwAIQ-</a>", .badEncoding, 1, 0),
        ("<?xml version='1.0' encoding='US-ASCII'?><a>ả</a>", .badEncoding, 1, 44),
    ] as [(String, AdapterError.Code, Int?, Int?)])
    func refusals(document: String, code: AdapterError.Code, line: Int?, offset: Int?) throws {
        let error = try #require(throws: AdapterError.self) { try root(document) }
        #expect(error.code == code)
        #expect(error.line == line)
        #expect(error.offset == offset)
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>",
        "\u{FEFF}<!DOCTYPE a><a/>",
        "<?xml version='1.0'?>\n<!-- x -->\n  <!DOCTYPE a SYSTEM 'file:///etc/hostname'><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/'>%p;]><a/>",
        "<!DOCTYPE l [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><l>&b;</l>",
        "<!doctype html><a/>",
        "<a><!ENTITY x 'y'></a>",
        "<a><!-- <!DOCTYPE b> --></a>",
        "<a><![CDATA[<!ENTITY x SYSTEM 'y'>]]></a>",
    ])
    func documentTypesAreRefusedWhereverTheyHide(document: String) throws {
        let error = try #require(throws: AdapterError.self) { try root(document) }
        #expect(error.code == .doctypeRefused)
        let offset = try #require(error.offset)
        #expect(Array(document.utf8)[offset...].starts(with: Array("<!".utf8)))
    }

    @Test(arguments: [
        [0xFF, 0xFE, 0x3C, 0x00, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x3C], [0x3C, 0x00, 0x61, 0x00], [0x00, 0x3C, 0x00, 0x61],
        [0x00, 0x00, 0x00, 0x3C],
    ] as [[UInt8]])
    func wideEncodingsAreRefused(bytes: [UInt8]) throws {
        let error = try #require(throws: AdapterError.self) { try XMLDocumentReader.parse(bytes) }
        #expect(error.code == .badEncoding)
    }

    @Test(arguments: [
        [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE1, 0xBA], [0xE1, 0x3C, 0xA3], [0xFF],
    ] as [[UInt8]])
    func invalidUTF8IsFoundAtItsOffset(bad: [UInt8]) throws {
        for tail in ["", "</a>"] {
            let bytes = Array("<a>\nả".utf8) + bad + Array(tail.utf8)
            let error = try #require(throws: AdapterError.self) { try XMLDocumentReader.parse(bytes) }
            #expect(error.code == .badEncoding)
            #expect(error.offset == 7)
            #expect(error.line == 2)
        }
    }

    @Test func limitsHoldAtTheirEdge() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        _ = try root(nested(XMLDocumentReader.maximumDepth))
        #expect(throws: AdapterError.self) { try root(nested(XMLDocumentReader.maximumDepth + 1)) }

        func wide(_ count: Int) -> String { "<r>" + String(repeating: "<a/>", count: count - 1) + "</r>" }
        #expect(try root(wide(XMLDocumentReader.maximumElements)).children.reduce(0) { n, _ in n + 1 } == 65_535)
        #expect(try #require(throws: AdapterError.self) { try root(wide(XMLDocumentReader.maximumElements + 1)) }
            .code == .limitExceeded)

        func attributed(_ count: Int) -> String { "<a" + (0..<count).map { " a\($0)=''" }.joined() + "/>" }
        #expect(try root(attributed(XMLDocumentReader.maximumAttributes)).attributes.count == 64)
        #expect(try #require(throws: AdapterError.self) { try root(attributed(XMLDocumentReader.maximumAttributes + 1)) }
            .code == .limitExceeded)

        let filler = String(repeating: "x", count: Limits.nativeMessageBytes - 7)
        #expect(try root("<a>\(filler)</a>").text.utf8.count == filler.utf8.count)
        #expect(try #require(throws: AdapterError.self) { try root("<a>\(filler)x</a>") }.code == .tooLarge)
    }

    @Test func writtenTextComesBackAsItWas() throws {
        let hostile = "</ErrorMessage><Data>&amp;]]>\"'<!DOCTYPE x>\r\n\t ả😀"
        var writer = XMLWriter()
        writer.element("a", ["b": hostile]) { $0.element("c", hostile) }
        let root = try XMLDocumentReader.parse(writer.bytes)
        #expect(root.attributes.first?.value == hostile)
        #expect(root.child("c")?.text == hostile)
        #expect(Array(root.children).count == 1)
    }

    @Test func whatXMLCannotHoldIsReplaced() throws {
        var writer = XMLWriter()
        writer.element("a", "x\u{0}\u{1B}\u{FFFF}y")
        #expect(try XMLDocumentReader.parse(writer.bytes).text == "x\u{FFFD}\u{FFFD}\u{FFFD}y")
    }
}
