import Testing

@testable import Store

@Suite("Bytes as LZ4 frames")
struct LZ4FrameTests {
    private static let form = Array(("IDC" + String(repeating: " ", count: 390) + "\r\nCÔNG TY 92" + String(repeating: " ", count: 290)).utf8)

    @Test("Come back as they were, also over several blocks", arguments: [form.count, 65_536, 65_537, 1_000_000])
    func roundTrip(_ count: Int) throws {
        let bytes = (0..<count).map { Self.form[$0 % Self.form.count] ^ UInt8(truncatingIfNeeded: $0 / 5000) }
        let frame = try #require(LZ4Frame.pack(bytes))
        #expect(frame.count < bytes.count / 4)
        #expect(try LZ4Frame.unpack(frame, atMost: count) == bytes)
    }

    @Test("Nothing is packed that would not get smaller")
    func incompressible() {
        #expect(LZ4Frame.pack([]) == nil)
        #expect(LZ4Frame.pack(Array("native".utf8)) == nil)
        #expect(LZ4Frame.pack((0..<256).map { UInt8($0) }) == nil)
    }

    @Test("A frame that the tool lz4 wrote is understood")
    func foreign() throws {
        // printf 'Ninh Bình%60s0000%60s.' '' '' | lz4 -9 --content-size
        let frame: [UInt8] = [
            0x04, 0x22, 0x4d, 0x18, 0x6c, 0x40, 0x87, 0, 0, 0, 0, 0, 0, 0, 0xda, 0x1d, 0, 0, 0, 0xbf, 0x4e, 0x69, 0x6e, 0x68,
            0x20, 0x42, 0xc3, 0xac, 0x6e, 0x68, 0x20, 0x01, 0x00, 0x28, 0x4f, 0x30, 0x30, 0x30, 0x30, 0x3c, 0x00, 0x25, 0x50,
            0x20, 0x20, 0x20, 0x20, 0x2e, 0, 0, 0, 0, 0x2d, 0x30, 0x09, 0x48,
        ]
        let blanks = String(repeating: " ", count: 60)
        #expect(try LZ4Frame.unpack(frame, atMost: 135) == Array("Ninh Bình\(blanks)0000\(blanks).".utf8))
    }

    @Test("A damaged, cut or lengthened frame is refused, never read as something else")
    func damaged() throws {
        let frame = try #require(LZ4Frame.pack(Self.form))
        for place in frame.indices {
            for bit in 0..<8 {
                var other = frame
                other[place] ^= 1 << bit
                // Bits that say nothing of the content, as the size of blocks, may change without any harm.
                if let read = unpacked(other) { #expect(read == Self.form) }
            }
            #expect(unpacked(Array(frame[..<place])) == nil)
        }
        #expect(unpacked(frame + [0]) == nil)
        #expect(unpacked(frame + frame) == nil)
    }

    @Test("A frame that says it holds too much is refused before it is unpacked")
    func tooLarge() throws {
        let frame = try #require(LZ4Frame.pack(Self.form))
        #expect(throws: StoreError.self) { try LZ4Frame.unpack(frame, atMost: Self.form.count - 1) }
    }

    /// - Returns: nil when the frame is refused as corrupt.
    private func unpacked(_ frame: [UInt8]) -> [UInt8]? {
        do {
            return try LZ4Frame.unpack(frame, atMost: 4096)
        } catch {
            #expect(error.code == .corrupt)
            return nil
        }
    }
}
