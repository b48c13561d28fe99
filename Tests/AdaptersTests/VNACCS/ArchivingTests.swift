import Adapters
import Testing

@Suite struct ArchivingTests {
    private let password = "s3cr3t!!"

    private func message() throws -> [UInt8] {
        var header = VNACCSHeader(
            procedure: "IDC", user: "A1234001", terminal: "TRMNL1", dataInfo: "IDC  20250317083015000001")
        header.password = HeaderPassword(password)
        var message = VNACCSMessage(input: try #require(VNACCSForm.input("IDC")), header: header)
        message["ICN"] = "100000000010"
        return try message.encoded()
    }

    @Test func whatIsKeptHasNoPasswordAndIsOtherwiseTheSame() throws {
        let bytes = try message()
        let kept = VNACCSCodec().archived(bytes)
        #expect(!String(decoding: kept, as: UTF8.self).contains(password))
        #expect(kept.count == bytes.count)
        #expect(kept[..<37] == bytes[..<37])
        #expect(kept[45...] == bytes[45...])
    }

    @Test func aMessageThatBreaksOffInThePasswordIsBlankedToo() throws {
        let kept = VNACCSCodec().archived(Array(try message().prefix(41)))
        #expect(kept.count == 41)
        #expect(kept[37...].allSatisfy { $0 == UInt8(ascii: " ") })
        #expect(VNACCSCodec().archived([1, 2, 3]) == [1, 2, 3])
    }

    @Test func otherFormatsAreKeptAsTheyAre() {
        let bytes = Array("<Customs><Header/></Customs>".utf8)
        #expect(EPaymentCodec().archived(bytes) == bytes)
    }
}
